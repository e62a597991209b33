"""Rarer turns in the life of an object: what it was before counts for what it is after."""

from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import make_transient, make_transient_to_detached, raiseload, selectinload

from conformance.harness import needs, until
from conformance.models import (
    ANN,
    BOB,
    NOTE,
    POST,
    SHELF,
    Fetching,
    KeepingSession,
    Note,
    Post,
    Profile,
    Session,
    Shelf,
    User,
)

BY_NAME = select(User).where(User.name == "ann")

# New objects


@needs(2, 0)
async def an_expression_is_not_fetched_even_with_eager_defaults() -> None:
    session = Session()
    note = await session.get(Fetching, 1)
    assert note is not None
    note.text = func.lower("NEW")
    await session.flush()
    assert note.text == "new"  # IO: generated


async def an_expression_is_fetched_with_the_defaults_of_the_database() -> None:
    session = Session()
    note = await session.get(Fetching, 1)
    assert note is not None
    note.created = func.now()
    await session.flush()
    assert note.created is not None


async def an_expression_in_an_insert_with_eager_defaults() -> None:
    session = Session()
    note = Fetching(text=func.lower("NEW"))
    session.add(note)
    await session.flush()
    assert note.text == "new"  # IO: generated


async def what_a_flush_left_out_after_its_rollback() -> None:
    session = Session()
    note = Note(text="new")
    session.add(note)
    await session.flush()
    await session.rollback()
    assert note.text == "new"
    assert note.loud  # raises DetachedInstanceError


async def a_new_object_after_a_rollback_is_new_again() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    await session.rollback()
    assert user.posts == []
    session.add(user)
    await session.flush()
    assert user.posts == []  # IO: never loaded, new


async def a_new_object_that_is_expunged_before_its_flush() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    session.expunge(user)
    await session.commit()
    assert (user.name, user.posts) == ("cid", [])


async def a_flush_of_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.flush()
    await session.flush()
    assert (user.name, user.email) == ("ann", "ann@example.org")


async def a_count_after_an_add() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    assert await session.scalar(select(func.count()).select_from(User)) == 3
    assert user.posts == []  # IO: never loaded, new


async def a_stream_flushes_first() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.stream(ANN)
    assert user.posts == []  # IO: never loaded, new


async def a_refresh_flushes_first() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    other = (await session.scalars(ANN)).one()
    note.text = "new"
    await session.refresh(other)
    assert note.changed is not None  # IO: generated


async def two_flushes() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    session.add(Post(title="third", author=user))
    await session.flush()
    assert user.posts  # IO: never loaded, new


async def a_collection_of_what_was_added_to_the_other_side() -> None:
    session = Session()
    user = User(name="cid", posts=[])
    session.add(user)
    await session.flush()
    session.add(Post(title="third", author=user))
    await session.flush()
    assert [post.title for post in user.posts] == ["third"]


# Deleted objects


async def a_lazy_collection_of_a_deleted_object() -> None:
    session = Session()
    user = (await session.scalars(BOB)).one()
    await session.delete(user)
    assert user.posts == []  # IO: never loaded


async def the_target_of_a_deleted_object() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.delete(post)
    await session.flush()
    assert post.author  # IO: never loaded


async def the_target_in_hand_of_a_deleted_object() -> None:
    session = Session()
    user = (await session.scalars(BY_NAME)).one()
    post = (await session.scalars(POST)).one()
    await session.delete(post)
    await session.flush()
    assert post.author is user
    assert post.author.profile  # IO: never loaded


async def the_target_in_hand_of_a_deleted_object_that_would_raise() -> None:
    session = Session()
    user = (await session.scalars(BY_NAME)).one()
    post = (await session.scalars(POST.options(raiseload(Post.author)))).one()
    await session.delete(post)
    await session.flush()
    assert post.author is user
    assert post.author.profile  # IO: never loaded


async def the_target_that_a_deleted_object_holds_by_now() -> None:
    session = KeepingSession()
    user = (await session.scalars(BY_NAME)).one_or_none()
    post = (await session.scalars(POST)).one()
    await session.delete(post)
    await session.flush()
    user = None
    assert post.author is not user


