"""`lazy="dynamic"`: naming the collection is free, asking it is not."""
# mypy: disable-error-code="arg-type, assignment, attr-defined, comparison-overlap, type-arg"
# mypy: disable-error-code="truthy-bool, union-attr"

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    AppenderQuery,
    DeclarativeBase,
    DynamicMapped,
    Mapped,
    backref,
    dynamic_loader,
    mapped_column,
    relationship,
    selectinload,
)

from conformance.harness import needs
from conformance.models import Guest, KeepingSession, Room, Session


class Base(DeclarativeBase):
    __abstract__ = True


class Counting(AppenderQuery):
    def __len__(self) -> int:
        return 7


class Hotel(Base):
    """Every way to write it."""

    __tablename__ = "hotels"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str | None] = mapped_column(String(20))
    city_id: Mapped[int | None] = mapped_column(ForeignKey("map_places.id"))

    floors: DynamicMapped[Floor] = relationship("Floor", lazy="dynamic", back_populates="hotel")
    loaded: Mapped[list[Floor]] = dynamic_loader("Floor", viewonly=True)
    own: Mapped[list[Floor]] = relationship(
        "Floor", lazy="dynamic", query_class=Counting, viewonly=True
    )
    city: Mapped[City | None] = relationship("City", backref=backref("hotels", lazy="dynamic"))

    def numbers(self) -> list[int]:
        return [floor.number for floor in self.floors]


class City(Base):
    __tablename__ = "map_places"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class Floor(Base):
    __tablename__ = "floors"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, default=0)
    hotel_id: Mapped[int | None] = mapped_column(ForeignKey("hotels.id"))

    hotel: Mapped[Hotel | None] = relationship("Hotel", back_populates="floors")
    doors: Mapped[list[Door]] = relationship("Door")


