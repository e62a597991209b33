"""Results: every way to take rows out of them gives the same objects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import selectinload

from conformance.harness import needs, until
from conformance.models import ANN, KeepingSession, Note, Post, Session, User

USERS = select(User).order_by(User.id)
WITH_POSTS = USERS.options(selectinload(User.posts))


# Of a buffered result


async def fetchone() -> None:
    session = Session()
    row = (await session.execute(USERS)).fetchone()
    assert row is not None
    assert row.User.posts  # IO: never loaded


async def fetchmany() -> None:
    session = Session()
    rows = (await session.execute(USERS)).fetchmany(2)
    assert rows[0].User.posts  # IO: never loaded


async def scalar_one() -> None:
    session = Session()
    user = (await session.execute(ANN)).scalar_one()
    assert user.posts  # IO: never loaded


async def scalars_first() -> None:
    session = Session()
    user = (await session.execute(USERS)).scalars().first()
    assert user is not None
    assert user.posts  # IO: never loaded


async def scalars_unique_all() -> None:
    session = Session()
    users = (await session.execute(USERS)).scalars().unique().all()
    assert users[0].posts  # IO: never loaded


async def unique_scalar_one() -> None:
    session = Session()
    user = (await session.execute(ANN)).unique().scalar_one()
    assert user.posts  # IO: never loaded


async def one_or_none_of_a_row() -> None:
    session = Session()
    row = (await session.execute(ANN)).one_or_none()
    assert row is not None
    assert row[0].posts  # IO: never loaded


async def all_of_rows() -> None:
    session = Session()
    rows = (await session.execute(USERS)).all()
    assert [row[0].name for row in rows] == ["ann", "bob"]
    assert rows[0][0].posts  # IO: never loaded


async def all_of_rows_by_unpacking() -> None:
    session = Session()
    for (user,) in (await session.execute(USERS)).all():
        assert user.posts is not None  # IO: never loaded


async def rows_with_an_option() -> None:
    session = Session()
    assert [len(user.posts) for (user,) in await session.execute(WITH_POSTS)] == [2, 0]


async def mappings_in_a_loop() -> None:
    session = Session()
    for row in (await session.execute(USERS)).mappings():
        assert row["User"].posts is not None  # IO: never loaded


async def mappings_as_dictionaries() -> None:
    session = Session()
    rows = [dict(row) for row in (await session.execute(select(User.id, User.name))).mappings()]
    await session.commit()
    assert rows[0]["name"]


async def a_row_as_a_dictionary() -> None:
    session = Session()
    row = (await session.execute(ANN)).one()
    assert row._mapping["User"].posts  # IO: never loaded


async def columns_of_a_result() -> None:
    session = Session()
    result = await session.execute(select(User.name, User).where(User.id == 1))
    assert result.columns(1).one()[-1].name == "ann"


@needs(2, 0)
@until(2, 1)
async def tuples_of_a_result() -> None:
    session = Session()
    for user, post in (await session.execute(select(User, Post).join(User.posts))).tuples():
        assert post.author is user
        assert user.posts  # IO: never loaded


async def next_of_a_result() -> None:
    session = Session()
    user = next(iter(await session.scalars(USERS)))
    assert user.posts  # IO: never loaded


async def a_list_of_a_result() -> None:
    session = Session()
    users = list(await session.scalars(USERS))
    assert users[0].posts  # IO: never loaded


async def a_result_in_a_comprehension() -> None:
    session = Session()
    users = {user.id: user for user in await session.scalars(USERS)}
    await session.commit()
    assert users[1].name  # IO: expired by commit()


async def a_labelled_entity() -> None:
    session = Session()
    row = (await session.execute(select(User.name.label("label")).where(User.id == 1))).one()
    await session.commit()
    assert row.label == "ann"


async def scalar_of_a_column() -> None:
    session = Session()
    name = await session.scalar(select(User.name).where(User.id == 1))
    await session.commit()
    assert name == "ann"


async def a_helper_that_takes_the_first() -> None:
    async def first(query: Any) -> Any:
        return (await session.scalars(query)).first()

    session = Session()
    user = await first(ANN)
    assert user.posts  # IO: never loaded


# Of a stream


async def the_first_of_a_stream() -> None:
    session = Session()
    result = await session.stream_scalars(USERS)
    user = await result.first()
    assert user is not None
    assert user.posts  # IO: never loaded


async def one_of_a_stream() -> None:
    session = Session()
    user = await (await session.stream_scalars(ANN)).one()
    assert user.posts  # IO: never loaded


@needs(2, 0)
async def a_scalar_of_a_stream() -> None:
    session = Session()
    user = await (await session.stream(ANN)).scalar_one()
    assert user.posts  # IO: never loaded


async def some_of_a_stream() -> None:
    session = Session()
    result = await session.stream(USERS)
    for row in await result.fetchmany(1):
        assert row.User.posts  # IO: never loaded


async def mappings_of_a_stream() -> None:
    session = Session()
    async for row in (await session.stream(USERS)).mappings():
        assert row["User"].posts is not None  # IO: never loaded


async def unique_rows_of_a_stream() -> None:
    session = Session()
    async for user in (await session.stream_scalars(USERS)).unique():
        assert user.posts is not None  # IO: never loaded


async def a_stream_by_unpacking() -> None:
    session = Session()
    async for (user,) in await session.stream(USERS):
        assert user.posts is not None  # IO: never loaded


async def a_stream_with_an_option() -> None:
    session = Session()
    query = WITH_POSTS.execution_options(yield_per=1)
    assert [len(user.posts) async for user in await session.stream_scalars(query)] == [2, 0]


async def a_stream_of_columns() -> None:
    session = Session()
    names = [row.name async for row in await session.stream(select(User.name))]
    await session.commit()
    assert sorted(names) == ["ann", "bob"]


# Of statements that write


@needs(2, 0)
async def the_scalar_of_an_insert() -> None:
    session = Session()
    query = insert(User).values(name="cid", visits=0).returning(User)
    user = (await session.execute(query)).scalar_one()
    assert user.name == "cid"
    assert user.posts == []  # IO: never loaded


@needs(2, 0)
async def the_key_of_an_insert() -> None:
    session = Session()
    query = insert(User).values(name="cid", visits=0).returning(User.id)
    key = await session.scalar(query)
    await session.commit()
    assert key == 3


@needs(2, 0)
async def the_objects_of_a_delete() -> None:
    session = KeepingSession()
    query = delete(User).where(User.id == 2).returning(User)
    user = (await session.scalars(query)).one()
    assert user.name == "bob"


@needs(2, 0)
async def the_columns_of_a_delete() -> None:
    session = Session()
    names = (await session.scalars(delete(User).where(User.id == 2).returning(User.name))).all()
    await session.commit()
    assert names == ["bob"]


@needs(2, 0)
async def an_upsert_of_a_new_row() -> None:
    session = Session()
    query = upsert(User).values(id=9, name="cid", visits=0)
    query = query.on_conflict_do_update(index_elements=[User.id], set_={"name": "cid"})
    user = (await session.scalars(query.returning(User))).one()
    assert user.name == "cid"
    assert user.posts == []  # IO: never loaded


@needs(2, 0)
async def an_upsert_of_a_row_that_is_there() -> None:
    session = Session()
    before = (await session.scalars(ANN)).one()
    query: Any = upsert(User).values(id=1, name="anna", visits=0)
    query = query.on_conflict_do_update(index_elements=[User.id], set_={"name": "anna"})
    query = query.returning(User).execution_options(populate_existing=True)
    user = (await session.scalars(query)).one()
    assert user is before and user.name == "anna"
    await session.commit()
    assert user.name  # IO: expired by commit()


@needs(2, 0)
async def an_upsert_that_returns_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = upsert(User).values(id=1, name="anna", visits=0)
    await session.execute(query.on_conflict_do_nothing())
    assert user.name == "ann"


async def an_insert_expires_nothing() -> None:
    session = Session()
    note = (await session.scalars(select(Note))).one()
    await session.execute(insert(Note), [{"text": "a"}, {"text": "b"}])
    assert note.changed is None and note.loud == "NOTE"


async def the_number_of_rows() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    result: Any = await session.execute(delete(Post).where(Post.author_id == 1))
    await session.commit()
    assert result.rowcount == 2 and user.name == "ann"
