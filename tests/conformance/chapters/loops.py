"""The next turn of a loop sees what this turn did."""

from __future__ import annotations

import asyncio
import itertools
import json

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conformance.harness import needs
from conformance.models import ANN, BOB, NOTE, Guest, KeepingSession, Note, Post, Session, User
from conformance.services import fetch_users, save


async def a_commit_in_every_turn() -> None:
    session = Session()
    for user in await fetch_users(session):
        user.visits += 1  # IO: expired by commit()
        await session.commit()


async def a_commit_in_every_turn_of_a_keeping_session() -> None:
    session = KeepingSession()
    for user in await fetch_users(session):
        user.visits += 1
        await session.commit()
        assert user.visits == 1


async def a_commit_after_the_loop() -> None:
    session = Session()
    for user in await fetch_users(session):
        user.visits += 1
    await session.commit()


async def a_helper_that_commits_in_every_turn() -> None:
    session = Session()
    for user in await fetch_users(session):
        assert user.name  # IO: expired by commit()
        await save(session, Post(title=f"of {user.id}"))


async def a_rollback_in_a_turn() -> None:
    session = KeepingSession()
    for user in await fetch_users(session):
        try:
            session.add(Post(id=user.id, title="taken"))  # IO: expired by rollback()
            await session.commit()
        except IntegrityError:
            await session.rollback()


async def a_savepoint_in_every_turn() -> None:
    session = KeepingSession()
    for user in await fetch_users(session):
        try:
            async with session.begin_nested():
                session.add(Post(id=user.id, title="taken"))
        except IntegrityError:
            assert user.name
    await session.commit()


async def a_list_that_is_sorted_in_a_turn() -> None:
    session = KeepingSession()
    users = list(await session.scalars(select(User)))
    for user in users:
        session.expire(user)
        assert sorted(users, key=lambda one: one.name)  # IO: expired by expire()


async def a_list_that_is_filtered_in_a_turn() -> None:
    session = KeepingSession()
    users = list(await session.scalars(select(User)))
    for user in users:
        session.expire(user)
        assert list(filter(lambda one: one.name, users))  # IO: expired by expire()


async def a_list_that_sorts_itself_in_a_turn() -> None:
    session = KeepingSession()
    users = list(await session.scalars(select(User)))
    for user in list(users):
        session.expire(user)
        users.sort(key=lambda one: one.name)  # IO: expired by expire()


async def what_was_in_hand_before_all_rows_came() -> None:
    session = KeepingSession()
    ann = (await session.scalars(ANN)).one()
    users = (await session.scalars(select(User))).all()
    session.expire(ann)
    for user in users:
        assert user.name  # IO: expired by expire()


async def what_was_in_hand_before_all_rows_came_twice() -> None:
    session = KeepingSession()
    ann = (await session.scalars(ANN)).one()
    for each in (await session.scalars(select(User))).all():
        assert each.name
    users = (await session.scalars(select(User))).all()
    for user in users:
        session.expire(user)
    assert ann.name  # IO: expired by expire()


async def what_was_in_hand_before_other_rows_came() -> None:
    session = KeepingSession()
    ann = (await session.scalars(ANN)).one()
    users = (await session.scalars(select(User).where(User.name == "bob"))).all()
    session.expire(ann)
    for user in users:
        assert user.name


async def what_was_made_before_all_rows_came() -> None:
    session = KeepingSession()
    cid = User(name="cid")
    session.add(cid)
    await session.flush()
    users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
    for user in users:
        await session.refresh(user)
        print(len(user.posts))  # IO: expired by refresh()


async def what_nobody_held_when_all_rows_came() -> None:
    session = KeepingSession()

    async def make() -> None:
        cid = User(name="cid")
        session.add(cid)
        await session.flush()

    await make()
    users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
    for user in users:
        await session.refresh(user)
        print(len(user.posts))