class Door(Base):
    __tablename__ = "doors"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    floor_id: Mapped[int | None] = mapped_column(ForeignKey("floors.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    connection.execute(City.__table__.insert(), {"id": 1})
    connection.execute(Hotel.__table__.insert(), {"id": 1, "name": "inn", "city_id": 1})
    connection.execute(Floor.__table__.insert(), {"id": 1, "number": 1, "hotel_id": 1})


HOTEL = select(Hotel).where(Hotel.id == 1)


# What asks nothing


async def naming_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    assert room.guests is not None


async def naming_it_when_all_has_expired() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    await session.commit()
    assert room.guests is not None


async def testing_its_truth() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hotel.floors


async def comparing_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hotel.floors != []


async def printing_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert "SELECT" in f"{hotel.floors}"


async def asking_whether_it_is_there() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hasattr(hotel, "floors")


async def asking_what_it_is() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    floors: Any = hotel.floors
    if isinstance(floors, list):
        assert floors[0]


async def appending_to_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.append(Guest())


async def extending_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    hotel.floors.extend([Floor(number=2), Floor(number=3)])
    await session.flush()
    query = select(func.count()).select_from(Floor)
    assert await session.scalar(query) == 3


@needs(2, 0)
async def adding_to_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    hotel.floors.add(Floor(number=2))
    hotel.floors.add_all([Floor(number=3)])


async def removing_from_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    guest = Guest()
    room.guests.append(guest)
    await session.flush()
    room.guests.remove(guest)
    await session.flush()


async def filtering_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    assert (await session.scalars(room.guests.filter(Guest.id == 1).statement)).all() == []


async def an_exists_of_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert await session.scalar(select(hotel.floors.filter(Floor.number == 1).exists()))


async def a_count_of_its_statement() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    count = select(func.count()).select_from(hotel.floors.statement.subquery())
    assert await session.scalar(count) == 1


# What asks


async def asking_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.all()  # IO: dynamic


async def iterating_over_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    list(room.guests)  # IO: dynamic


async def a_loop_over_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    for floor in hotel.floors:  # IO: dynamic
        assert floor.number


async def a_comprehension_over_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert [floor.number for floor in hotel.floors] == [1]  # IO: dynamic


async def unpacking_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert [*hotel.floors]  # IO: dynamic


async def whether_something_is_in_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert Floor() not in hotel.floors  # IO: dynamic


async def counting_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.count()  # IO: dynamic


async def the_first_of_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.first()  # IO: dynamic


async def the_only_one_of_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hotel.floors.one()  # IO: dynamic


async def an_item_of_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    _ = room.guests[0]  # IO: dynamic


async def a_slice_of_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hotel.floors[:1]  # IO: dynamic


async def asking_what_is_filtered() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hotel.floors.filter_by(number=1).order_by(Floor.id).all()  # IO: dynamic


async def iterating_over_what_is_filtered() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    some = hotel.floors.filter(Floor.number == 1)
    assert [floor.number for floor in some]  # IO: dynamic


async def counting_what_is_filtered() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hotel.floors.filter_by(number=1).count()  # IO: dynamic


async def deleting_its_rows() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    hotel.floors.delete()  # IO: dynamic


async def assigning_it() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    hotel.floors = []  # IO: dynamic


async def a_method_of_the_model() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hotel.numbers() == [1]  # IO: dynamic


async def a_helper() -> None:
    def numbers(hotel: Hotel) -> list[int]:
        return [floor.number for floor in hotel.floors]  # IO: dynamic

    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert numbers(hotel) == [1]


async def a_thread() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    await asyncio.to_thread(hotel.floors.all)  # IO: dynamic


async def a_dynamic_loader() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert hotel.loaded.all()  # IO: dynamic


async def a_dynamic_backref() -> None:
    session = Session()
    city = await session.get(City, 1)
    assert city is not None
    assert city.hotels.all()  # IO: dynamic


async def what_has_expired() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    await session.commit()
    assert hotel.floors.all()  # IO: dynamic


# What is never possible


async def its_length() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert len(hotel.floors)  # raises TypeError: dynamic


async def its_length_in_run_sync() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert await session.run_sync(lambda _: len(hotel.floors))  # raises TypeError: dynamic


async def the_length_of_one_with_a_query_class() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert len(hotel.own) == 7


# New objects


async def one_of_a_new_object() -> None:
    session = Session()
    room = Room(guests=[Guest()])
    session.add(room)
    await session.flush()
    assert room.guests is not None


async def asking_that_of_a_transient_object() -> None:
    hotel = Hotel(floors=[Floor(number=2)])
    assert [floor.number for floor in hotel.floors] == [2]


async def asking_that_of_a_pending_object() -> None:
    session = Session()
    hotel = Hotel()
    session.add(hotel)
    assert hotel.floors.all()  # IO: dynamic


async def asking_that_of_a_pending_object_without_autoflush() -> None:
    session = Session()
    hotel = Hotel(floors=[Floor(number=2)])
    session.add(hotel)
    with session.no_autoflush:
        assert hotel.floors.all()


async def assigning_that_of_a_pending_object() -> None:
    session = Session()
    hotel = Hotel()
    session.add(hotel)
    hotel.floors = [Floor(number=2)]


async def asking_that_of_a_flushed_object() -> None:
    session = Session()
    hotel = Hotel()
    session.add(hotel)
    await session.flush()
    assert hotel.floors.first()  # IO: dynamic


async def what_is_appended_is_inserted() -> None:
    session = Session()
    hotel = Hotel()
    floor = Floor(number=2)
    hotel.floors.append(floor)
    session.add(hotel)
    await session.commit()
    assert floor.number == 2  # IO: expired by commit()


async def what_is_appended_knows_its_parent() -> None:
    session = KeepingSession()
    hotel = (await session.scalars(HOTEL)).one()
    floor = Floor(number=2)
    hotel.floors.append(floor)
    await session.commit()
    assert floor.hotel is hotel


async def what_is_appended_and_never_loaded() -> None:
    session = KeepingSession()
    hotel = (await session.scalars(HOTEL)).one()
    floor = Floor(number=2)
    hotel.floors.append(floor)
    await session.commit()
    assert floor.doors == []  # IO: never loaded, new


# Its rows


async def asking_it_in_run_sync() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    assert await session.run_sync(lambda _: room.guests.all()) == []


async def counting_it_in_run_sync() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    assert await session.run_sync(lambda _: hotel.floors.filter_by(number=1).count()) == 1


async def what_run_sync_brings() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    floors = await session.run_sync(lambda _: hotel.floors.all())
    assert floors[0].doors == []  # IO: never loaded


async def its_rows_are_objects() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.append(Guest())
    await session.flush()
    guest = (await session.scalars(room.guests.statement)).one()
    assert guest.room_id == 1
    await session.commit()
    assert guest.room_id  # IO: expired by commit()


async def its_rows_are_loaded_as_by_any_query() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    floor = (await session.scalars(hotel.floors.statement)).one()
    assert floor.doors == []  # IO: never loaded


async def options_for_its_rows() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    query = hotel.floors.options(selectinload(Floor.doors)).statement
    floor = (await session.scalars(query)).one()
    assert floor.doors == []


async def its_rows_know_their_parent() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    floor = (await session.scalars(hotel.floors.statement)).one()
    assert floor.hotel is hotel


async def the_statement_of_what_has_expired() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    await session.commit()
    floor = (await session.scalars(hotel.floors.statement)).one()
    assert floor.number == 1


async def another_entity() -> None:
    session = Session()
    hotel = (await session.scalars(HOTEL)).one()
    query = hotel.floors.with_entities(Floor.number).statement
    assert (await session.scalars(query)).all() == [1]


# Elsewhere


async def that_of_a_detached_object() -> None:
    async with Session() as session:
        hotel = (await session.scalars(HOTEL)).one()
    hotel.floors.filter_by(number=1)  # raises DetachedInstanceError


async def an_object_of_unknown_making(hotel: Hotel | None = None) -> None:
    if hotel is not None:
        assert hotel.floors.all()


@needs(2, 0)
async def refreshing_it_by_its_name() -> None:
    session = Session()
    room = (await session.scalars(select(Room))).one()
    await session.refresh(room, ["guests"])
    assert room.guests.all() == []  # IO: dynamic
