"""getattr() with a default and hasattr() read the attribute like any other expression."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    passport: Mapped[Passport | None] = relationship(back_populates="person", uselist=False)


class Passport(Base):
    __tablename__ = "passport"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship(back_populates="passport")


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def may_travel(session: AsyncSession, name: str) -> bool:
    person = (await session.scalars(select(Person).where(Person.name == name))).one()
    return getattr(person, "passport", None) is not None  # GRN007: MissingGreenlet


async def describe(session: AsyncSession, name: str) -> str:
    person = (await session.scalars(select(Person).where(Person.name == name))).one()
    if hasattr(person, "passport"):  # GRN007: MissingGreenlet
        return f"{person.name}, {person.passport}"
    return person.name


async def seed() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(Person(name="ada", passport=Passport()))


async def main() -> None:
    await seed()
    async with Session() as session:
        print(await may_travel(session, "ada"))


async def main_describe() -> None:
    await seed()
    async with Session() as session:
        print(await describe(session, "ada"))
