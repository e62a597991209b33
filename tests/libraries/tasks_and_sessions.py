"""What tasks do with sessions: `test_tasks.py` lints this file, and runs it.

A comment `# told` says where the plugin tells GRN017; whatever has one fails while it connects.
The arguments are the functions to run; what is printed says with which errors each has ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator

import anyio
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import (
    AsyncSession,
    async_scoped_session,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import NullPool

engine = create_async_engine("sqlite+aiosqlite:///notes.db", poolclass=NullPool)
Session = async_sessionmaker(engine, expire_on_commit=False)
Registry = async_scoped_session(Session, scopefunc=asyncio.current_task)
KEPT: set[asyncio.Task[int]] = set()
LOOPS: list[asyncio.AbstractEventLoop] = []


class Base(DeclarativeBase):
    pass


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)


async def _count(session: AsyncSession, number: int = 0) -> int:
    return (await session.scalar(select(func.count()).select_from(Note)) or 0) + number


async def _count_alone(number: int) -> int:
    async with Session() as session:
        return await _count(session, number)


class _Notes:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.lock = asyncio.Lock()

    async def count(self, number: int = 0) -> int:
        return await _count(self.session, number)

    async def count_locked(self) -> int:
        async with self.lock:
            return await self.count()

    @contextlib.asynccontextmanager
    async def locked(self) -> AsyncIterator[AsyncSession]:
        async with self.lock:
            yield self.session


class _Desk:
    def __init__(self, session: AsyncSession) -> None:
        self.notes = _Notes(session)
        self.others = _Notes(session)


# gather()


async def gather_of_a_list_from_a_loop(session: AsyncSession) -> None:
    counts = []
    for number in await _numbers():
        counts.append(_count(session, number))
    await asyncio.gather(*counts)  # told


async def gather_of_a_list_with_one_of_two_coroutines(session: AsyncSession) -> None:
    counts = []
    if await _numbers():
        counts.append(_count(session))
    else:
        counts.append(_count(session, 1))
    await asyncio.gather(*counts)


async def gather_of_map(session: AsyncSession) -> None:
    await asyncio.gather(*map(functools.partial(_count, session), await _numbers()))  # told


async def gather_of_a_generator(session: AsyncSession) -> None:
    counts = (_count(session, number) for number in await _numbers())
    await asyncio.gather(*counts)  # told


async def gather_of_two_repositories_of_a_session(session: AsyncSession) -> None:
    desk = _Desk(session)
    await asyncio.gather(desk.notes.count(), desk.others.count())  # told


async def gather_of_wait_for(session: AsyncSession) -> None:
    await asyncio.gather(  # told
        asyncio.wait_for(_count(session), 5), asyncio.wait_for(_count(session), 5)
    )


async def gather_within_wait_for(session: AsyncSession) -> None:
    await asyncio.wait_for(asyncio.gather(_count(session), _count(session)), 5)  # told


async def gather_of_savepoints(session: AsyncSession) -> None:
    async def add() -> None:
        async with session.begin_nested():
            session.add(Note())

    await asyncio.gather(add(), add())  # told


async def gather_in_run_sync(session: AsyncSession) -> None:
    await asyncio.gather(  # told
        session.run_sync(lambda inner: inner.scalars(select(Note)).all()),
        session.run_sync(lambda inner: inner.scalars(select(Note)).all()),
    )


async def gather_with_a_semaphore_for_many(session: AsyncSession) -> None:
    slots = asyncio.Semaphore(5)

    async def count() -> None:
        async with slots:
            await _count(session)

    await asyncio.gather(count(), count())  # told


async def gather_with_a_timeout_in_each(session: AsyncSession) -> None:
    async def count() -> None:
        async with asyncio.timeout(5):
            await _count(session)

    await asyncio.gather(count(), count())  # told


async def gather_within_a_lock(session: AsyncSession) -> None:
    async with asyncio.Lock():
        await asyncio.gather(_count(session), _count(session))  # told


async def gather_with_one_that_asks_nothing(session: AsyncSession) -> None:
    await asyncio.gather(_count(session), asyncio.sleep(0), _count_alone(1))


async def gather_of_one_after_the_other(session: AsyncSession) -> None:
    await asyncio.gather(_count(session))
    await asyncio.gather(_count(session))


async def gather_of_those_that_only_add(session: AsyncSession) -> None:
    async def add() -> None:
        await asyncio.sleep(0)
        session.add(Note())

    await asyncio.gather(add(), add())
    await session.flush()


async def gather_of_their_own_sessions(_: AsyncSession) -> None:
    await asyncio.gather(*(_count_alone(number) for number in await _numbers()))


async def gather_of_a_list_of_sessions(_: AsyncSession) -> None:
    async with contextlib.AsyncExitStack() as stack:
        sessions = {}
        for number in await _numbers():
            sessions[number] = await stack.enter_async_context(Session())
        await asyncio.gather(*[_count(session) for session in sessions.values()])


async def gather_with_a_lock_of_the_repository(session: AsyncSession) -> None:
    notes = _Notes(session)
    await asyncio.gather(notes.count_locked(), notes.count_locked())


async def gather_with_a_lock_in_a_context_manager(session: AsyncSession) -> None:
    notes = _Notes(session)

    async def count() -> None:
        async with notes.locked():
            await notes.count()

    await asyncio.gather(count(), count())


async def gather_with_acquire_and_release(session: AsyncSession) -> None:
    lock = asyncio.Lock()

    async def count() -> None:
        await lock.acquire()
        try:
            await _count(session)
        finally:
            lock.release()

    await asyncio.gather(count(), count())


async def gather_with_a_registry_of_sessions(_: AsyncSession) -> None:
    async def count() -> None:
        await Registry.execute(select(Note))
        await Registry.remove()

    await asyncio.gather(count(), count())


# as_completed(), wait()


async def as_completed_of_a_comprehension(session: AsyncSession) -> None:
    for counted in asyncio.as_completed({_count(session) for _ in await _numbers()}):  # told
        await counted


async def as_completed_of_tasks(session: AsyncSession) -> None:
    tasks = [asyncio.create_task(_count(session)) for _ in await _numbers()]  # told
    for counted in asyncio.as_completed(tasks):
        await counted


async def wait_for_one_task(session: AsyncSession) -> None:
    counted = asyncio.create_task(_count(session))
    await asyncio.wait({counted})
    await _count(session)


# Tasks


async def tasks_by_a_helper(session: AsyncSession) -> None:
    def start(number: int) -> asyncio.Task[int]:
        return asyncio.create_task(_count(session, number))  # told

    first, second = start(1), start(2)
    await first
    await second


async def tasks_of_a_loop_that_are_left_to_themselves(session: AsyncSession) -> None:
    for number in await _numbers():
        KEPT.add(asyncio.ensure_future(_count(session, number)))  # told
    await asyncio.gather(*KEPT)


async def a_task_and_a_coroutine(session: AsyncSession) -> None:
    counted = asyncio.create_task(_count(session))
    await asyncio.gather(_count(session), counted)  # told


async def a_task_with_a_callback_and_its_parent(session: AsyncSession) -> None:
    counted = asyncio.create_task(_count(session))  # told
    KEPT.add(counted)
    counted.add_done_callback(lambda task: print(task.get_name()))
    await _count(session)
    await asyncio.gather(*KEPT)


async def a_task_that_a_branch_has_waited_for(session: AsyncSession) -> None:
    counted = None
    if await _numbers():
        counted = asyncio.create_task(_count(session))
    else:
        await _count(session)
    if counted is not None:
        await counted


async def a_task_in_each_turn(session: AsyncSession) -> None:
    for number in await _numbers():
        counted = asyncio.create_task(_count(session, number))
        await counted


async def a_task_with_a_shield(session: AsyncSession) -> None:
    await asyncio.shield(asyncio.create_task(_count(session)))
    await _count(session)


async def a_task_that_tells_when_it_is_done(session: AsyncSession) -> None:
    done = asyncio.Event()

    async def count() -> None:
        await _count(session)
        done.set()

    counted = asyncio.create_task(count())
    await done.wait()
    await _count(session)
    await counted


async def a_task_that_is_polled(session: AsyncSession) -> None:
    counted = asyncio.create_task(_count(session))
    if not counted.done():
        await asyncio.sleep(0.2)
    await _count(session)


async def a_task_with_a_queue(session: AsyncSession) -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()

    async def work() -> None:
        while True:
            await _count(session, await queue.get())
            queue.task_done()

    worker = asyncio.create_task(work())
    await queue.put(1)
    await queue.join()
    worker.cancel()
    await _count(session)


async def a_task_of_its_own_session(session: AsyncSession) -> None:
    counted = asyncio.create_task(_count_alone(1))
    await _count(session)
    await counted


# Task groups


async def a_group_with_a_loop(session: AsyncSession) -> None:
    async with asyncio.TaskGroup() as group:
        for number in await _numbers():
            group.create_task(_count(session, number))  # told


async def a_group_with_a_comprehension(session: AsyncSession) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_count(session)) for _ in await _numbers()]  # told
    assert tasks


async def a_group_of_anyio_and_its_parent(session: AsyncSession) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(_count, session)  # told
        await _count(session)


async def a_group_of_one_of_two_tasks(session: AsyncSession) -> None:
    async with asyncio.TaskGroup() as group:
        if await _numbers():
            group.create_task(_count(session))
        else:
            group.create_task(_count(session, 1))


async def a_group_whose_task_is_waited_for(session: AsyncSession) -> None:
    async with asyncio.TaskGroup() as group:
        await group.create_task(_count(session))
        group.create_task(_count(session))


async def groups_one_after_the_other(session: AsyncSession) -> None:
    for _ in await _numbers():
        async with asyncio.TaskGroup() as group:
            group.create_task(_count(session))
    await _count(session)


async def a_group_of_anyio_with_a_lock(session: AsyncSession) -> None:
    lock = anyio.Lock()

    async def count() -> None:
        async with lock:
            await _count(session)

    async with anyio.create_task_group() as group:
        for _ in await _numbers():
            group.start_soon(count)


async def a_group_of_their_own_sessions(_: AsyncSession) -> None:
    async with anyio.create_task_group() as group:
        for number in await _numbers():
            group.start_soon(_count_alone, number)


async def _numbers() -> list[int]:
    async with Session() as session:
        return list((await session.scalars(select(Note.id))).all())


async def _run(name: str) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Note(), Note()])
        await session.commit()
    KEPT.clear()
    session = Session()
    await globals()[name](session)
    await session.close()


def _errors(name: str) -> list[str]:
    # Not asyncio.run(): it waits for what the tasks that failed have left behind, and a connection
    # that is cancelled while it closes may never end.
    loop = asyncio.new_event_loop()
    LOOPS.append(loop)
    try:
        loop.run_until_complete(_run(name))
    except Exception as error:
        return list(_names(error))
    return []


def _names(error: BaseException) -> Iterator[str]:
    yield type(error).__name__
    for inner in getattr(error, "exceptions", ()):
        yield from _names(inner)


if __name__ == "__main__":
    print(json.dumps({name: _errors(name) for name in sys.argv[1:]}), flush=True)
    os._exit(0)  # nobody waits for the connections of the tasks that failed
