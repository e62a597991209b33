"""`lazy="noload"` and `lazy=None`: empty for ever.  SQLAlchemy 2.1 warns of them."""

from __future__ import annotations

import json

from sqlalchemy import ForeignKey, Integer, String, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

from conformance import VERSION
from conformance.harness import needs, until
from conformance.models import KeepingSession, Session


class Base(DeclarativeBase):
    __abstract__ = True


if VERSION < (2, 1):

    class Nest(Base):
        __tablename__ = "nests"

        id: Mapped[int] = mapped_column(Integer, primary_key=True)

        twigs: Mapped[list[Twig]] = relationship("Twig", lazy="noload", back_populates="nest")
        nothing: Mapped[list[Twig]] = relationship("Twig", lazy=None, viewonly=True)

    class Twig(Base):
        __tablename__ = "twigs"

        id: Mapped[int] = mapped_column(Integer, primary_key=True)
        nest_id: Mapped[int | None] = mapped_column(ForeignKey("nests.id"))
        bark: Mapped[str | None] = mapped_column(String(20), deferred=True)

        colour: Mapped[str | None] = mapped_column(String(20), deferred=True)

        nest: Mapped[Nest | None] = relationship("Nest", lazy="noload", back_populates="twigs")


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    if VERSION < (2, 1):
        connection.execute(insert(Nest), {"id": 1})
        connection.execute(insert(Twig), {"id": 1, "nest_id": 1})


@until(2, 1)
async def a_collection() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest))).one()
    assert nest.twigs == [] and nest.nothing == []


@until(2, 1)
async def a_collection_with_an_option() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest).options(selectinload(Nest.twigs)))).one()
    assert len(nest.twigs) == 1


@until(2, 1)
async def what_an_option_has_loaded_on_one_path() -> None:
    session = Session()
    query = select(Nest)
    if json.loads("true"):
        query = query.options(selectinload(Nest.twigs))
    nest = (await session.scalars(query)).one()
    assert nest.twigs[0].colour is None  # IO: deferred


@until(2, 1)
async def one_object() -> None:
    session = Session()
    twig = (await session.scalars(select(Twig))).one()
    assert twig.nest is None and twig.nest_id == 1


@until(2, 1)
async def a_collection_of_a_new_object() -> None:
    session = KeepingSession()
    nest = Nest()
    session.add(nest)
    await session.commit()
    assert nest.twigs == []


@until(2, 1)
async def appending_to_it() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest))).one()
    nest.twigs.append(Twig())
    await session.flush()
    assert len(nest.twigs) == 1


@until(2, 1)
async def a_column_after_a_commit() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest))).one()
    await session.commit()
    assert nest.id  # IO: expired by commit()


@until(2, 1)
async def a_collection_after_a_commit() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest))).one()
    await session.commit()
    assert nest.twigs == []


@until(2, 1)
async def a_loop_over_it() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest))).one()
    await session.commit()
    for twig in nest.twigs:
        assert nest.id and twig.bark


@until(2, 1)
async def a_loop_over_what_the_other_side_has_put_in() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest))).one()
    twig = Twig(nest=nest)
    session.expire(nest, ["id"])
    for each in nest.twigs:
        assert each is twig
        assert nest.id  # IO: expired by expire()


@needs(2, 0)
@until(2, 1)
async def an_option_after_a_refresh() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest).options(selectinload(Nest.twigs)))).one()
    await session.commit()
    assert nest.twigs == []
    await session.refresh(nest)
    for twig in nest.twigs:
        assert twig.bark  # IO: deferred


@until(2, 1)
async def an_option_of_an_earlier_query() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest).options(selectinload(Nest.twigs)))).one()
    await session.commit()
    await session.scalars(select(Nest))
    for twig in nest.twigs:
        assert twig.bark


@until(2, 1)
async def an_option_of_a_later_query() -> None:
    session = Session()
    nest = (await session.scalars(select(Nest))).one()
    await session.commit()
    await session.scalars(select(Nest).options(selectinload(Nest.twigs)))
    for twig in nest.twigs:
        assert twig.bark  # IO: deferred
