"""What a flush works out anew of an object to which something was attached."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Integer, String, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    mapped_column,
    relationship,
    selectinload,
)

from conformance.harness import needs
from conformance.models import Session


class Base(DeclarativeBase):
    __abstract__ = True


class Orchard(Base):
    __tablename__ = "orchards"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    seen: Mapped[datetime.datetime | None] = mapped_column(DateTime, onupdate=func.now())
    sign: Mapped[str] = column_property(func.upper(name))

    peartrees: Mapped[list[Peartree]] = relationship("Peartree", back_populates="orchard")
    shed: Mapped[Shed | None] = relationship("Shed", back_populates="orchard", uselist=False)


class Peartree(Base):
    __tablename__ = "peartrees"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    orchard_id: Mapped[int | None] = mapped_column(ForeignKey("orchards.id"))
    label: Mapped[str] = column_property(func.upper(name))

    orchard: Mapped[Orchard | None] = relationship("Orchard", back_populates="peartrees")


class Shed(Base):
    __tablename__ = "sheds"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    orchard_id: Mapped[int | None] = mapped_column(ForeignKey("orchards.id"))

    orchard: Mapped[Orchard | None] = relationship("Orchard", back_populates="shed")


class Scarecrow(Base):
    __tablename__ = "scarecrows"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    orchard_id: Mapped[int | None] = mapped_column(ForeignKey("orchards.id"))

    orchard: Mapped[Orchard | None] = relationship("Orchard")


class Basket(Base):
    __tablename__ = "baskets"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    orchard_id: Mapped[int | None] = mapped_column(ForeignKey("orchards.id"))
    counted: Mapped[datetime.datetime | None] = mapped_column(DateTime, onupdate=func.now())

    orchard: Mapped[Orchard | None] = relationship("Orchard")


class Fence(Base):
    __tablename__ = "orchard_fences"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("orchard_gates.id", use_alter=True))

    gates: Mapped[list[Wicket]] = relationship(
        "Wicket", back_populates="fence", foreign_keys="Wicket.fence_id"
    )
    gate: Mapped[Wicket | None] = relationship("Wicket", foreign_keys=[gate_id], uselist=False)


class Wicket(Base):
    __tablename__ = "orchard_gates"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    fence_id: Mapped[int] = mapped_column(ForeignKey("orchard_fences.id"))

    fence: Mapped[Fence] = relationship("Fence", back_populates="gates", foreign_keys=[fence_id])


class JarLabel(Base):
    __tablename__ = "orchard_labels"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)


class Jar(Base):
    __tablename__ = "orchard_jars"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str | None] = mapped_column(ForeignKey("orchard_labels.code"))
    counted: Mapped[datetime.datetime | None] = mapped_column(DateTime, onupdate=func.now())

    label: Mapped[JarLabel | None] = relationship("JarLabel")


ORCHARD = select(Orchard).where(Orchard.id == 1)


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Orchard, {"id": 1, "name": "north"}),
        (Peartree, {"id": 1, "name": "plum", "orchard_id": None}),
        (Basket, {"id": 1, "orchard_id": 1}),
        (JarLabel, {"number": 1, "code": "a"}),
        (Jar, {"id": 1, "code": "a"}),
        (Fence, {"id": 1, "name": "old", "gate_id": 1}),
        (Wicket, {"id": 1, "fence_id": 1}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


async def something_new_in_a_collection() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD.options(selectinload(Orchard.peartrees)))).one()
    orchard.peartrees.append(Peartree(name="pear"))
    await session.flush()
    assert orchard.sign == "NORTH"  # IO: generated


async def something_new_that_belongs_to_it() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    session.add(Peartree(name="pear", orchard=orchard))
    await session.flush()
    assert orchard.sign == "NORTH"  # IO: generated


async def something_old_that_belongs_to_it_now() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    peartree = (await session.scalars(select(Peartree).where(Peartree.id == 1))).one()
    peartree.orchard = orchard
    await session.flush()
    assert orchard.sign == "NORTH"  # IO: generated


async def a_one_to_one_that_it_has_now() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    orchard.shed = Shed()
    await session.flush()
    assert orchard.seen is None
    assert orchard.sign == "NORTH"  # IO: generated


async def a_one_to_one_that_has_it_now() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    session.add(Shed(orchard=orchard))
    await session.flush()
    assert orchard.sign == "NORTH"  # IO: generated


async def a_whole_collection() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD.options(selectinload(Orchard.peartrees)))).one()
    orchard.peartrees = [Peartree(name="pear")]
    await session.flush()
    assert orchard.sign == "NORTH"  # IO: generated


async def something_new_with_its_key() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    session.add(Peartree(name="pear", orchard_id=orchard.id))
    await session.flush()
    assert orchard.sign == "NORTH"


async def it_is_not_updated() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD.options(selectinload(Orchard.peartrees)))).one()
    orchard.peartrees.append(Peartree(name="pear"))
    await session.flush()
    assert orchard.seen is None
    assert orchard.name == "north"


@needs(2, 0)
async def something_new_whose_relationship_is_refreshed() -> None:
    session = Session()
    tree = Peartree(name="pear", orchard_id=1)
    session.add(tree)
    await session.commit()
    await session.refresh(tree, ["orchard"])
    assert tree.label == "PEAR"


async def something_new_that_needs_its_key() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    session.expire(orchard)
    session.add(Scarecrow(orchard=orchard))
    await session.flush()
    assert orchard.name == "north"


async def something_new_that_needs_its_key_on_one_path() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    crows = orchard.name.startswith("south")
    session.expire(orchard)
    if crows:
        session.add(Scarecrow(orchard=orchard))
    await session.flush()
    assert orchard.name  # IO: expired by expire()


async def the_target_that_its_foreign_key_leads_to() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    of_orchard = select(Basket).where(Basket.orchard_id == orchard.id)
    basket = (await session.scalars(of_orchard)).one()
    basket.orchard = orchard
    await session.flush()
    assert basket.counted is None


async def the_target_that_its_foreign_key_leads_to_where_it_is_loaded() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    of_orchard = select(Basket).where(Basket.orchard_id == orchard.id)
    basket = (await session.scalars(of_orchard.options(selectinload(Basket.orchard)))).one()
    basket.orchard = orchard
    await session.flush()
    assert basket.counted is None


async def the_target_that_a_key_of_another_kind_leads_to() -> None:
    session = Session()
    label = (await session.scalars(select(JarLabel))).one()
    jar = (await session.scalars(select(Jar).where(Jar.code == label.code))).one()
    jar.label = label
    await session.flush()
    assert jar.counted is None


async def a_target_that_a_key_of_another_kind_has_not_led_to() -> None:
    session = Session()
    label = JarLabel(code="b")
    jar = (await session.scalars(select(Jar))).one()
    jar.label = label
    await session.flush()
    assert jar.counted is not None  # IO: generated


async def another_target_than_its_foreign_key_leads_to() -> None:
    session = Session()
    orchard = (await session.scalars(ORCHARD)).one()
    of_orchard = select(Basket).where(Basket.orchard_id == orchard.id)
    basket = (await session.scalars(of_orchard)).one()
    basket.orchard = Orchard(name="south")
    await session.flush()
    assert basket.counted is not None  # IO: generated


async def a_target_that_is_one_of_several() -> None:
    session = Session()
    orchards = (await session.scalars(select(Orchard))).all()
    orchard = orchards[0] if orchards else Orchard(name="south")
    session.add(orchard)
    of_orchard = select(Basket).where(Basket.orchard_id == orchard.id)
    basket = (await session.scalars(of_orchard)).one()
    basket.orchard = orchard
    await session.flush()
    assert basket.counted is None


@needs(2, 0)
async def a_target_whose_table_has_a_key_of_its_own() -> None:
    session = Session()
    fence = (await session.scalars(select(Fence))).one()
    await session.commit()
    await session.refresh(fence, ["gate"])
    assert (fence.gate_id, fence.name) == (1, "old")


async def a_target_that_is_one_of_its_own() -> None:
    session = Session()
    fence = (await session.scalars(select(Fence).options(selectinload(Fence.gates)))).one()
    assert fence.gate is not None


async def a_target_that_is_one_of_its_own_which_are_not_there() -> None:
    session = Session()
    fence = (await session.scalars(select(Fence))).one()
    assert fence.gate is not None  # IO: never loaded
