"""Programs that look before they read, and what they do when they should not."""

from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError, InvalidRequestError, MissingGreenlet, StatementError
from sqlalchemy.ext.asyncio import AsyncSession, async_object_session
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified, instance_state
from sqlalchemy.orm.base import NO_VALUE
from sqlalchemy.orm.util import was_deleted

from conformance.harness import needs, unseen
from conformance.models import ANN, NOTE, POST, KeepingSession, Note, Post, Session, User

# What is there


async def the_dict_of_the_state_guards() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if "posts" in inspect(user).dict:
        assert user.posts


async def a_loaded_value_guards() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if inspect(user).attrs.posts.loaded_value is not NO_VALUE:
        assert user.posts


async def a_dict_that_is_asked() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.__dict__.get("posts", []) == []


async def unloaded_names_in_a_variable() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    unloaded = inspect(user).unloaded
    titles = [] if "posts" in unloaded else [post.title for post in user.posts]
    assert titles == []


async def unloaded_names_that_end_it() -> None:
    async def titles(user: User) -> list[str]:
        if "posts" in inspect(user).unloaded:
            return []
        return [post.title for post in user.posts]

    session = Session()
    assert await titles((await session.scalars(ANN)).one()) == []


async def a_helper_that_looks() -> None:
    def is_loaded(obj: User, name: str) -> bool:
        return name not in inspect(obj).unloaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert len(user.posts if is_loaded(user, "posts") else []) == 0


async def a_dictionary_of_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    state = inspect(user)
    names = User.__mapper__.attrs.keys()
    row = {name: getattr(user, name) for name in names if name in state.dict}
    assert row["name"] == "ann"


async def every_attribute_that_is_not_unloaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    state = inspect(user)
    row = {a.key: a.value for a in state.attrs if a.key not in state.unloaded}
    assert row["name"] == "ann"


async def every_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    row = {c.key: getattr(user, c.key) for c in inspect(User).mapper.column_attrs}
    assert row["name"] == "ann"


async def every_column_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    columns = inspect(User).mapper.column_attrs
    assert {column.key: getattr(user, column.key) for column in columns}  # IO: expired by commit()


async def every_column_of_the_table() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    row = {c.name: getattr(user, c.name) for c in user.__table__.columns}
    assert row["name"] == "ann"


async def an_expired_object_is_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    if inspect(user).expired:
        await session.refresh(user)
    assert user.name == "ann"


async def an_expired_attribute_is_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    if inspect(user).expired_attributes:
        await session.refresh(user)
    assert user.name == "ann"


async def unloaded_columns_are_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    if "name" in inspect(user).unloaded:
        await session.refresh(user)
    assert user.name == "ann"


async def a_generated_column_is_refreshed_where_it_is_missing() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.commit()
    if "changed" not in note.__dict__:
        await session.refresh(note, ["changed"])
    assert note.changed is not None


async def an_object_that_may_be_expired_is_refreshed() -> None:
    async def name(session: AsyncSession, user: User, commit: bool) -> str:
        if commit:
            await session.commit()
        if inspect(user).expired:
            await session.refresh(user)
        return user.name

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await name(session, user, False) == "ann"
    assert await name(session, user, True) == "ann"


async def an_object_that_may_be_expired_is_asked_for_one_name() -> None:
    async def name(session: AsyncSession, user: User, commit: bool) -> str:
        if commit:
            await session.commit()
        if "name" not in user.__dict__:
            await session.refresh(user)
        return user.name

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await name(session, user, False) == "ann"
    assert await name(session, user, True) == "ann"


async def an_object_that_is_not_expired_lacks_its_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if not inspect(user).expired:
        assert user.posts  # IO: never loaded


async def an_object_that_is_persistent_is_refreshed() -> None:
    async def name(session: AsyncSession, user: User) -> str:
        if inspect(user).persistent:
            await session.refresh(user)
        return user.name

    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert await name(session, user) == "ann"
    assert await name(session, User(name="cid")) == "cid"


async def an_object_that_the_session_holds_is_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    if user in session:
        await session.refresh(user)
    assert user.name == "ann"


async def a_type_guards_nothing() -> None:
    session = Session()
    user: Any = (await session.scalars(ANN)).one()
    if isinstance(user, User) and user is not None:
        assert user.posts  # IO: never loaded


# What is caught


@unseen("what a block reads that suppresses the error counts as loaded")
async def a_read_that_is_caught_loads_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    with contextlib.suppress(MissingGreenlet, StatementError):
        assert user.posts
    assert user.posts  # IO: never loaded


async def a_read_that_is_caught_and_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    try:
        posts = user.posts
    except (MissingGreenlet, StatementError):
        query = select(Post).where(Post.author_id == user.id)
        posts = list((await session.scalars(query)).all())
    assert len(posts) == 2


@needs(2, 0)
async def a_read_that_is_caught_and_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    try:
        posts = user.posts
    except (MissingGreenlet, StatementError):
        await session.refresh(user, ["posts"])
        posts = user.posts
    assert len(posts) == 2


async def a_broad_handler_is_no_intention() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    try:
        await session.scalars(POST)
        assert user.name
    except ValueError:
        return
    assert user.posts  # IO: never loaded


async def a_session_goes_on_after_a_read_that_is_caught() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    with contextlib.suppress(MissingGreenlet, StatementError, InvalidRequestError):
        assert post.author
    user = (await session.scalars(ANN)).one()
    assert post.author is user or post.author_id == user.id


async def what_a_read_that_is_caught_stands_for_is_there_on_its_path_only() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    session.add(Note(text="new"))
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        with contextlib.suppress(MissingGreenlet, StatementError):
            assert user.name
    for post in user.posts:
        assert post.tags  # IO: never loaded


# What never reads


async def the_session_knows_without_reading() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    note = Note(text="new")
    session.add(note)
    assert user not in session.dirty and note in session.new
    assert user in session.identity_map.values() and user not in session.deleted
    assert user in session and User(name="cid") not in session
    user.name = "anna"
    assert session.is_modified(user)


async def what_is_new_or_dirty() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    for obj in (*session.new, *session.dirty, *session.deleted):
        assert obj is user
    assert list(session)


async def flags_of_the_state() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    state = inspect(user)
    assert state.persistent and not state.transient and not state.detached and not state.deleted
    assert state.key is not None and state.identity_key and state.session is session.sync_session


async def an_identity_instead_of_a_key() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    identity = inspect(user).identity
    assert identity is not None
    user = await session.get_one(User, identity) if hasattr(session, "get_one") else user
    assert identity == (1,)


async def the_session_of_an_expired_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    found = async_object_session(user)
    assert found is session


async def a_refresh_by_the_session_of_the_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    found = async_object_session(user)
    assert found is not None
    await found.refresh(user)
    assert user.name == "ann"


async def the_state_of_an_expired_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert instance_state(user).persistent and not was_deleted(user)


async def the_objects_of_the_session() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    session.info["user"] = user
    assert list(session) == [user]
    assert session.info["user"] is user


async def a_flag_of_what_is_not_loaded() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    flag_modified(note, "body")  # raises InvalidRequestError
