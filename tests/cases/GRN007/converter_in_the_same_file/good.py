"""The coroutine loads what to_dict() reads."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, relationship, selectinload, sessionmaker

Base = declarative_base()
engine = create_async_engine("sqlite+aiosqlite://")
Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


class Recipe(Base):
    __tablename__ = "recipe"

    id = Column(Integer, primary_key=True)
    title = Column(String(80))
    steps = relationship("Step", back_populates="recipe", order_by="Step.id")


class Step(Base):
    __tablename__ = "step"

    id = Column(Integer, primary_key=True)
    recipe_id = Column(Integer, ForeignKey("recipe.id"))
    text = Column(String(200))
    recipe = relationship("Recipe", back_populates="steps")


def to_dict(recipe: Recipe) -> dict[str, Any]:
    return {
        "title": recipe.title,
        "steps": [step.text for step in recipe.steps],
    }


async def first_recipe() -> dict[str, Any]:
    async with Session() as session:
        result = await session.execute(select(Recipe).options(selectinload(Recipe.steps)).limit(1))
        return to_dict(result.scalars().one())


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Recipe(title="Tea", steps=[Step(text="boil"), Step(text="wait")]))
        await session.commit()
    print(await first_recipe())
