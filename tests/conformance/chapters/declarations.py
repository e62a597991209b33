"""Rarer ways to declare a model, and attributes that are given to it afterwards."""
# mypy: disable-error-code="var-annotated, dict-item, call-arg, call-overload, no-redef"
# mypy: disable-error-code="comparison-overlap, no-untyped-call"
# mypy: disable-error-code="attr-defined, misc, valid-type, arg-type, assignment, no-any-return"
# ruff: noqa: RUF012

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Computed,
    DateTime,
    ForeignKey,
    Identity,
    Integer,
    MetaData,
    String,
    func,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeMeta,
    as_declarative,
    column_property,
    declarative_base,
    declared_attr,
    registry,
    relationship,
    selectinload,
    synonym,
)

from conformance.harness import needs, unseen
from conformance.models import KeepingSession, Session

metadata = MetaData()
LAZY = "selectin"


@as_declarative(metadata=metadata)
class Base:
    id = Column(Integer, primary_key=True)

    @declared_attr
    def __tablename__(cls) -> str:  # noqa: N805
        return cls.__name__.lower() + "_rows"


class Fleet(Base):
    name = Column(String(20))
    ships = relationship(argument="Ship", back_populates="fleet")
    eager = relationship("Ship", lazy=LAZY, viewonly=True)
    qualified = relationship("conformance.chapters.declarations.Ship", viewonly=True)


class Ship(Base):
    name = Column(String(20))
    length = Column(Integer, default=1)
    width = Column(Integer, default=1)
    area = Column(Integer, Computed("length * width"))
    stamp = Column(String(20), onupdate=text("'now'"))
    touched = Column(DateTime, onupdate=func.current_timestamp())
    marked = Column(String(20), server_onupdate=text("'x'"))
    counted = Column(Integer, onupdate=select(func.count()).scalar_subquery())
    numbered = Column(Integer, default=lambda context: 5, onupdate=lambda context: 6)
    fleet_id = Column(ForeignKey(Fleet.id))

    fleet = relationship(Fleet, back_populates="ships")

    @hybrid_property
    def title(self) -> str:
        return "HMS " + self.name

    @title.setter
    def title(self, value: str) -> None:
        self.name = value.removeprefix("HMS ")

    @title.expression
    def title(cls) -> Any:  # noqa: N805
        return "HMS " + cls.name

    @property
    def fleet_name(self) -> str | None:
        return self.fleet.name if self.fleet else None


class Sailor(Base):
    name = Column(String(20))
    ship_id = Column(ForeignKey("ship_rows.id"))


Sailor.ship = relationship(Ship, backref="sailors")
Sailor.loud = column_property(func.upper(Sailor.name))
Sailor.nick = Column("nick", String(20))
Ship.label = synonym("name")

# Concrete tables


class Animal(Base):
    name = Column(String(20))
    __mapper_args__ = {"polymorphic_identity": "animal"}


class Dog(Animal):
    __tablename__ = "kennel_dogs"

    id = Column(Integer, primary_key=True)
    name = Column(String(20))
    toys = relationship("Toy")

    __mapper_args__ = {"concrete": True}


class Toy(Base):
    name = Column(String(20))
    dog_id = Column(ForeignKey("kennel_dogs.id"))


# Bases of other kinds

mapper_registry = registry(metadata=metadata)


class Registered(metaclass=DeclarativeMeta):
    __abstract__ = True
    registry = mapper_registry
    metadata = metadata
    __init__ = mapper_registry.constructor


class Anchor(Registered):
    __tablename__ = "anchors"

    id = Column(Integer, Identity(), primary_key=True)
    weight = Column(Integer, server_default=text("3"))
    ropes = relationship("Rope", order_by="Rope.id")


class Rope(Registered):
    __tablename__ = "ropes"

    id = Column(Integer, primary_key=True)
    anchor_id = Column(ForeignKey("anchors.id"))
    anchor = relationship("Anchor", overlaps="ropes")


