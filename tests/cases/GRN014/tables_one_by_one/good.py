"""Tables are made, read from the database and dropped one by one, each inside `run_sync()`."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table
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
    async with engine.begin() as connection:
        await connection.run_sync(crates.create, checkfirst=True)


async def main_drop() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(crates.create)
        await connection.run_sync(crates.drop)


def _read(connection: Connection) -> Table:
    return Table("crate", MetaData(), autoload_with=connection)


async def main_read() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(crates.create)
        print(len((await connection.run_sync(_read)).columns))


async def main_all_of_the_base() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.registry.metadata.create_all)


async def main_all_of_the_registry() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(mappers.metadata.drop_all)


async def main_half() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda half: crates.create(half))
