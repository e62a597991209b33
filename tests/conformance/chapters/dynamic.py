"""`lazy="dynamic"`: naming the collection is free, asking it is not."""

from __future__ import annotations

from conformance.harness import unseen
from conformance.models import Guest, Room, Session


async def naming_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    assert room.guests is not None


async def appending_to_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.append(Guest())


async def filtering_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    assert (await session.scalars(room.guests.filter(Guest.id == 1).statement)).all() == []


async def asking_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.all()  # raises MissingGreenlet


async def iterating_over_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    list(room.guests)  # raises MissingGreenlet


async def asking_it_in_run_sync() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    assert await session.run_sync(lambda _: room.guests.all()) == []


async def counting_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.count()  # raises MissingGreenlet


async def the_first_of_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    room.guests.first()  # raises MissingGreenlet


async def an_item_of_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    _ = room.guests[0]  # raises MissingGreenlet


async def removing_from_it() -> None:
    session = Session()
    room = await session.get(Room, 1)
    assert room is not None
    guest = Guest()
    room.guests.append(guest)
    await session.flush()
    room.guests.remove(guest)
    await session.flush()


@unseen("the statement of a dynamic relationship is unknown")
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


async def one_of_a_new_object() -> None:
    session = Session()
    room = Room(guests=[Guest()])
    session.add(room)
    await session.flush()
    assert room.guests is not None
