"""`lazy="dynamic"`: naming the collection is free, asking it is not."""

from __future__ import annotations

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