async def keys_that_were_kept() -> None:
    session = Session()
    for key in [user.id for user in await fetch_users(session)]:
        user = await session.get(User, key)
        assert user is not None
        user.visits += 1
        await session.commit()


async def a_refresh_at_the_beginning_of_every_turn() -> None:
    session = Session()
    for user in await fetch_users(session):
        await session.refresh(user)
        user.visits += 1
        await session.commit()


async def a_refresh_at_the_end_of_every_turn() -> None:
    session = Session()
    for user in await fetch_users(session):
        user.visits += 1  # IO: expired by commit()
        await session.commit()
        await session.refresh(user)


async def an_object_from_before_the_loop() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    for title in ("third", "fourth"):
        session.add(Post(title=title, author_id=user.id))  # IO: expired by commit()
        await session.commit()


async def an_object_from_before_the_loop_that_is_kept() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    for title in ("third", "fourth"):
        session.add(Post(title=title, author_id=user.id))
        await session.commit()


async def a_commit_in_batches() -> None:
    session = Session()
    for count, user in enumerate(await fetch_users(session), 1):
        user.visits += 1  # IO: expired by commit()
        if count % 1 == 0:
            await session.commit()


async def a_new_object_in_every_turn() -> None:
    session = Session()
    for name in ("cid", "dan"):
        user = User(name=name)
        session.add(user)
        await session.commit()
        await session.refresh(user)
        assert user.name == name


async def new_objects_that_are_collected() -> None:
    session = Session()
    users = []
    for name in ("cid", "dan"):
        user = User(name=name)
        session.add(user)
        users.append(user)
    await session.commit()
    assert [user.id for user in users]  # IO: expired by commit()


async def new_objects_that_are_collected_and_kept() -> None:
    session = KeepingSession()
    users = []
    for name in ("cid", "dan"):
        user = User(name=name)
        session.add(user)
        users.append(user)
    await session.commit()
    assert [user.id for user in users] == [3, 4]
    assert users[0].posts == []  # IO: never loaded, new


@needs(2, 0)
async def collections_that_are_refreshed_one_by_one() -> None:
    session = Session()
    users = await fetch_users(session)
    for user in users:
        await session.refresh(user, ["posts"])
        assert user.posts is not None
    assert sum(len(user.posts) for user in users) == 2


async def every_row_and_its_collection() -> None:
    session = Session()
    for user in await fetch_users(session):
        for post in user.posts:  # IO: never loaded
            assert post.title


async def every_row_and_its_loaded_collection() -> None:
    session = Session()
    query = select(User).options(selectinload(User.posts))
    for user in (await session.scalars(query)).all():
        for post in user.posts:
            assert post.title
            assert post.author is user


async def every_row_and_the_next_level() -> None:
    session = Session()
    query = select(User).options(selectinload(User.posts))
    for user in (await session.scalars(query)).all():
        for post in user.posts:
            assert post.tags is not None  # IO: never loaded


async def while_there_is_more() -> None:
    session = Session()
    left = 2
    user = (await session.scalars(ANN)).one()
    while left:
        user.visits += 1  # IO: expired by commit()
        await session.commit()
        left -= 1


async def while_true() -> None:
    session = Session()
    while True:
        user = (await session.scalars(ANN)).one()
        user.visits += 1
        await session.commit()
        if user not in session.dirty:
            break


async def tries_until_it_works() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    for key in (1, 7):
        try:
            session.add(Post(id=key, title=user.name))  # IO: expired by rollback()
            await session.commit()
            break
        except IntegrityError:
            await session.rollback()


async def tries_until_it_works_with_a_value() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    name = user.name
    for key in (1, 7):
        try:
            session.add(Post(id=key, title=name))
            await session.commit()
            break
        except IntegrityError:
            await session.rollback()


async def a_break_after_the_commit() -> None:
    session = Session()
    for user in await fetch_users(session):
        user.visits += 1
        await session.commit()
        break


