"""A list of a repository, each with what belongs to it."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from advanced_alchemy.base import BigIntBase
from advanced_alchemy.config import SQLAlchemyAsyncConfig
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload


class Vineyard(BigIntBase):
    name: Mapped[str]
    barrels: Mapped[list[Barrel]] = relationship()


class Barrel(BigIntBase):
    vineyard_id: Mapped[int] = mapped_column(ForeignKey("vineyard.id"))
    litres: Mapped[int]


class VineyardRepository(SQLAlchemyAsyncRepository[Vineyard]):
    model_type = Vineyard


config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///:memory:")


async def prepare() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(BigIntBase.metadata.create_all)
    async with config.get_session() as session:
        session.add(Vineyard(id=1, name="Stein", barrels=[Barrel(id=1, litres=225)]))
        await session.commit()


async def main() -> None:
    await prepare()
    async with config.create_session_maker()() as session:
        vineyards = VineyardRepository(session=session)
        found, count = await vineyards.list_and_count()
        for vineyard in found:
            print(count, len(vineyard.barrels))  # GRN007: MissingGreenlet
