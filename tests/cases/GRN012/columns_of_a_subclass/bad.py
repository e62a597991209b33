"""A query of the base class leaves out what its subclasses add."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

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
    for pet in await session.scalars(select(Pet)):
        match pet:
            case Dog():
                lines.append(f"{pet.name}: {pet.walks} walks a day")  # GRN012: MissingGreenlet
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
