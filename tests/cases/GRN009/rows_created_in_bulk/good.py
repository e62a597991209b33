"""What is created one by one is refreshed after the commit, what is created in bulk is not."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from advanced_alchemy.config import SQLAlchemyAsyncConfig
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import SQLAlchemyAsyncRepositoryService
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Seat(Base):
    __tablename__ = "seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[str]


class SeatRepository(SQLAlchemyAsyncRepository[Seat]):
    model_type = Seat


class Seats(SQLAlchemyAsyncRepositoryService[Seat, SeatRepository]):
    repository_type = SeatRepository


config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///:memory:")


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        seats = Seats(session)
        rows = [{"row": row} for row in "ABC"]
        created = [await seats.create(row, auto_commit=True, auto_expunge=True) for row in rows]
        print([seat.row for seat in created])