async def the_code_after_a_break() -> None:
    session = Session()
    for user in await fetch_users(session):
        user.visits += 1
        await session.commit()
        break
    assert user.name  # IO: expired by commit()


async def a_continue_before_the_commit() -> None:
    session = Session()
    for user in await fetch_users(session):
        if user.visits:  # IO: expired by commit()
            continue
        user.visits = 1
        await session.commit()


async def an_else_after_the_loop() -> None:
    session = Session()
    users = await fetch_users(session)
    for _ in users:
        await session.commit()
    else:
        assert users[0].name  # IO: expired by commit()


async def two_lists() -> None:
    session = Session()
    users = await fetch_users(session)
    posts = (await session.scalars(select(Post))).all()
    for user, post in zip(users, posts):
        assert user.name and post.title  # IO: expired by commit()
        await session.commit()


async def two_lists_after_one_another() -> None:
    session = Session()
    users = await fetch_users(session)
    for user in users:
        assert user.name
    await session.commit()
    for user in users:
        assert user.name  # IO: expired by commit()


async def a_loop_in_a_loop() -> None:
    session = Session()
    query = select(User).options(selectinload(User.posts))
    for user in (await session.scalars(query)).all():
        for post in user.posts:  # IO: expired by commit()
            post.title += "!"
        await session.commit()


async def a_list_that_is_made_again() -> None:
    session = Session()
    for _ in range(2):
        for user in await fetch_users(session):
            assert user.name
        await session.commit()


async def an_expunged_object_in_every_turn() -> None:
    session = Session()
    users = await fetch_users(session)
    session.expunge_all()
    for user in users:
        session.add(Post(title=user.name))
        await session.commit()


async def a_new_session_in_every_turn() -> None:
    for key in (1, 2):
        async with Session() as session:
            user = await session.get(User, key)
            assert user is not None
            user.visits += 1
            await session.commit()


async def an_object_of_the_turn_before() -> None:
    session = Session()
    last = None
    for query in (ANN, BOB):
        if last is not None:
            assert last.name  # IO: expired by commit()
        last = (await session.scalars(query)).one()
        await session.commit()


async def a_generated_column_in_the_next_turn() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    for text in ("new", "newer"):
        assert note.changed is None  # IO: generated
        note.text = text
        await session.commit()


async def a_flush_in_every_turn() -> None:
    session = Session()
    for user in await fetch_users(session):
        user.visits += 1
        await session.flush()
        assert user.visits == 1


async def an_autoflush_in_every_turn() -> None:
    session = Session()
    for note in (await session.scalars(select(Note))).all():
        note.text = "new"
        await session.scalars(ANN)
        assert note.changed  # IO: generated


async def a_stream_and_a_commit() -> None:
    session = Session()
    users = [user async for user in await session.stream_scalars(select(User))]
    await session.commit()
    assert users[0].name  # IO: expired by commit()


async def a_comprehension_that_awaits() -> None:
    async def refreshed(session: AsyncSession, user: User) -> User:
        await session.refresh(user)
        return user

    session = Session()
    users = await fetch_users(session)
    await session.commit()
    assert [(await refreshed(session, user)).name for user in users] == ["ann", "bob"]


async def a_slice_of_the_rows() -> None:
    session = Session()
    users = await fetch_users(session)
    await session.commit()
    for user in users[:1]:
        assert user.name  # IO: expired by commit()


async def a_chain_of_rows() -> None:
    session = Session()
    users = await fetch_users(session)
    await session.commit()
    for user in itertools.chain(users, users):
        assert user.name  # IO: expired by commit()


async def sorted_rows() -> None:
    session = Session()
    for user in sorted(await fetch_users(session), key=lambda user: user.name):
        assert user.posts is not None  # IO: never loaded


async def rows_in_reverse() -> None:
    session = Session()
    for user in reversed(await fetch_users(session)):
        assert user.posts is not None  # IO: never loaded


