"""Columns that a SELECT leaves out: `deferred`, `defer()`, `load_only()`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import (
    defer,
    immediateload,
    joinedload,
    lazyload,
    load_only,
    selectinload,
    undefer,
)

from conformance.harness import needs
from conformance.models import ANN, NOTE, POST, KeepingSession, Note, Post, Session, User


async def a_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    assert note.body == "long"  # IO: deferred


async def other_columns_of_the_class() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    assert note.text == "note"


async def undefer_loads() -> None:
    session = Session()
    note = (await session.scalars(NOTE.options(undefer(Note.body)))).one()
    assert note.body == "long"


async def load_only_loads_a_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE.options(load_only(Note.body)))).one()
    assert note.body == "long"


async def load_only_leaves_out_the_rest() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.name)))).one()
    assert user.email is not None  # IO: deferred


async def load_only_loads_what_it_names() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.name, User.visits)))).one()
    assert (user.name, user.visits) == ("ann", 0)


async def load_only_always_loads_the_key() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.name)))).one()
    assert user.id == 1


async def load_only_leaves_relationships_lazy() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.name)))).one()
    assert user.posts  # IO: never loaded


async def load_only_beside_another_option() -> None:
    session = Session()
    query = ANN.options(load_only(User.name), selectinload(User.posts))
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 2


async def load_only_of_a_collection() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).load_only(Post.id))
    user = (await session.scalars(query)).one()
    assert user.posts[0].id == 1
    assert user.posts[0].title == "first"  # IO: deferred


async def defer_leaves_out() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(defer(User.email)))).one()
    assert user.email is not None  # IO: deferred


async def defer_leaves_the_rest_alone() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(defer(User.email)))).one()
    assert user.name == "ann"


async def assigning_a_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.body = "short"
    assert note.body == "short"


async def a_new_object_before_its_flush() -> None:
    session = Session()
    note = Note(text="new")
    session.add(note)
    assert note.body is None


async def a_new_object_that_was_not_given_it() -> None:
    session = Session()
    note = Note(text="new")
    session.add(note)
    await session.flush()
    assert note.body is None  # IO: deferred


async def a_new_object_that_was_given_it() -> None:
    session = Session()
    note = Note(text="new", body="long")
    session.add(note)
    await session.flush()
    assert note.body == "long"


async def after_a_commit_it_is_still_deferred() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.commit()
    assert note.body == "long"  # IO: deferred


async def in_run_sync() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    assert await session.run_sync(lambda _: note.body) == "long"
    assert note.body == "long"


async def a_second_query_fills_it() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.scalars(NOTE.options(undefer(Note.body)))
    assert note.body == "long"


@needs(2, 0)
async def awaitable_attrs() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    assert await note.awaitable_attrs.body == "long"


async def a_second_query_leaves_it_alone() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.scalars(NOTE)
    assert note.body == "long"  # IO: deferred


async def selecting_the_column_itself() -> None:
    session = Session()
    body = (await session.scalars(NOTE.with_only_columns(Note.body))).one()
    assert body == "long"


async def a_query_that_leaves_its_target_does_not_fill_it() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.id)))).one()
    post = (await session.scalars(POST.options(lazyload(Post.author)))).one()
    assert user.name, post  # IO: deferred


async def a_flush_does_without_it_to_delete_an_object() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    await session.delete(note)
    await session.flush()
    assert note.body  # IO: deferred


async def what_a_key_leads_to_is_taken_as_it_is() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    named = select(User).options(load_only(User.name))
    user = (await session.scalars(named.where(User.id == post.author_id))).one()
    await session.run_sync(lambda _: post.author)
    assert user.email  # IO: deferred


@needs(2, 0)
async def a_refresh_takes_what_a_key_leads_to_as_it_is() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    named = select(User).options(load_only(User.name))
    user = (await session.scalars(named.where(User.id == post.author_id))).one()
    await session.refresh(post, ["author"])
    assert user.email  # IO: deferred


async def immediateload_takes_what_a_key_leads_to_as_it_is() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.name)))).one()
    post = (await session.scalars(POST.options(immediateload(Post.author)))).one()
    assert post.author is user
    assert user.email  # IO: deferred


async def a_join_fills_what_a_key_leads_to() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.name)))).one()
    await session.scalars(POST.options(joinedload(Post.author)))
    assert user.email


async def a_new_object_after_a_keeping_commit() -> None:
    session = KeepingSession()
    note = Note(text="new")
    session.add(note)
    await session.commit()
    assert note.body is None  # IO: deferred


async def adding_to_a_deferred_column() -> None:
    session = Session()
    note: Any = (await session.scalars(NOTE)).one()
    note.body += "er"  # IO: deferred


async def adding_to_an_undeferred_column() -> None:
    session = Session()
    note: Any = (await session.scalars(NOTE.options(undefer(Note.body)))).one()
    note.body += "er"
    assert note.body == "longer"
