"""After a commit without a refresh, the repository itself reads the key of the row."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from advanced_alchemy.config import SQLAlchemyAsyncConfig
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Lantern(Base):
    __tablename__ = "lantern"

    id: Mapped[int] = mapped_column(primary_key=True)
    street: Mapped[str]


class Lanterns(SQLAlchemyAsyncRepository[Lantern]):
    model_type = Lantern


config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///:memory:")


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        lanterns = Lanterns(session=session)
        await lanterns.add(Lantern(id=1, street="Mill Lane"), auto_commit=True)
        lantern = await lanterns.update(Lantern(id=1, street="Quay"), auto_commit=True)
        print(lantern.street)