async def what_belonged_to_a_deleted_object_expires() -> None:
    session = Session()
    user = (await session.scalars(BY_NAME)).one()
    await session.delete(user)
    await session.commit()
    assert [post.title for post in user.posts]  # IO: expired by commit()


async def what_belonged_to_a_deleted_object_is_there() -> None:
    session = KeepingSession()
    user = (await session.scalars(BY_NAME)).one()
    await session.delete(user)
    await session.commit()
    assert [post.title for post in user.posts]


async def what_is_deleted_with_its_owner_keeps_its_values() -> None:
    session = Session()
    user = (await session.scalars(BY_NAME)).one()
    for post in (await session.scalars(select(Post).where(Post.author_id == user.id))).all():
        await session.delete(post)
    await session.delete(user)
    await session.commit()
    assert [post.title for post in user.posts]


async def what_had_a_link_to_a_deleted_object_expires() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.delete(post)
    await session.commit()
    assert [tag.label for tag in post.tags]  # IO: expired by commit()


async def what_a_deleted_object_only_views() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.delete(shelf)
    await session.flush()
    assert shelf.by_select  # IO: never loaded


async def a_deleted_object_that_is_rolled_back() -> None:
    session = KeepingSession()
    user = (await session.scalars(BOB)).one()
    await session.delete(user)
    await session.flush()
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def a_deleted_object_of_a_block() -> None:
    session = Session()
    user = (await session.scalars(BOB)).one()
    await session.commit()
    async with session.begin():
        await session.refresh(user)
        await session.delete(user)
    assert user.name == "bob"


async def a_bulk_delete_of_a_loaded_object() -> None:
    session = Session()
    user = (await session.scalars(BOB)).one()
    await session.execute(delete(User).where(User.id == 2))
    await session.commit()
    assert user.name == "bob"


async def deleted_one_by_one() -> None:
    session = Session()
    for post in (await session.scalars(select(Post))).all():
        await session.delete(post)
        assert post.title
    await session.commit()


# Savepoints


async def a_savepoint_in_a_savepoint() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    async with session.begin_nested():
        user.name = "anna"
        with contextlib.suppress(ValueError):
            async with session.begin_nested():
                raise ValueError
    assert user.name == "anna"


async def an_inner_savepoint_takes_what_it_changed() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    async with session.begin_nested():
        with contextlib.suppress(ValueError):
            async with session.begin_nested():
                user.name = "anna"
                await session.flush()
                raise ValueError
    assert user.name  # IO: expired by rollback()


async def a_refused_insert_in_a_loop_of_savepoints() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    for key in (1, 7):
        try:
            async with session.begin_nested():
                session.add(Post(id=key, title="taken", author_id=user.id))
        except IntegrityError:
            assert user.name == "ann"
    await session.commit()
    assert user.name == "ann"


# populate_existing, refresh and un-expiry


async def options_come_back_with_a_column() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    await session.run_sync(lambda _: user.name)
    assert len(user.posts) == 2


async def options_of_a_later_query_do_not_come_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.scalars(ANN.options(selectinload(User.posts)))
    await session.commit()
    await session.run_sync(lambda _: user.name)
    assert user.posts  # IO: expired by commit()


async def a_refresh_loses_what_was_not_flushed() -> None:
    session = Session(autoflush=False)
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    await session.refresh(user)
    assert user.name == "ann"


async def a_refresh_loses_a_relationship_that_was_not_flushed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.profile = Profile(city="Rom")
    await session.refresh(user)
    assert user.profile is not None  # IO: expired by refresh()


async def a_refresh_after_an_update() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.commit()
    await session.refresh(note)
    assert note.changed is not None and note.loud == "NEW"


@needs(2, 0)
async def a_refresh_of_one_column_leaves_the_others_generated() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.commit()
    await session.refresh(note, ["changed"])
    assert note.loud  # IO: generated


