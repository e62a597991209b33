"""What a listener of an attribute, or of the making of an object, does to that object."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from conformance.models import Session


class Base(DeclarativeBase):
    __abstract__ = True


class Parcel(Base):
    __tablename__ = "listened_parcels"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    label: Mapped[str] = mapped_column(String(20), default="")
    stamps: Mapped[list[Stamp]] = relationship("Stamp")


class Stamp(Base):
    __tablename__ = "listened_stamps"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("listened_parcels.id"))
    ink: Mapped[str] = mapped_column(String(20), default="")


class Crate(Base):
    __tablename__ = "listened_crates"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    label: Mapped[str] = mapped_column(String(20), default="")
    lids: Mapped[list[Lid]] = relationship("Lid")


class Lid(Base):
    __tablename__ = "listened_lids"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    crate_id: Mapped[int] = mapped_column(ForeignKey("listened_crates.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)


@event.listens_for(Parcel.label, "set")
def _stamp(target: Parcel, value: str, *rest: object) -> None:
    target.stamps = [Stamp(ink=value)]


@event.listens_for(Parcel.stamps, "append")
def _label(target: Parcel, *rest: object) -> None:
    target.__dict__.setdefault("seen", True)


@event.listens_for(Crate, "init")
def _close(target: Crate, *rest: object) -> None:
    target.lids = [Lid()]


async def an_attribute_that_a_listener_fills() -> None:
    session = Session()
    parcel = Parcel(label="fragile")
    session.add(parcel)
    await session.flush()
    assert len(parcel.stamps) == 1


async def an_attribute_that_no_listener_has_filled() -> None:
    session = Session()
    parcel = Parcel()
    session.add(parcel)
    await session.flush()
    assert parcel.stamps == []  # IO: never loaded, new


async def what_a_listener_of_new_objects_fills() -> None:
    session = Session()
    crate = Crate(label="wine")
    session.add(crate)
    await session.flush()
    assert len(crate.lids) == 1


async def what_a_commit_takes_away_all_the_same() -> None:
    session = Session()
    parcel = Parcel(label="fragile")
    session.add(parcel)
    await session.commit()
    assert parcel.label  # IO: expired by commit()