class Common:
    """A base with contents for `declarative_base(cls=…)`."""

    id = Column(Integer, primary_key=True)

    def is_new(self) -> bool:
        return self.id is None


Model: Any = declarative_base(cls=Common, metadata=metadata)


class Flag(Model):
    __tablename__ = "flags"

    colour = Column(String(20))
    ship_id = Column(ForeignKey("ship_rows.id"))
    ship = relationship(Ship)


def fill(connection: Connection) -> None:
    metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Fleet, {"id": 1, "name": "home"}),
        (Ship, {"id": 1, "name": "ark", "length": 3, "width": 2, "fleet_id": 1}),
        (Sailor, {"id": 1, "name": "ann", "ship_id": 1}),
        (Animal, {"id": 1, "name": "cat"}),
        (Dog, {"id": 1, "name": "rex"}),
        (Toy, {"id": 1, "name": "ball", "dog_id": 1}),
        (Anchor, {"id": 1}),
        (Rope, {"id": 1, "anchor_id": 1}),
        (Flag, {"id": 1, "colour": "red"}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


# The base


async def a_column_of_a_decorated_base() -> None:
    session = Session()
    fleet = (await session.scalars(select(Fleet))).one()
    assert (fleet.id, fleet.name) == (1, "home")
    await session.commit()
    assert fleet.id  # IO: expired by commit()


async def a_target_by_keyword() -> None:
    session = Session()
    fleet = (await session.scalars(select(Fleet))).one()
    assert fleet.ships  # IO: never loaded


async def a_target_by_keyword_with_an_option() -> None:
    session = Session()
    fleet = (await session.scalars(select(Fleet).options(selectinload(Fleet.ships)))).one()
    assert fleet.ships[0].fleet is fleet


async def a_strategy_in_a_constant() -> None:
    session = Session()
    fleet = (await session.scalars(select(Fleet))).one()
    assert len(fleet.eager) == 1


async def a_target_by_its_full_name() -> None:
    session = Session()
    fleet = (await session.scalars(select(Fleet))).one()
    assert fleet.qualified  # IO: never loaded


async def a_metaclass() -> None:
    session = Session()
    anchor = (await session.scalars(select(Anchor))).one()
    assert anchor.weight == 3
    assert anchor.ropes  # IO: never loaded


async def a_base_with_contents() -> None:
    session = Session()
    flag = (await session.scalars(select(Flag))).one()
    assert not flag.is_new()
    await session.commit()
    assert flag.is_new()  # IO: expired by commit()


async def a_many_to_one_of_a_base_with_contents() -> None:
    session = Session()
    flag = Flag(colour="blue", ship_id=1)
    session.add(flag)
    await session.flush()
    assert flag.ship  # IO: never loaded, new


# What the database makes


async def a_computed_column() -> None:
    session = Session()
    ship = (await session.scalars(select(Ship))).one()
    assert ship.area == 6


@needs(2, 0)
async def a_computed_column_of_a_new_object() -> None:
    session = KeepingSession()
    ship = Ship(name="elk", length=4)
    session.add(ship)
    await session.commit()
    assert ship.area == 4


async def a_computed_column_after_an_update() -> None:
    session = KeepingSession()
    ship = (await session.scalars(select(Ship))).one()
    ship.length = 4
    await session.commit()
    assert ship.area == 8  # IO: generated


async def onupdate_by_text() -> None:
    session = KeepingSession()
    ship = (await session.scalars(select(Ship))).one()
    ship.length = 4
    await session.commit()
    assert ship.stamp  # IO: generated


async def onupdate_by_a_function() -> None:
    session = KeepingSession()
    ship = (await session.scalars(select(Ship))).one()
    ship.length = 4
    await session.commit()
    assert ship.touched  # IO: generated


async def onupdate_of_another_owner() -> None:
    session = KeepingSession()
    ship = (await session.scalars(select(Ship))).one()
    ship.fleet = Fleet(name="away")
    await session.commit()
    assert ship.touched  # IO: generated


async def onupdate_of_the_server() -> None:
    session = KeepingSession()
    ship = (await session.scalars(select(Ship))).one()
    ship.length = 4
    await session.commit()
    assert ship.marked is None  # IO: generated


async def onupdate_by_a_query() -> None:
    session = KeepingSession()
    ship = (await session.scalars(select(Ship))).one()
    ship.length = 4
    await session.commit()
    assert ship.counted  # IO: generated


async def onupdate_by_a_function_of_the_context() -> None:
    session = KeepingSession()
    ship = (await session.scalars(select(Ship))).one()
    ship.length = 4
    await session.commit()
    assert ship.numbered == 6


async def a_default_by_a_function_of_the_context() -> None:
    session = KeepingSession()
    ship = Ship(name="elk")
    session.add(ship)
    await session.commit()
    assert (ship.numbered, ship.length) == (5, 1)


async def an_identity() -> None:
    session = KeepingSession()
    anchor = Anchor()
    session.add(anchor)
    await session.commit()
    assert anchor.id == 2


# Properties


async def the_setter_of_a_hybrid() -> None:
    session = KeepingSession()
    ship = (await session.scalars(select(Ship))).one()
    ship.title = "HMS elk"
    assert ship.name == "elk"
    await session.commit()
    assert ship.stamp  # IO: generated


async def a_hybrid_with_an_expression() -> None:
    session = Session()
    ship = (await session.scalars(select(Ship).where(Ship.title == "HMS ark"))).one()
    assert ship.title == "HMS ark"
    await session.commit()
    assert ship.title  # IO: expired by commit()


async def a_hybrid_that_is_selected() -> None:
    session = Session()
    titles = (await session.scalars(select(Ship.title))).all()
    await session.commit()
    assert titles == ["HMS ark"]


async def a_property_that_tests_what_it_reads() -> None:
    session = Session()
    ship = (await session.scalars(select(Ship))).one()
    assert ship.fleet_name  # IO: never loaded


async def a_property_of_a_new_object() -> None:
    session = KeepingSession()
    ship = Ship(name="elk")
    session.add(ship)
    await session.commit()
    assert ship.fleet_name is None


# Afterwards


@unseen("what is assigned to a class after its body is not looked for")
async def a_relationship_given_afterwards() -> None:
    session = Session()
    sailor = (await session.scalars(select(Sailor))).one()
    assert sailor.ship  # IO: never loaded


async def a_relationship_given_afterwards_with_an_option() -> None:
    session = Session()
    sailor = (await session.scalars(select(Sailor).options(selectinload(Sailor.ship)))).one()
    assert sailor.ship.name == "ark"


async def a_back_reference_of_it() -> None:
    session = Session()
    ship = (await session.scalars(select(Ship).options(selectinload(Ship.sailors)))).one()
    assert ship.sailors[0].name == "ann"


async def a_computed_column_given_afterwards() -> None:
    session = Session()
    sailor = (await session.scalars(select(Sailor))).one()
    assert sailor.loud == "ANN"


async def a_column_given_afterwards() -> None:
    session = KeepingSession()
    sailor = Sailor(name="bob", nick="bo")
    session.add(sailor)
    await session.commit()
    assert (sailor.name, sailor.nick) == ("bob", "bo")


async def a_synonym_given_afterwards() -> None:
    session = Session()
    ship = (await session.scalars(select(Ship))).one()
    assert ship.label == "ark"


# Concrete tables


async def a_concrete_table() -> None:
    session = Session()
    dog = (await session.scalars(select(Dog))).one()
    assert dog.name == "rex"
    await session.commit()
    assert dog.name  # IO: expired by commit()


async def a_relationship_of_a_concrete_table() -> None:
    session = Session()
    dog = (await session.scalars(select(Dog))).one()
    assert dog.toys  # IO: never loaded


async def a_relationship_of_a_concrete_table_with_an_option() -> None:
    session = Session()
    dog = (await session.scalars(select(Dog).options(selectinload(Dog.toys)))).one()
    assert dog.toys[0].name == "ball"
