"""`begin()`, `begin_nested()` and the factories' blocks: who commits, and what that expires."""

from __future__ import annotations

import contextlib

from sqlalchemy import ForeignKey, Integer, String, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

from conformance.harness import needs
from conformance.models import (
    ANN,
    BOB,
    ORPHAN,
    PROFILE,
    KeepingSession,
    Post,
    Profile,
    Session,
    User,
)


class Base(DeclarativeBase):
    __abstract__ = True


class Trip(Base):
    __tablename__ = "trips"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    goal: Mapped[str] = mapped_column(String(20))


class Ticket(Base):
    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    trip_id: Mapped[int | None] = mapped_column(ForeignKey("trips.id"))

    trip: Mapped[Trip | None] = relationship("Trip")


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    connection.execute(insert(Trip), {"id": 1, "goal": "Bonn"})


async def the_end_of_a_block_commits() -> None:
    session = Session()
    async with session.begin():
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"  # IO: expired by commit()


async def nothing_is_expired_inside() -> None:
    session = Session()
    async with session.begin():
        user = (await session.scalars(ANN)).one()
        user.name = "anna"
        await session.flush()
        assert user.name == "anna"


async def a_keeping_session() -> None:
    session = KeepingSession()
    async with session.begin():
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def a_new_object_of_a_block() -> None:
    session = Session()
    async with session.begin():
        user = User(name="cid")
        session.add(user)
    assert user.id == 3  # IO: expired by commit()


async def a_new_object_of_a_keeping_block() -> None:
    session = KeepingSession()
    async with session.begin():
        user = User(name="cid")
        session.add(user)
    assert user.id == 3


async def a_collection_of_a_keeping_block() -> None:
    session = KeepingSession()
    async with session.begin():
        user = User(name="cid")
        session.add(user)
    assert user.posts == []  # IO: never loaded, new


async def a_block_inside_a_session() -> None:
    async with Session() as session:
        async with session.begin():
            user = (await session.scalars(ANN)).one()
        assert user.name == "ann"  # IO: expired by commit()


async def a_failed_block_rolls_back() -> None:
    session = KeepingSession()
    with contextlib.suppress(ValueError):
        async with session.begin():
            user = (await session.scalars(ANN)).one()
            raise ValueError
    assert user.name == "ann"  # IO: expired by rollback()


async def a_block_of_the_factory() -> None:
    async with Session.begin() as session:
        user = (await session.scalars(ANN)).one()
        assert user.name == "ann"


async def a_block_of_the_factory_detaches() -> None:
    async with Session.begin() as session:
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"  # raises DetachedInstanceError


async def a_keeping_block_of_the_factory() -> None:
    async with KeepingSession.begin() as session:
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def a_transaction_that_is_committed_by_hand() -> None:
    session = Session()
    transaction = await session.begin()
    user = (await session.scalars(ANN)).one()
    await transaction.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_transaction_that_is_rolled_back_by_hand() -> None:
    session = KeepingSession()
    transaction = await session.begin()
    user = (await session.scalars(ANN)).one()
    await transaction.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def a_savepoint_expires_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    async with session.begin_nested():
        user.name = "anna"
    assert (user.name, user.email) == ("anna", "ann@example.org")


async def a_savepoint_flushes() -> None:
    session = Session()
    async with session.begin_nested():
        user = User(name="cid")
        session.add(user)
    assert user.id == 3
    assert user.posts == []  # IO: never loaded, new


async def a_savepoint_inside_a_block() -> None:
    session = Session()
    async with session.begin():
        user = (await session.scalars(ANN)).one()
        async with session.begin_nested():
            user.name = "anna"
        assert user.name == "anna"
    assert user.name == "anna"  # IO: expired by commit()


async def a_failed_savepoint_leaves_what_it_did_not_change() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    with contextlib.suppress(ValueError):
        async with session.begin_nested():
            session.add(Post(title="third"))
            raise ValueError
    assert user.name == "ann"


async def a_failed_savepoint_takes_what_it_changed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    with contextlib.suppress(ValueError):
        async with session.begin_nested():
            user.name = "anna"
            await session.flush()
            raise ValueError
    assert user.name == "ann"  # IO: expired by rollback()


