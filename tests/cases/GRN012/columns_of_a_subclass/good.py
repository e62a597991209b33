"""`selectin_polymorphic()` loads the columns of the subclasses with the query."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, selectin_polymorphic

engine = create_async_engine("sqlite+aiosqlite:///pets.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Pet(Base):
    __tablename__ = "pets"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "pet"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]


class Dog(Pet):
    __tablename__ = "dogs"
    __mapper_args__ = {"polymorphic_identity": "dog"}

    id: Mapped[int] = mapped_column(ForeignKey("pets.id"), primary_key=True)
    walks: Mapped[int]


async def describe(session: AsyncSession) -> list[str]:
    lines = []
    query = select(Pet).options(selectin_polymorphic(Pet, [Dog]))
    for pet in await session.scalars(query):
        match pet:
            case Dog():
                lines.append(f"{pet.name}: {pet.walks} walks a day")
            case _:
                lines.append(pet.name)
    return lines


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Dog(name="Rex", walks=3), Pet(name="Tom")])
        await session.commit()
    async with Session() as session:
        print(await describe(session))
