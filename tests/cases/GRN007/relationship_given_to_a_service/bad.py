"""What a service is to put into a relationship takes the place of what nobody has loaded."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from advanced_alchemy.config import SQLAlchemyAsyncConfig
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import SQLAlchemyAsyncRepositoryService
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Choir(Base):
    __tablename__ = "choir"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    voices: Mapped[list[Voice]] = relationship(cascade="all, delete-orphan")


class Voice(Base):
    __tablename__ = "voice"

    id: Mapped[int] = mapped_column(primary_key=True)
    choir_id: Mapped[int] = mapped_column(ForeignKey("choir.id"))
    pitch: Mapped[str]


class ChoirRepository(SQLAlchemyAsyncRepository[Choir]):
    model_type = Choir


class Choirs(SQLAlchemyAsyncRepositoryService[Choir, ChoirRepository]):
    repository_type = ChoirRepository


config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///:memory:")


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        choirs = Choirs(session)
        await choirs.create({"id": 1, "name": "Chapel", "voices": [{"pitch": "alto"}]})
        data = {"voices": [Voice(pitch="tenor"), Voice(pitch="bass")]}
        await choirs.update(data, item_id=1)  # GRN007: MissingGreenlet
