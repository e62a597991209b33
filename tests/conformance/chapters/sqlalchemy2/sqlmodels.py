"""SQLModel: the same states, under names of its own.

It does not read annotations that are put off.
"""
# ruff: noqa: I002, UP006, UP035, UP045
# mypy: disable-error-code="arg-type, call-overload"

from datetime import datetime
from typing import Any, List, Optional

from sqlalchemy import Column, DateTime, func
from sqlalchemy.engine import Connection
from sqlalchemy.orm import joinedload, relationship, selectinload
from sqlmodel import Field, Relationship, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from conformance.models import Session as Factory


def session_of(*, keep: bool = False) -> AsyncSession:
    return AsyncSession(Factory.kw["bind"], expire_on_commit=not keep)


class HeroLink(SQLModel, table=True):
    hero_id: Optional[int] = Field(default=None, foreign_key="hero.id", primary_key=True)
    league_id: Optional[int] = Field(default=None, foreign_key="league.id", primary_key=True)


class BandBase(SQLModel):
    name: str


class Band(BandBase, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    changed: Optional[datetime] = Field(
        default=None, sa_column=Column(DateTime, onupdate=func.now())
    )

    heroes: List["Hero"] = Relationship(back_populates="band")
    fans: List["Fan"] = Relationship(sa_relationship_kwargs={"lazy": "selectin"})


class BandWithHeroes(BandBase):
    heroes: List[Any]


class Concert(SQLModel):
    band: Band


class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    age: Optional[int] = None
    band_id: Optional[int] = Field(default=None, foreign_key="band.id")

    band: Optional[Band] = Relationship(back_populates="heroes")
    leagues: List["League"] = Relationship(link_model=HeroLink)


class League(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str


class Fan(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    band_id: Optional[int] = Field(default=None, foreign_key="band.id")


class Stage(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    touched: Optional[datetime] = Field(default=None, sa_column_kwargs={"onupdate": func.now()})
    seats: int = Field(default=10, sa_column_kwargs={"server_default": "10"})

    lamps: List["Lamp"] = Relationship(sa_relationship=relationship("Lamp"))
    eager_lamps: List["Lamp"] = Relationship(
        sa_relationship=relationship("Lamp", lazy="selectin", viewonly=True)
    )
    ropes: List["Rigging"] = Relationship(cascade_delete=True)


class Lamp(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    stage_id: Optional[int] = Field(default=None, foreign_key="stage.id")


class Rigging(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    stage_id: Optional[int] = Field(default=None, foreign_key="stage.id")


def fill(connection: Connection) -> None:
    SQLModel.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Band, {"id": 1, "name": "blue"}),
        (Hero, {"id": 1, "name": "ann", "band_id": 1}),
        (League, {"id": 1, "name": "first"}),
        (HeroLink, {"hero_id": 1, "league_id": 1}),
        (Fan, {"id": 1, "band_id": 1}),
        (Stage, {"id": 1, "name": "east", "seats": 5}),
        (Lamp, {"id": 1, "stage_id": 1}),
        (Rigging, {"id": 1, "stage_id": 1}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


async def exec_of_a_select() -> None:
    session = session_of()
    hero = (await session.exec(select(Hero))).one()
    assert (hero.id, hero.name) == (1, "ann")
    await session.commit()
    assert hero.name  # IO: expired by commit()


async def exec_of_a_keeping_session() -> None:
    session = session_of(keep=True)
    hero = (await session.exec(select(Hero))).one()
    await session.commit()
    assert hero.name == "ann"


async def a_collection() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    assert band.heroes  # IO: never loaded


async def a_collection_with_an_option() -> None:
    session = session_of()
    band = (await session.exec(select(Band).options(selectinload(Band.heroes)))).one()
    assert band.heroes[0].name == "ann"


async def a_collection_with_a_strategy() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    assert len(band.fans) == 1


async def a_many_to_one() -> None:
    session = session_of()
    hero = (await session.exec(select(Hero))).one()
    assert hero.band  # IO: never loaded


async def a_many_to_one_with_an_option() -> None:
    session = session_of()
    hero = (await session.exec(select(Hero).options(joinedload(Hero.band)))).one()
    assert hero.band is not None and hero.band.name == "blue"


async def a_many_to_many() -> None:
    session = session_of()
    hero = (await session.exec(select(Hero))).one()
    assert hero.leagues  # IO: never loaded


async def a_many_to_many_with_an_option() -> None:
    session = session_of()
    hero = (await session.exec(select(Hero).options(selectinload(Hero.leagues)))).one()
    assert hero.leagues[0].name == "first"


async def a_new_object() -> None:
    session = session_of(keep=True)
    hero = Hero(name="bob")
    session.add(hero)
    await session.commit()
    assert (hero.id, hero.name, hero.age) == (2, "bob", None)
    assert hero.leagues == []  # IO: never loaded, new


async def a_new_object_after_a_commit() -> None:
    session = session_of()
    hero = Hero(name="bob")
    session.add(hero)
    await session.commit()
    assert hero.id  # IO: expired by commit()


async def a_new_object_after_a_refresh() -> None:
    session = session_of()
    hero = Hero(name="bob")
    session.add(hero)
    await session.commit()
    await session.refresh(hero)
    assert (hero.id, hero.name) == (2, "bob")


async def a_new_object_that_is_given_its_collection() -> None:
    session = session_of(keep=True)
    band = Band(name="red", heroes=[Hero(name="bob")])
    session.add(band)
    await session.commit()
    assert band.heroes[0].name == "bob"


async def a_new_object_from_a_schema() -> None:
    session = session_of()
    band = Band.model_validate(BandBase(name="red"))
    session.add(band)
    await session.commit()
    await session.refresh(band)
    assert band.name == "red"
    assert band.heroes == []  # IO: never loaded


async def a_new_object_from_a_schema_is_flushed() -> None:
    session = session_of(keep=True)
    band = Band.model_validate(BandBase(name="red"))
    assert band.heroes == []
    session.add(band)
    await session.flush()
    assert band.name == "red"
    assert band.heroes == []  # IO: never loaded, new


async def a_new_object_from_a_dictionary() -> None:
    session = session_of(keep=True)
    band = Band.model_validate({"name": "red", "heroes": [Hero(name="bob")]})
    session.add(band)
    await session.flush()
    assert band.heroes == []  # IO: never loaded, new


async def a_new_object_from_a_schema_and_more() -> None:
    session = session_of(keep=True)
    schema = BandBase(name="red")
    band = Band.model_validate(schema, update={"heroes": [Hero(name="bob")]})
    session.add(band)
    await session.commit()
    assert band.heroes[0].name == "bob"


async def a_new_object_without_a_foreign_key() -> None:
    session = session_of(keep=True)
    hero = Hero.model_validate({"name": "bob"})
    session.add(hero)
    await session.commit()
    assert hero.band is None


async def a_new_object_with_a_foreign_key() -> None:
    session = session_of(keep=True)
    hero = Hero.model_validate({"name": "bob"}, update={"band_id": 1})
    session.add(hero)
    await session.commit()
    assert hero.band_id == 1
    assert hero.band  # IO: never loaded, new


async def a_new_object_from_another_one() -> None:
    session = session_of(keep=True)
    band = (await session.exec(select(Band))).one()
    Band.model_validate(band)  # IO: never loaded


async def a_new_object_from_another_one_that_is_loaded() -> None:
    session = session_of(keep=True)
    query = select(Hero).options(selectinload(Hero.band), selectinload(Hero.leagues))
    hero = (await session.exec(query)).one()
    copied = Hero.model_validate(hero, update={"id": None})
    session.add(copied)
    await session.commit()
    assert copied.band is hero.band


async def a_new_object_from_a_schema_with_a_relationship() -> None:
    session = session_of(keep=True)
    band = Band.model_validate(BandWithHeroes(name="red", heroes=[Hero(name="bob")]))
    session.add(band)
    await session.flush()
    assert band.heroes[0].name == "bob"


async def an_update_from_a_dictionary() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    band.sqlmodel_update({"name": "red"})
    session.add(band)
    await session.commit()
    await session.refresh(band)
    assert band.name == "red"


async def a_generated_column() -> None:
    session = session_of(keep=True)
    band = (await session.exec(select(Band))).one()
    band.name = "red"
    await session.commit()
    assert band.changed  # IO: generated


async def get() -> None:
    session = session_of()
    band = await session.get(Band, 1)
    assert band is not None
    assert band.heroes  # IO: never loaded


async def get_with_an_option() -> None:
    session = session_of()
    band = await session.get(Band, 1, options=[selectinload(Band.heroes)])
    assert band is not None and len(band.heroes) == 1


async def a_dump_reads_what_is_there() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    assert band.model_dump()["name"] == "blue"


async def a_dump_after_a_commit_reads_nothing() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    await session.commit()
    assert band.model_dump() == {}  # writes {}: expired by commit()


async def a_representation_reads_nothing() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    await session.commit()
    assert repr(band) == "Band()"


async def rows_of_two_models() -> None:
    session = session_of()
    for band, hero in await session.exec(select(Band, Hero).join(Hero)):
        assert hero.band is band
        assert band.heroes  # IO: never loaded


async def the_first_row() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).first()
    assert band is not None
    assert band.heroes  # IO: never loaded


async def a_column_with_keywords_of_its_own() -> None:
    session = session_of(keep=True)
    stage = (await session.exec(select(Stage))).one()
    stage.name = "west"
    await session.commit()
    assert stage.touched  # IO: generated


async def a_default_with_keywords_of_its_own() -> None:
    session = session_of(keep=True)
    stage = Stage(name="west")
    session.add(stage)
    await session.commit()
    assert (stage.name, stage.seats) == ("west", 10)


async def a_relationship_that_is_handed_in() -> None:
    session = session_of()
    stage = (await session.exec(select(Stage))).one()
    assert stage.lamps  # IO: never loaded


async def a_relationship_that_is_handed_in_with_an_option() -> None:
    session = session_of()
    stage = (await session.exec(select(Stage).options(selectinload(Stage.lamps)))).one()
    assert len(stage.lamps) == 1


async def an_eager_relationship_that_is_handed_in() -> None:
    session = session_of()
    stage = (await session.exec(select(Stage))).one()
    assert len(stage.eager_lamps) == 1


async def children_that_are_deleted_with_their_parent() -> None:
    session = session_of()
    stage = (await session.exec(select(Stage).options(selectinload(Stage.ropes)))).one()
    rope = stage.ropes[0]
    await session.delete(stage)
    await session.commit()
    assert rope.id == 1


async def children_that_are_not() -> None:
    session = session_of()
    band = (await session.exec(select(Band).options(selectinload(Band.heroes)))).one()
    hero = band.heroes[0]
    await session.delete(band)
    await session.commit()
    assert hero.id  # IO: expired by commit()


async def an_expired_object_that_is_dumped_as_text() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    await session.commit()
    assert band.model_dump_json() == "{}"  # writes {}: expired by commit()


async def a_refreshed_object_that_is_dumped() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    await session.commit()
    await session.refresh(band)
    assert band.model_dump()["name"] == "blue"


async def a_schema_that_is_dumped_after_the_commit() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    shown = BandBase.model_validate(band)
    await session.commit()
    assert shown.model_dump() == {"name": "blue"}


async def an_object_with_a_table_in_a_schema() -> None:
    session = session_of(keep=True)
    band = (await session.exec(select(Band))).one()
    shown = Concert(band=band)
    await session.commit()
    assert shown.band.name == "blue"


async def an_object_with_a_table_in_a_schema_after_the_commit() -> None:
    session = session_of()
    band = (await session.exec(select(Band))).one()
    shown = Concert(band=band)
    await session.commit()
    assert shown.band.name  # IO: expired by commit()
