"""What comes along with the target of a many-to-one: its foreign key, and more."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import immediateload, joinedload, load_only, selectinload

from conformance.harness import needs, until
from conformance.models import NOTE, POST, KeepingSession, Post, Session, User


async def immediateload_needs_the_key() -> None:
    session = Session()
    query = POST.options(load_only(Post.title), immediateload(Post.author))
    post = (await session.scalars(query)).one()
    assert post.author_id == 1


async def selectinload_leaves_the_key_out() -> None:
    session = Session()
    query = POST.options(load_only(Post.title), selectinload(Post.author))
    post = (await session.scalars(query)).one()
    assert post.author_id == 1  # IO: deferred


async def joinedload_leaves_the_key_out() -> None:
    session = Session()
    query = POST.options(load_only(Post.title), joinedload(Post.author))
    post = (await session.scalars(query)).one()
    assert post.author_id == 1  # IO: deferred


@needs(2, 0)
async def refresh_of_a_target_brings_all_columns() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    await session.refresh(post, ["author"])
    assert (post.author_id, post.title) == (1, "first")


@needs(2, 0)
async def refresh_of_a_target_by_a_join_brings_none() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    await session.commit()
    await session.refresh(post, ["author"])
    assert post.title == "first"  # IO: expired by commit()


@needs(2, 0)
async def refresh_of_a_target_brings_the_key_that_was_left_out() -> None:
    session = Session()
    post = (await session.scalars(POST.options(load_only(Post.title)))).one()
    await session.refresh(post, ["author"])
    assert post.author_id == 1


async def a_key_that_nobody_gave_stays_null() -> None:
    session = KeepingSession()
    post = Post(title="third")
    session.add(post)
    await session.flush()
    await session.refresh(post)
    assert post.author is None


async def a_target_that_one_branch_gave(email: str | None = None) -> None:
    session = KeepingSession()
    post = Post(title="third")
    session.add(post)
    await session.flush()
    if email:
        post.author = User(name="eve", email=email)
    await session.commit()
    assert post.author is None


async def a_key_that_was_given_after_the_insert() -> None:
    session = KeepingSession()
    post = Post(title="third")
    session.add(post)
    await session.flush()
    post.author_id = 1
    await session.commit()
    assert post.author is not None  # IO: never loaded, new


async def delete_loads_the_row() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    await session.delete(post)
    await session.flush()
    assert post.title == "first"


async def a_count_flushes_first() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.scalar(select(func.count(User.id)))
    assert note.changed is not None  # IO: generated


@until(2, 1)
async def a_function_of_the_database_does_not_flush() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.scalar(select(func.current_timestamp()))
    assert note.changed is None
