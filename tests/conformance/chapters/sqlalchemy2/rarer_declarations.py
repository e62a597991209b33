"""Annotations, composites and dataclasses of rarer kinds."""
# ruff: noqa: UP006, UP035, UP037, UP045
# mypy: disable-error-code="call-arg, truthy-bool, assignment, union-attr"

from __future__ import annotations

import dataclasses
from typing import Any, List, Optional, Set

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase,
    DeclarativeBaseNoMeta,
    Mapped,
    MappedAsDataclass,
    WriteOnlyMapped,
    attribute_keyed_dict,
    column_property,
    composite,
    declared_attr,
    mapped_column,
    relationship,
    selectinload,
)

from conformance.models import KeepingSession, Session


class Base(AsyncAttrs, DeclarativeBase):
    pass


class BareBase(DeclarativeBaseNoMeta):
    __abstract__ = True


@dataclasses.dataclass
class Point:
    x: int
    y: int


class Standing:
    """A mixin whose relationship and table are made anew for each class."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        return cls.__name__.lower()  # type: ignore[attr-defined, no-any-return]

    @declared_attr
    def place_id(cls) -> Mapped[Optional[int]]:  # noqa: N805
        return mapped_column(ForeignKey("spots.id"))

    @declared_attr
    def place(cls) -> Mapped[Optional["Place"]]:  # noqa: N805
        return relationship("Place", lazy="selectin")


class Place(Base):
    __tablename__ = "spots"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column("place_name", String(20))
    slug: Mapped[str] = mapped_column(String(20), active_history=True, default="s")
    where: Mapped[Point] = composite(mapped_column("x"), mapped_column("y"))
    kind: Mapped[str] = mapped_column(String(20), insert_default="town")
    length: Mapped[int] = column_property(func.length(name))

    roads: Mapped[List["Road"]] = relationship(back_populates="place")
    by_name: Mapped[dict[str, "Road"]] = relationship(
        collection_class=attribute_keyed_dict("name"), viewonly=True
    )
    as_set: Mapped[Set["Road"]] = relationship(viewonly=True)
    log: WriteOnlyMapped["Road"] = relationship(viewonly=True)
    names: AssociationProxy[List[str]] = association_proxy("roads", "name")

    @hybrid_property
    def full_name(self) -> str:
        return f"{self.name}, {self.kind}"

    @full_name.inplace.setter
    def _full_name_setter(self, value: str) -> None:
        self.name, _, self.kind = value.partition(", ")

    @full_name.inplace.expression
    @classmethod
    def _full_name_expression(cls) -> Any:
        return cls.name + ", " + cls.kind


class Road(Base):
    __tablename__ = "roads"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    place_id: Mapped[Optional[int]] = mapped_column(ForeignKey("spots.id"))
    place: Mapped[Optional["Place"]] = relationship(back_populates="roads")


class Bench(Standing, Base):
    id: Mapped[int] = mapped_column(primary_key=True)


class Kite(BareBase):
    __tablename__ = "kites"

    id: Mapped[int] = mapped_column(primary_key=True)
    tails: Mapped[list[Tail]] = relationship()


class Tail(BareBase):
    __tablename__ = "tails"

    id: Mapped[int] = mapped_column(primary_key=True)
    kite_id: Mapped[int] = mapped_column(ForeignKey("kites.id"))


class Rank(MappedAsDataclass, Base, order=True, unsafe_hash=True):
    """A dataclass that is put in order by its fields."""

    __tablename__ = "ranks"

    id: Mapped[int] = mapped_column(init=False, primary_key=True, compare=False)
    level: Mapped[int]
    badges: Mapped[list[Badge]] = relationship(default_factory=list, compare=False, repr=False)
    note: Mapped[str | None] = mapped_column(default=None)


class Badge(MappedAsDataclass, Base, kw_only=True):
    __tablename__ = "badges"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    rank_id: Mapped[int | None] = mapped_column(ForeignKey("ranks.id"), default=None)
    text: Mapped[str]


PLACE = select(Place).where(Place.id == 1)
FULL_PLACE = PLACE.options(selectinload(Place.roads))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    BareBase.metadata.create_all(connection)
    place = {"id": 1, "place_name": "Ulm", "slug": "ulm", "x": 1, "y": 2, "kind": "town"}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Place, place),
        (Road, {"id": 1, "name": "High", "place_id": 1}),
        (Bench, {"id": 1, "place_id": 1}),
        (Kite, {"id": 1}),
        (Tail, {"id": 1, "kite_id": 1}),
        (Rank, {"id": 1, "level": 1, "note": "first"}),
        (Badge, {"id": 1, "rank_id": 1, "text": "gold"}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


# Annotations


async def a_list_of_typing() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    assert place.roads  # IO: never loaded


async def a_list_of_typing_with_an_option() -> None:
    session = Session()
    place = (await session.scalars(FULL_PLACE)).one()
    assert place.roads[0].place is place


async def a_dictionary() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    assert place.by_name["High"]  # IO: never loaded


async def a_dictionary_with_an_option() -> None:
    session = Session()
    place = (await session.scalars(PLACE.options(selectinload(Place.by_name)))).one()
    assert place.by_name["High"].name == "High"
    assert [road.id for road in place.by_name.values()] == [1]


async def a_set() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    assert place.as_set  # IO: never loaded


async def assigning_a_write_only_collection() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    place.log = []  # raises InvalidRequestError: write-only


async def a_column_of_another_name() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    assert place.name == "Ulm"
    await session.commit()
    assert place.name  # IO: expired by commit()


async def an_insert_default() -> None:
    session = KeepingSession()
    place = Place(name="Bonn", where=Point(1, 2))
    session.add(place)
    await session.commit()
    assert (place.kind, place.slug) == ("town", "s")


async def assigning_what_keeps_its_history() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    await session.commit()
    place.slug = "new"  # IO: expired by commit()


async def a_computed_column_after_an_update() -> None:
    session = KeepingSession()
    place = (await session.scalars(PLACE)).one()
    place.name = "Bonn"
    await session.commit()
    assert place.length == 4  # IO: generated


# Composites


async def a_composite_of_its_columns() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    assert place.where == Point(1, 2)


async def a_composite_after_a_commit() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    await session.commit()
    assert place.where  # IO: expired by commit()


async def a_composite_that_is_replaced() -> None:
    session = KeepingSession()
    place = (await session.scalars(PLACE)).one()
    place.where = Point(3, 4)
    await session.commit()
    assert place.where.x == 3


# Hybrids and proxies


async def a_hybrid_with_parts_in_place() -> None:
    session = Session()
    place = (await session.scalars(select(Place).where(Place.full_name == "Ulm, town"))).one()
    assert place.full_name == "Ulm, town"
    await session.commit()
    assert place.full_name  # IO: expired by commit()


async def a_hybrid_that_is_set() -> None:
    session = KeepingSession()
    place = (await session.scalars(PLACE)).one()
    place.full_name = "Bonn, city"
    await session.commit()
    assert (place.name, place.kind) == ("Bonn", "city")
    assert place.length  # IO: generated


async def a_proxy() -> None:
    session = Session()
    place = (await session.scalars(PLACE)).one()
    assert place.names  # IO: never loaded


async def a_proxy_with_an_option() -> None:
    session = Session()
    place = (await session.scalars(FULL_PLACE)).one()
    assert place.names == ["High"]


# Bases and mixins


async def a_declared_eager_relationship() -> None:
    session = Session()
    bench = (await session.scalars(select(Bench))).one()
    assert bench.place is not None and bench.place.name == "Ulm"
    assert bench.place.roads  # IO: never loaded


async def a_declared_eager_relationship_of_a_new_object() -> None:
    session = KeepingSession()
    bench = Bench(place_id=1)
    session.add(bench)
    await session.commit()
    assert bench.place  # IO: never loaded, new


async def a_base_without_a_metaclass() -> None:
    session = Session()
    kite = (await session.scalars(select(Kite))).one()
    assert kite.id == 1
    assert kite.tails  # IO: never loaded


async def awaitable_attributes_of_a_many_to_one() -> None:
    session = Session()
    road = (await session.scalars(select(Road))).one()
    place = await road.awaitable_attrs.place
    assert road.place is place and place.name == "Ulm"


# Dataclasses


async def an_order() -> None:
    session = Session()
    rank = (await session.scalars(select(Rank))).one()
    assert rank < Rank(level=2)
    await session.commit()
    assert rank < Rank(level=2)  # IO: expired by commit()


async def a_replacement() -> None:
    session = Session()
    rank = (await session.scalars(select(Rank))).one()
    assert dataclasses.replace(rank, level=2)  # IO: never loaded


async def a_replacement_of_what_is_loaded() -> None:
    session = Session()
    rank = (await session.scalars(select(Rank).options(selectinload(Rank.badges)))).one()
    assert dataclasses.replace(rank, level=2, badges=[]).note == "first"


async def a_representation_without_a_collection() -> None:
    session = Session()
    rank = (await session.scalars(select(Rank))).one()
    assert "level=1" in repr(rank)


async def keyword_fields() -> None:
    session = KeepingSession()
    badge = Badge(text="iron")
    session.add(badge)
    await session.commit()
    assert (badge.text, badge.rank_id) == ("iron", None)


async def a_representation_of_keyword_fields() -> None:
    session = Session()
    badge = (await session.scalars(select(Badge))).one()
    await session.commit()
    assert f"{badge}"  # IO: expired by commit()
