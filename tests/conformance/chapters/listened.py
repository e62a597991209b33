"""What a listener of an attribute, or of the making of an object, does to that object."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from conformance.models import Session


class Base(DeclarativeBase):
    __abstract__ = True


class Letter(Base):
    __tablename__ = "listened_parcels"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    label: Mapped[str] = mapped_column(String(20), default="")
    stamps: Mapped[list[Seal]] = relationship("Seal")


class Seal(Base):
    __tablename__ = "listened_stamps"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("listened_parcels.id"))
    ink: Mapped[str] = mapped_column(String(20), default="")


class Coffer(Base):
    __tablename__ = "listened_crates"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    label: Mapped[str] = mapped_column(String(20), default="")
    lids: Mapped[list[CofferLid]] = relationship("CofferLid")


class CofferLid(Base):
    __tablename__ = "listened_lids"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    crate_id: Mapped[int] = mapped_column(ForeignKey("listened_crates.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)


@event.listens_for(Letter.label, "set")
def _stamp(target: Letter, value: str, *rest: object) -> None:
    target.stamps = [Seal(ink=value)]


@event.listens_for(Letter.stamps, "append")
def _label(target: Letter, *rest: object) -> None:
    target.__dict__.setdefault("seen", True)


@event.listens_for(Coffer, "init")
def _close(target: Coffer, *rest: object) -> None:
    target.lids = [CofferLid()]


async def an_attribute_that_a_listener_fills() -> None:
    session = Session()
    letter = Letter(label="fragile")
    session.add(letter)
    await session.flush()
    assert len(letter.stamps) == 1


async def an_attribute_that_no_listener_has_filled() -> None:
    session = Session()
    letter = Letter()
    session.add(letter)
    await session.flush()
    assert letter.stamps == []  # IO: never loaded, new


async def what_a_listener_of_new_objects_fills() -> None:
    session = Session()
    coffer = Coffer(label="wine")
    session.add(coffer)
    await session.flush()
    assert len(coffer.lids) == 1


async def what_a_commit_takes_away_all_the_same() -> None:
    session = Session()
    letter = Letter(label="fragile")
    session.add(letter)
    await session.commit()
    assert letter.label  # IO: expired by commit()
