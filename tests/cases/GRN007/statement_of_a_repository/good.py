"""A repository has a statement of its own, and that is what its queries load."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from advanced_alchemy.config import SQLAlchemyAsyncConfig
from advanced_alchemy.filters import LimitOffset
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Orchard(Base):
    __tablename__ = "orchard"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    trees: Mapped[list[Tree]] = relationship()


class Tree(Base):
    __tablename__ = "tree"

    id: Mapped[int] = mapped_column(primary_key=True)
    orchard_id: Mapped[int] = mapped_column(ForeignKey("orchard.id"))


class Orchards(SQLAlchemyAsyncRepository[Orchard]):
    model_type = Orchard

    def __init__(self, session: AsyncSession) -> None:
        named = select(Orchard).where(Orchard.name != "").options(selectinload(Orchard.trees))
        super().__init__(session=session, statement=named, order_by=[("name", False)])


config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///:memory:")


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        session.add(Orchard(name="Hill", trees=[Tree(), Tree()]))
        await session.commit()
    async with config.get_session() as session:
        filters = [LimitOffset(10, 0)]
        for orchard in await Orchards(session).get_many(*filters):
            print(orchard.name, len(orchard.trees))
