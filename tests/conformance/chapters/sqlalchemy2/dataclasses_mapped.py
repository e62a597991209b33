"""`MappedAsDataclass`: a constructor, a representation and a comparison that read every field."""
# mypy: disable-error-code="call-arg"

from __future__ import annotations

import copy
import dataclasses
from typing import Any

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    mapped_column,
    registry,
    relationship,
    selectinload,
)

from conformance.harness import needs, unseen, until
from conformance.models import KeepingSession, Session


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class Recipe(Base):
    __tablename__ = "recipes"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    changed: Mapped[str | None] = mapped_column(init=False, onupdate=func.lower("YES"))

    steps: Mapped[list[Step]] = relationship(back_populates="recipe", default_factory=list)


class Step(Base):
    __tablename__ = "steps"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    text: Mapped[str]
    recipe_id: Mapped[int | None] = mapped_column(ForeignKey("recipes.id"), init=False)

    recipe: Mapped[Recipe | None] = relationship(
        back_populates="steps", default=None, repr=False, compare=False
    )


class Spice(Base, repr=False, eq=False):
    """Neither a representation nor a comparison of its own."""

    __tablename__ = "spices"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str]
    tins: Mapped[list[Tin]] = relationship(init=False)


class Tin(Base):
    __tablename__ = "tins"

    id: Mapped[int] = mapped_column(primary_key=True)
    spice_id: Mapped[int] = mapped_column(ForeignKey("spices.id"))


reg = registry()


@reg.mapped_as_dataclass()
class Pot:
    __tablename__ = "pots"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    size: Mapped[int]
    lids: Mapped[list[Lid]] = relationship(default_factory=list)


@reg.mapped_as_dataclass
class Lid:
    __tablename__ = "lids"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    pot_id: Mapped[int | None] = mapped_column(ForeignKey("pots.id"), init=False)


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    reg.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Recipe, {"id": 1, "name": "soup"}),
        (Step, {"id": 1, "text": "boil", "recipe_id": 1}),
        (Spice, {"id": 1, "name": "salt"}),
        (Pot, {"id": 1, "size": 3}),
        (Lid, {"id": 1, "pot_id": 1}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


RECIPE = select(Recipe).where(Recipe.id == 1)
FULL_RECIPE = RECIPE.options(selectinload(Recipe.steps))


async def a_representation() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    assert repr(recipe)  # IO: never loaded


async def a_representation_of_what_is_loaded() -> None:
    session = Session()
    recipe = (await session.scalars(FULL_RECIPE)).one()
    assert "boil" in repr(recipe)


async def a_representation_after_a_commit() -> None:
    session = Session()
    recipe = (await session.scalars(FULL_RECIPE)).one()
    await session.commit()
    assert repr(recipe)  # IO: expired by commit()


async def a_representation_of_less() -> None:
    session = Session()
    step = (await session.scalars(select(Step))).one()
    assert "boil" in repr(step)


async def a_format_string() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    assert f"{recipe}"  # IO: never loaded


async def a_string() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    assert str(recipe)  # IO: never loaded


async def print_of_the_object() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    print(recipe)  # IO: never loaded


async def a_comparison() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    # Since Python 3.13 the first field that differs is the last that is read.
    same = (await Session().scalars(RECIPE)).one()
    assert recipe == same  # IO: never loaded


async def a_comparison_of_what_is_loaded() -> None:
    session = Session()
    recipe = (await session.scalars(FULL_RECIPE)).one()
    assert recipe != Recipe(name="soup")


async def a_comparison_with_none() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    assert recipe is not None
    assert recipe != None  # noqa: E711


async def the_fields_as_a_dictionary() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    assert dataclasses.asdict(recipe)  # IO: never loaded


async def the_fields_as_a_tuple() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    assert dataclasses.astuple(recipe)  # IO: never loaded


async def the_names_of_the_fields() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    assert dataclasses.fields(recipe)[0].name == "id"


async def no_representation_of_its_own() -> None:
    session = Session()
    spice = (await session.scalars(select(Spice))).one()
    await session.commit()
    assert repr(spice) and spice == spice


async def a_collection_without_representation() -> None:
    session = Session()
    spice = (await session.scalars(select(Spice))).one()
    assert spice.tins == []  # IO: never loaded


@until(2, 1)
async def a_new_object() -> None:
    session = KeepingSession()
    recipe = Recipe(name="stew")
    session.add(recipe)
    await session.commit()
    assert (recipe.id, recipe.name, recipe.steps) == (2, "stew", [])


@needs(2, 1)
@unseen("SQLAlchemy 2.0 sets what default_factory makes")
async def a_new_object_whose_factory_sets_nothing() -> None:
    session = KeepingSession()
    recipe = Recipe(name="stew")
    session.add(recipe)
    await session.commit()
    assert recipe.steps == []  # IO: never loaded, new


@until(2, 1)
async def a_new_object_is_represented() -> None:
    session = KeepingSession()
    recipe = Recipe(name="stew")
    session.add(recipe)
    await session.commit()
    assert "stew" in repr(recipe)


async def a_new_object_after_a_commit() -> None:
    session = Session()
    recipe = Recipe(name="stew")
    session.add(recipe)
    await session.commit()
    assert repr(recipe)  # IO: expired by commit()


async def a_new_object_without_a_field() -> None:
    session = KeepingSession()
    spice = Spice(name="pepper")
    session.add(spice)
    await session.commit()
    assert spice.tins == []  # IO: never loaded, new


async def a_many_to_one_that_defaults_to_none() -> None:
    session = KeepingSession()
    step = Step(text="stir")
    session.add(step)
    await session.commit()
    assert step.recipe is None


async def a_many_to_one_that_is_given() -> None:
    session = KeepingSession()
    recipe = Recipe(name="stew")
    step = Step(text="stir", recipe=recipe)
    session.add(step)
    await session.commit()
    assert step.recipe is recipe
    assert recipe.steps == [step]


async def positional_arguments() -> None:
    session = KeepingSession()
    recipe = Recipe("stew", [Step("stir")])
    session.add(recipe)
    await session.commit()
    assert recipe.steps[0].text == "stir"


async def an_update_generates() -> None:
    session = KeepingSession()
    recipe = (await session.scalars(FULL_RECIPE)).one()
    recipe.name = "stew"
    await session.commit()
    assert recipe.changed  # IO: generated


async def an_update_and_a_representation() -> None:
    session = KeepingSession()
    recipe = (await session.scalars(FULL_RECIPE)).one()
    recipe.name = "stew"
    await session.commit()
    assert repr(recipe)  # IO: generated


async def a_mapped_dataclass() -> None:
    session = Session()
    pot = (await session.scalars(select(Pot))).one()
    assert pot.size == 3
    assert pot.lids  # IO: never loaded


async def a_mapped_dataclass_is_represented() -> None:
    session = Session()
    pot = (await session.scalars(select(Pot))).one()
    assert repr(pot)  # IO: never loaded


@until(2, 1)
async def a_new_mapped_dataclass() -> None:
    session = KeepingSession()
    pot = Pot(size=5)
    session.add(pot)
    await session.commit()
    assert pot.lids == []


async def copying_an_object_does_not_read() -> None:
    session = Session()
    recipe = (await session.scalars(RECIPE)).one()
    assert copy.copy(recipe) is not recipe