async def a_failed_savepoint_lets_go_of_what_was_never_flushed() -> None:
    session = Session()
    user = User(name="cid")
    with contextlib.suppress(ValueError):
        async with session.begin_nested():
            session.add(user)
            raise ValueError
    await session.flush()
    assert user.posts == []
    session.add(user)
    await session.flush()
    user.posts = []  # IO: never loaded, new


async def a_failed_savepoint_loads_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    with contextlib.suppress(ValueError):
        async with session.begin_nested():
            raise ValueError
    assert user.posts  # IO: never loaded


async def a_commit_inside_a_block_ends_it() -> None:
    session = Session()
    async with session.begin():
        user = (await session.scalars(ANN)).one()
        await session.commit()
        assert user is not None
    assert user.name == "ann"  # IO: expired by commit()


async def two_blocks() -> None:
    session = Session()
    async with session.begin():
        ann = (await session.scalars(ANN)).one()
    async with session.begin():
        await session.refresh(ann)
        assert ann.name == "ann"
        bob = (await session.scalars(BOB)).one()
        assert bob.name == "bob"


async def what_was_loaded_before_the_next_block() -> None:
    session = KeepingSession()
    async with session.begin():
        user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    async with session.begin():
        assert len(user.posts) == 2


async def what_is_added_begins_a_transaction() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    session.add(Post(title="third"))
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def what_is_assigned_begins_a_transaction() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    other = (await session.scalars(BOB)).one()
    await session.commit()
    other.visits = 1
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def what_is_put_into_a_collection_begins_a_transaction() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    other = (await session.scalars(BOB.options(selectinload(User.posts)))).one()
    post = (await session.scalars(ORPHAN)).one()
    await session.commit()
    other.posts.append(post)
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def what_is_taken_out_of_a_collection_begins_a_transaction() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    user.posts.pop()
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def what_comes_into_a_loaded_collection_by_its_other_side_begins_a_transaction() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    assert Post(title="third", author=user).author is user
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def what_is_deleted_begins_a_transaction() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    other = (await session.scalars(BOB)).one()
    await session.commit()
    await session.delete(other)
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def get_of_what_is_there_begins_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert await session.get(User, 1) is user
    await session.rollback()
    assert user.name == "ann"


async def get_of_something_else_begins_a_transaction() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert await session.get(User, 2) is not user
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def a_merge_of_what_is_there_begins_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert await session.merge(user) is user
    await session.rollback()
    assert user.name == "ann"


async def a_merge_of_another_object_begins_one() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.merge(User(id=2, name="bert"))
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def a_merge_of_what_was_rolled_back_makes_a_new_object() -> None:
    session = KeepingSession()
    post = Post(title="new")
    session.add(post)
    await session.flush()
    await session.rollback()
    post = await session.merge(post)
    assert post.author is None


async def what_a_deleted_object_leads_to_stays() -> None:
    async with Session() as session:
        profile = (await session.scalars(PROFILE.options(selectinload(Profile.user)))).one()
        await session.delete(profile)
        await session.commit()
        assert profile.user
        assert profile.user.name == "ann"  # IO: expired by commit()


async def what_a_keeping_session_leaves_of_it() -> None:
    async with KeepingSession() as session:
        profile = (await session.scalars(PROFILE.options(selectinload(Profile.user)))).one()
        await session.delete(profile)
        await session.commit()
        assert profile.user
        assert profile.user.name == "ann"
        assert profile.user.posts  # IO: never loaded


@needs(2, 0)
async def what_an_object_leads_to_that_is_new_again() -> None:
    async with Session() as session:
        post = Post(title="third", author_id=1)
        session.add(post)
        await session.flush()
        await session.refresh(post, ["author"])
        await session.rollback()
        assert post.author
        assert post.author.name == "ann"  # IO: expired by rollback()


async def what_a_new_object_only_leads_to_is_not_changed() -> None:
    session = Session()
    trip = (await session.scalars(select(Trip))).one()
    try:
        async with session.begin_nested():
            session.add(Ticket(trip=trip))
            await session.flush()
            raise ValueError
    except ValueError:
        assert trip.goal == "Bonn"


async def the_end_of_a_block_takes_the_primary_key() -> None:
    session = Session()
    async with session.begin():
        user = (await session.scalars(ANN)).one()
    assert user.id == 1  # IO: expired by commit()


async def begin_that_never_runs() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    session.begin()  # lost: never awaited
    assert user.name == "ann"


async def an_empty_block_after_a_commit() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    async with session.begin():
        pass
    assert user.name == "ann"