async def gathered_coroutines() -> None:
    async def titles(user: User) -> int:
        return len(user.posts)  # IO: never loaded

    session = Session()
    await asyncio.gather(*(titles(user) for user in await fetch_users(session)))


async def pages_of_rows() -> None:
    session = Session()
    for page in range(2):
        query = select(User).order_by(User.id).limit(1).offset(page)
        for user in (await session.scalars(query)).all():
            user.visits += 1
        await session.commit()


async def a_loop_over_all_rows_of_which_one_is_in_hand() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    users = (await session.scalars(select(User))).all()
    session.expire(user, ["name"])
    for _ in users:
        await session.refresh(user)
    assert user.name == "ann"


@needs(2, 0)
async def what_every_turn_loads_of_one_row_by_its_own_name() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    for _ in (await session.scalars(select(User))).all():
        await session.refresh(user, ["posts"])
    assert user.posts


async def a_loop_over_all_rows_of_which_there_may_be_none() -> None:
    session = KeepingSession()
    guest = (await session.scalars(select(Guest).where(Guest.id == 1))).first()
    user = (await session.scalars(ANN)).one()
    for other in (await session.scalars(select(Guest))).all():
        assert other is guest
        await session.refresh(user, ["posts"])
    assert user.posts  # IO: never loaded


async def a_loop_over_all_rows_of_which_one_turns_out_to_be_there() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).first()
    users = (await session.scalars(select(User))).all()
    session.expire(user, ["name"])
    for _ in users:
        await session.refresh(user)
    assert user is not None and user.name == "ann"


async def a_comprehension_over_all_rows_of_which_one_turns_out_to_be_there() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).first()
    users = (await session.scalars(select(User))).all()
    session.expire(user, ["name"])
    assert [await session.get(User, 1, populate_existing=True) for _ in users]
    assert user is not None and user.name == "ann"


async def a_loop_over_some_rows() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    session.expire(user, ["name"])
    for _ in (await session.scalars(select(Post).where(Post.title == "none"))).all():
        await session.refresh(user)
    assert user.name == "ann"  # IO: expired by expire()


async def a_row_that_every_turn_asks_for_is_not_each_of_them() -> None:
    session = Session()
    user_id = json.loads("1")
    for user in await fetch_users(session):
        wanted = select(User).where(User.id == user_id).options(selectinload(User.posts))
        assert (await session.scalars(wanted)).one() is not None
        assert user.posts  # IO: never loaded


async def the_row_that_a_turn_asks_for_by_a_key_of_its_own() -> None:
    session = Session()
    users = await fetch_users(session)
    for user, user_id in zip(users, [user.id for user in users]):
        wanted = select(User).where(User.id == user_id).options(selectinload(User.posts))
        assert (await session.scalars(wanted)).one() is not None
        assert user.posts is not None


async def a_loop_over_the_same_rows_inside() -> None:
    session = KeepingSession()
    users = await fetch_users(session)
    for user in users:
        session.expire(user)
        for one in users:
            assert one.name  # IO: expired by expire()


@needs(2, 0)
async def a_loop_over_the_same_rows_inside_of_one_that_mends_each() -> None:
    session = KeepingSession()
    users = (await session.scalars(select(User))).all()
    for user in users:
        await user.awaitable_attrs.posts
        for other in users:
            assert other.name
    for other in users:
        assert other.posts is not None


@needs(2, 0)
async def a_loop_over_the_same_rows_inside_that_expires_them_again() -> None:
    session = KeepingSession()
    users = (await session.scalars(select(User))).all()
    for user in users:
        await user.awaitable_attrs.posts
        for other in users:
            session.expire(other, ["posts"])
    for other in users:
        assert other.posts is not None  # IO: expired by expire()


async def a_loop_over_the_same_rows_inside_that_mends_them() -> None:
    session = KeepingSession()
    users = await fetch_users(session)
    for user in users:
        session.expire(user)
        for one in users:
            await session.refresh(one)
        assert user.name
    for user in users:
        assert user.name


