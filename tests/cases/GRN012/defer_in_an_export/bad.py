"""A query defers a column, and the loop over its rows reads it."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, defer, sessionmaker

Base = declarative_base()


class Recipe(Base):
    __tablename__ = "recipe"

    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False)
    steps = Column(Text, nullable=False)
    notes = Column(Text)


engine = create_async_engine("sqlite+aiosqlite:///recipes.db")
Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


async def export() -> list:
    lines = []
    async with Session() as session:
        query = select(Recipe).options(defer(Recipe.steps), defer(Recipe.notes))
        for recipe in (await session.execute(query)).scalars():
            lines.append(f"# {recipe.name}")
            if recipe.notes:  # GRN012: MissingGreenlet
                lines.append(recipe.notes)
    return lines


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Recipe(name="Soup", steps="Boil.", notes="Needs salt."))
        await session.commit()
    print(await export())