@needs(2, 0)
async def a_refresh_of_names_in_a_variable() -> None:
    names = ["posts"]
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.refresh(user, names)
    assert len(user.posts) == 2
    assert user.profile  # IO: never loaded


async def expire_with_names_in_a_variable() -> None:
    names = ("name",)
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user, names)
    assert user.email == "ann@example.org"
    assert user.name  # IO: expired by expire()


async def what_is_set_after_an_expiry_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user)
    user.name = "anna"
    assert user.name == "anna"
    assert user.email  # IO: expired by expire()


async def what_is_set_before_an_expiry_is_lost() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    session.expire(user)
    assert user.name  # IO: expired by expire()


async def expire_on_a_collection_that_is_eager() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    session.expire(shelf, ["by_selectin"])
    assert shelf.place == "left"
    assert shelf.by_selectin  # IO: expired by expire()


# Leaving the session


async def a_transient_object_that_was_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    make_transient(user)
    assert (user.name, user.profile) == ("ann", None)


async def a_detached_object_made_by_hand() -> None:
    user = User(id=1)
    make_transient_to_detached(user)
    session = Session()
    session.add(user)
    await session.refresh(user)
    assert user.name == "ann"


@needs(2, 0)
async def aclosing_a_session() -> None:
    async with contextlib.aclosing(Session()) as session:
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"
    assert user.posts  # raises DetachedInstanceError


async def invalidating_a_session() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.invalidate()
    assert user.name == "ann"
    assert user.posts  # raises DetachedInstanceError


async def a_session_that_is_not_a_context() -> None:
    session = KeepingSession()
    try:
        user = (await session.scalars(ANN)).one()
        user.name = "anna"
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()
    assert user.name == "anna"


# Bulk updates


async def an_update_with_a_dictionary() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values({"name": "anna"}))
    assert user.name == "anna" and user.email


async def an_update_with_attributes_as_keys() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values({User.name: "anna"}))
    assert user.name == "anna" and user.email


@needs(2, 0)
async def an_update_with_a_dictionary_expires_onupdate() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.execute(update(Note).where(Note.id == 1).values({"text": "new"}))
    assert note.changed is not None  # IO: expired by update()


async def an_update_of_what_is_computed_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).values(visits=User.visits + 1))
    assert user.visits == 1


@needs(2, 0)
async def an_update_that_leaves_objects_alone() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    query = update(Note).where(Note.id == 1).values(text="new")
    await session.execute(query, execution_options={"synchronize_session": False})
    assert note.text == "note" and note.changed is None


@until(2, 0)
async def an_update_of_old_expires_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(name="anna"))
    await session.commit()
    assert user.name == "anna"


async def an_update_before_the_query() -> None:
    session = KeepingSession()
    await session.execute(update(Note).where(Note.id == 1).values(text=func.upper(Note.text)))
    note = (await session.scalars(NOTE)).one()
    assert note.text == "NOTE" and note.changed is not None


async def an_update_that_a_query_brings_back() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(name=func.upper(User.name)))
    await session.scalars(ANN)
    assert user.name == "ANN"


# Reading one thing after another


async def one_read_in_a_greenlet_brings_all_columns() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()

    def show(_: Any) -> str:
        return f"{user.id} {user.name} {user.email}"

    assert await session.run_sync(show)
    assert user.visits == 0


async def a_foreign_key_in_a_greenlet() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    await session.run_sync(lambda _: post.author)
    assert (post.title, post.author_id) == ("first", 1)


async def a_read_of_the_other_side_in_a_greenlet() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    author = await session.run_sync(lambda _: post.author)
    assert author is not None and author.name == "ann"
    assert author.posts  # IO: never loaded


async def a_new_shelf_in_a_greenlet() -> None:
    session = KeepingSession()
    shelf = Shelf(place="right")
    session.add(shelf)
    await session.commit()
    await session.run_sync(lambda _: shelf.by_selectin)
    assert shelf.by_selectin == []
    assert shelf.by_joined == []  # IO: never loaded, new