async def a_loop_over_the_same_rows_inside_that_mends_something_else() -> None:
    session = KeepingSession()
    users = await fetch_users(session)
    for user in users:
        session.expire(user, ["name"])
        for one in users:
            await session.refresh(one, ["visits"])
        assert user.name  # IO: expired by expire()


async def a_loop_over_the_same_rows_after_each_was_mended() -> None:
    session = KeepingSession()
    users = await fetch_users(session)
    for user in users:
        session.expire(user)
        await session.refresh(user)
        for one in users:
            assert one.name
    for user in users:
        assert user.name


async def the_last_row_of_a_loop_is_one_of_those_of_the_next() -> None:
    session = KeepingSession()
    users = await fetch_users(session)
    for user in users:
        assert user.name
    session.expire(user)
    for one in users:
        assert one.name  # IO: expired by expire()


async def the_last_row_of_a_loop_is_mended_by_the_next() -> None:
    session = KeepingSession()
    users = await fetch_users(session)
    for user in users:
        assert user.name
    session.expire(user)
    for one in users:
        await session.refresh(one)
    assert user.name


async def the_rows_that_had_their_turn_are_among_those_of_a_loop_inside() -> None:
    session = KeepingSession()
    wanted = select(User).options(selectinload(User.posts))
    users = (await session.scalars(wanted)).all()
    for user in users:
        for one in users:
            assert one.posts is not None  # IO: expired by expire()
        session.expire(user, ["posts"])


async def the_row_that_a_turn_is_about_has_another_name() -> None:
    session = KeepingSession()
    wanted = select(User).order_by(User.id).options(selectinload(User.posts))
    users = (await session.scalars(wanted)).all()
    post = await session.get(Post, json.loads("1"))
    assert post is not None
    for user in users:
        session.expire(user, ["posts"])
        assert post.author is not None
        assert post.author.posts  # IO: expired by expire()


@needs(2, 0)
async def the_row_that_a_turn_has_mended_has_another_name() -> None:
    session = KeepingSession()
    wanted = select(User).order_by(User.id).options(selectinload(User.posts))
    users = (await session.scalars(wanted)).all()
    post = await session.get(Post, json.loads("1"))
    assert post is not None
    for user in users:
        session.expire(user, ["posts"])
        await session.refresh(user, ["posts"])
        assert post.author is not None
        assert post.author.posts


async def the_row_that_a_turn_is_about_is_fetched_again() -> None:
    session = KeepingSession()
    wanted = select(User).order_by(User.id).options(selectinload(User.posts))
    users = (await session.scalars(wanted)).all()
    for user in users:
        session.expire(user, ["posts"])
        one = await session.get(User, json.loads("1"))
        assert one is not None
        assert one.posts  # IO: expired by expire()


@needs(2, 0)
async def a_row_that_a_turn_has_fetched_has_a_turn_as_well() -> None:
    session = KeepingSession()
    users = (await session.scalars(select(User).order_by(User.id))).all()
    for user in users:
        await session.refresh(user, ["posts"])
        assert await session.get(User, json.loads("1")) is users[0]
    assert [len(user.posts) for user in users] == [2, 0]


@needs(2, 0)
async def a_loop_over_the_same_rows_inside_of_one_that_loads_what_an_option_may_have() -> None:
    session = Session()
    query = select(User)
    if json.loads("false"):
        query = query.options(selectinload(User.posts))
    users = (await session.scalars(query)).all()
    for user in users:
        assert [one.name for one in users]
        await user.awaitable_attrs.posts
    assert [len(one.posts) for one in users] == [2, 0]


async def gathered_sessions() -> None:
    async def name(key: int) -> str:
        async with Session() as session:
            user = await session.get(User, key)
            assert user is not None
            return user.name

    assert [*await asyncio.gather(name(1), name(2))] == ["ann", "bob"]
