"""A new row has no leaves yet, but nobody has loaded that there are none."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from advanced_alchemy.base import BigIntBase
from advanced_alchemy.config import SQLAlchemyAsyncConfig
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship


class Notebook(BigIntBase):
    title: Mapped[str]
    leaves: Mapped[list[Leaf]] = relationship(back_populates="notebook")


class Leaf(BigIntBase):
    notebook_id: Mapped[int] = mapped_column(ForeignKey("notebook.id"))
    notebook: Mapped[Notebook] = relationship(back_populates="leaves")


config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///:memory:")


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(BigIntBase.metadata.create_all)
    async with config.get_session() as session:
        notebook = Notebook(title="Herbs")
        session.add(notebook)
        await session.flush()
        print(notebook.id, len(notebook.leaves))  # GRN007: MissingGreenlet
