"""inspect() tells what is loaded without loading it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey, inspect, select
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
    query = select(Passport.id).where(Passport.person_id == person.id)
    return await session.scalar(query) is not None


async def describe(session: AsyncSession, name: str) -> str:
    person = (await session.scalars(select(Person).where(Person.name == name))).one()
    if "passport" not in inspect(person).unloaded:
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
