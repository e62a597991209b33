"""What statements do to the objects that the session holds already."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import selectinload

from conformance.harness import needs, unseen, until
from conformance.models import ANN, BOB, NOTE, Note, Post, Session, User


async def an_update_keeps_what_it_can_work_out() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(name="anna"))
    assert (user.id, user.name) == (1, "anna")


async def an_update_leaves_other_columns_alone() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).values(visits=User.visits + 1))
    assert user.email == "ann@example.org"


@needs(2, 0)
async def an_update_expires_onupdate() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.execute(update(Note).values(text="new"))
    assert note.changed is not None  # IO: expired by update()


@needs(2, 0)
async def an_update_does_not_set_what_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(name=func.lower(User.name)))
    await session.execute(update(User).where(User.id == 1).values(name="anna"))
    assert user.name == "anna"  # IO: expired by update()


@needs(2, 0)
async def an_update_of_one_of_many_does_not_set_what_is_expired() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    await session.execute(update(User).where(User.id == 1).values(name=func.lower(User.name)))
    await session.execute(update(User).where(User.id == 1).values(name="anna"))
    for user in users:
        assert user.name  # IO: expired by update()


@needs(2, 0)
async def an_update_of_what_came_along_in_a_collection() -> None:
    session = Session()
    users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
    await session.execute(update(Post).where(Post.id == 1).values(title=func.lower(Post.title)))
    for user in users:
        for post in user.posts:
            assert post.title  # IO: expired by update()


async def an_update_that_sets_what_came_along_in_a_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.execute(update(Post).where(Post.author_id == 1).values(title="new"))
    assert [post.title for post in user.posts] == ["new", "new"]


async def an_update_that_does_not_synchronize() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    query = update(Note).values(text="new").execution_options(synchronize_session=False)
    await session.execute(query)
    assert (note.text, note.changed) == ("note", None)


async def an_update_that_does_not_synchronize_leaves_onupdate() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    query = update(Note).values(text="new").execution_options(synchronize_session=False)
    await session.execute(query)
    assert note.changed is None


async def an_update_of_another_class() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(Note).values(text="new"))
    assert user.name == "ann"


async def an_update_brings_nothing_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.execute(update(Note).values(text="new"))
    assert user.name == "ann"  # IO: expired by commit()


async def a_delete_of_others() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(delete(User).where(User.id == 2))
    assert user.name == "ann"


async def an_insert_touches_no_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(insert(User).values(name="cid", visits=0))
    assert user.name == "ann"


@needs(2, 0)
async def an_insert_that_returns_an_object() -> None:
    session = Session()
    query = insert(User).values(name="cid", visits=0).returning(User)
    user = (await session.scalars(query)).one()
    assert (user.id, user.name) == (3, "cid")
    assert user.posts == []  # IO: never loaded


async def textual_sql_touches_no_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(text("UPDATE users SET name = 'anna'"))
    assert user.name == "ann"


@until(2, 1)
async def textual_sql_does_not_flush() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.execute(text("SELECT 1"))
    assert user.posts == []


@until(2, 1)
async def a_query_of_no_class_does_not_flush() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.scalar(select(func.now()))
    assert user.posts == []


@needs(2, 1)
@unseen("before SQLAlchemy 2.1 it does not flush")
async def textual_sql_flushes() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.execute(text("SELECT 1"))
    assert user.posts == []  # IO: never loaded, new


async def a_query_of_columns_flushes() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.execute(select(Post.id))
    assert user.posts == []  # IO: never loaded, new


async def an_update_flushes() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.execute(update(Note).values(text="new"))
    assert user.posts == []  # IO: never loaded, new


async def populate_existing_takes_collections() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = ANN.execution_options(populate_existing=True)
    again = (await session.scalars(query)).one()
    assert again is user
    assert again.posts  # IO: never loaded


async def populate_existing_brings_columns_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.scalars(ANN.execution_options(populate_existing=True))
    assert user.name == "ann"


async def a_query_brings_expired_columns_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.scalars(select(User))
    assert (user.id, user.name) == (1, "ann")


async def a_query_brings_expired_collections_back_only_with_an_option() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    await session.scalars(ANN)
    assert user.posts  # IO: expired by commit()


async def a_query_fills_collections_with_an_option() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.scalars(ANN.options(selectinload(User.posts)))
    assert len(user.posts) == 2


async def a_query_that_loads_it_at_the_other_end() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(select(Post).options(selectinload(Post.author)))).first()
    assert post is not None
    assert post.author is user


async def a_query_of_other_rows_brings_nothing_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.scalars(BOB)
    assert user.name == "ann"  # IO: expired by commit()


async def a_query_of_columns_brings_nothing_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.execute(select(User.id, User.name))
    assert user.name == "ann"  # IO: expired by commit()


async def scalar() -> None:
    session = Session()
    user = await session.scalar(ANN)
    assert user is not None
    assert user.posts  # IO: never loaded


async def first_of_rows() -> None:
    session = Session()
    row = (await session.execute(ANN)).first()
    assert row is not None
    assert row.User.posts  # IO: never loaded


async def one_or_none() -> None:
    session = Session()
    user = (await session.execute(ANN)).scalar_one_or_none()
    assert user is not None
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


async def a_tuple_of_two_entities() -> None:
    session = Session()
    query = select(User, Post).join(Post.author).where(Post.id == 1)
    for user, post in (await session.execute(query)).all():
        assert (user.name, post.title) == ("ann", "first")
        assert post.tags  # IO: never loaded


async def rows_of_a_loop_without_all() -> None:
    session = Session()
    for user in await session.scalars(select(User)):
        assert user.name
        assert user.posts is not None  # IO: never loaded
