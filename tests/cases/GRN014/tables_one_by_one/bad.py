"""Tables are made, read from the database and dropped one by one, with an asynchronous engine."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

engine = create_async_engine("sqlite+aiosqlite:///depot.db")
metadata = MetaData()
crates = Table("crate", metadata, Column("id", Integer, primary_key=True), Column("mark", String))
mappers = registry()


class Base(DeclarativeBase):
    pass


class Pallet(Base):
    __tablename__ = "pallet"

    id: Mapped[int] = mapped_column(primary_key=True)


async def main_make() -> None:
    crates.create(engine, checkfirst=True)  # GRN014: AttributeError: 'AsyncEngine' object has no


async def main_drop() -> None:
    crates.drop(bind=engine)  # GRN014: AttributeError: 'AsyncEngine' object has no


async def main_read() -> None:
    Table("crate", MetaData(), autoload_with=engine)  # GRN014: NoInspectionAvailable


async def main_all_of_the_base() -> None:
    Base.registry.metadata.create_all(engine)  # GRN014: AttributeError: 'AsyncEngine' object has no


async def main_all_of_the_registry() -> None:
    mappers.metadata.drop_all(engine)  # GRN014: AttributeError: 'AsyncEngine' object has no


async def main_half() -> None:
    crates.create(engine.sync_engine)  # GRN014: MissingGreenlet: greenlet_spawn has not been
