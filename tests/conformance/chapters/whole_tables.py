"""What a query for all rows of a table brings along: what surely belongs to one of them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

from conformance.models import Session


class Base(DeclarativeBase):
    __abstract__ = True


class Canal(Base):
    __tablename__ = "canals"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))

    barges: Mapped[list[Barge]] = relationship("Barge", back_populates="canal")
    winches: Mapped[list[Winch]] = relationship("Winch", viewonly=True)
    rafts: Mapped[list[Raft]] = relationship("Raft", viewonly=True)


class Barge(Base):
    __tablename__ = "barges"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    canal_id: Mapped[int] = mapped_column(ForeignKey("canals.id"))

    canal: Mapped[Canal] = relationship("Canal", back_populates="barges")
    tillers: Mapped[list[Tiller]] = relationship("Tiller", viewonly=True)


class Tiller(Base):
    __tablename__ = "tillers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    colour: Mapped[str] = mapped_column(String(20))
    barge_id: Mapped[int] = mapped_column(ForeignKey("barges.id"))

    barge: Mapped[Barge] = relationship("Barge", viewonly=True)


class Winch(Base):
    __tablename__ = "winches"

    id = Column(Integer, primary_key=True)
    name = Column(String(20))
    canal_id: Any = Column(ForeignKey("canals.id"), nullable=False)


class Raft(Base):
    __tablename__ = "rafts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    canal_id: Mapped[int | None] = mapped_column(ForeignKey("canals.id"))

    canal: Mapped[Canal | None] = relationship("Canal", viewonly=True)
    paddles: Mapped[list[Paddle]] = relationship("Paddle", viewonly=True)


class Paddle(Base):
    """A table without rows."""

    __tablename__ = "paddles"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    raft_id: Mapped[int | None] = mapped_column(ForeignKey("rafts.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Canal, {"id": 1, "name": "east"}),
        (Barge, {"id": 1, "name": "gull", "canal_id": 1}),
        (Tiller, {"id": 1, "colour": "red", "barge_id": 1}),
        (Winch, {"id": 1, "name": "tall", "canal_id": 1}),
        (Raft, {"id": 1, "name": "tern", "canal_id": None}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


async def what_surely_belongs_to_a_row() -> None:
    session = Session()
    barge = await session.get(Barge, json.loads("1"))
    assert barge is not None
    await session.commit()
    canals = (await session.scalars(select(Canal).options(selectinload(Canal.barges)))).all()
    assert canals and barge.name == "gull"


async def what_surely_belongs_to_what_does() -> None:
    session = Session()
    tiller = await session.get(Tiller, json.loads("1"))
    assert tiller is not None
    await session.commit()
    query = select(Canal).options(selectinload(Canal.barges).selectinload(Barge.tillers))
    assert (await session.scalars(query)).all() and tiller.colour == "red"


async def a_column_that_is_told_not_to_be_null() -> None:
    session = Session()
    winch = await session.get(Winch, json.loads("1"))
    assert winch is not None
    await session.commit()
    assert (await session.scalars(select(Canal).options(selectinload(Canal.winches)))).all()
    assert winch.name == "tall"


async def what_may_belong_to_none() -> None:
    session = Session()
    raft = await session.get(Raft, json.loads("1"))
    assert raft is not None
    await session.commit()
    assert (await session.scalars(select(Canal).options(selectinload(Canal.rafts)))).all()
    assert raft.name == "tern"  # IO: expired by commit()


async def some_of_the_rows() -> None:
    session = Session()
    barge = await session.get(Barge, json.loads("1"))
    assert barge is not None
    await session.commit()
    query = select(Canal).where(Canal.name == "west").options(selectinload(Canal.barges))
    assert not (await session.scalars(query)).all()
    assert barge.name == "gull"  # IO: expired by commit()


async def what_is_not_loaded_with_them() -> None:
    session = Session()
    barge = await session.get(Barge, json.loads("1"))
    assert barge is not None
    await session.commit()
    assert (await session.scalars(select(Canal))).all()
    assert barge.name == "gull"  # IO: expired by commit()


async def a_row_that_leads_to_one_of_all() -> None:
    async with Session() as session:
        barge = (await session.scalars(select(Barge).where(Barge.name == "gull"))).one()
        for _ in (await session.scalars(select(Canal))).all():
            await session.run_sync(lambda _: barge.tillers)
        assert barge.tillers


async def a_row_that_leads_to_what_leads_to_one_of_all() -> None:
    async with Session() as session:
        tiller = (await session.scalars(select(Tiller).where(Tiller.colour == "red"))).one()
        session.expire(tiller)
        for _ in (await session.scalars(select(Canal))).all():
            await session.refresh(tiller)
        assert tiller.colour


async def a_new_row_that_leads_to_one_of_all(canal_id: int = 1) -> None:
    async with Session() as session:
        raft = Raft(name="auk", canal_id=canal_id)
        session.add(raft)
        await session.flush()
        for _ in (await session.scalars(select(Canal))).all():
            await session.run_sync(lambda _: raft.paddles)
        assert not raft.paddles
        await session.rollback()


async def a_new_row_and_all_rows_that_it_does_not_lead_to(canal_id: int = 1) -> None:
    async with Session() as session:
        raft = Raft(name="auk", canal_id=canal_id)
        session.add(raft)
        await session.flush()
        for _ in (await session.scalars(select(Paddle))).all():
            await session.run_sync(lambda _: raft.paddles)
        assert not raft.paddles  # IO: never loaded, new
        await session.rollback()


async def what_one_branch_has_inserted_is_no_row_of_an_earlier_list(*, now: bool = False) -> None:
    async with Session() as session:
        paddles = (await session.scalars(select(Paddle))).all()
        paddle = Paddle(raft_id=None)
        session.add(paddle)
        if now:
            await session.flush()
        await session.commit()
        for _ in paddles:
            return
        assert not paddle.raft_id  # IO: expired by commit()


async def what_one_branch_has_fetched_is_a_row_of_an_earlier_list(*, now: bool = False) -> None:
    async with Session() as session:
        paddles = (await session.scalars(select(Paddle))).all()
        paddle: Any = None
        if now:
            paddle = (await session.scalars(select(Paddle).where(Paddle.id == 1))).first()
        await session.commit()
        for _ in paddles:
            return
        assert not (paddle and paddle.raft_id)


async def what_a_second_query_has_brought_to_all_rows() -> None:
    session = Session()
    canals = (await session.scalars(select(Canal))).all()
    assert (await session.scalars(select(Canal).options(selectinload(Canal.barges)))).all()
    tiller = (await session.scalars(select(Tiller).where(Tiller.id == json.loads("1")))).one()
    assert tiller.barge.name == "gull" and canals
