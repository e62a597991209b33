"""How rows are changed: attribute by attribute, by name, in bulk."""

from __future__ import annotations

import datetime
import json
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import selectinload

from conformance.harness import needs
from conformance.models import (
    ANN,
    NOTE,
    POST,
    TAG,
    KeepingSession,
    Note,
    Post,
    Profile,
    Session,
    User,
)
from conformance.services import apply


async def setattr_in_a_loop_and_flush() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    values = {"text": "new", "edits": 3}
    for name, value in values.items():
        setattr(note, name, value)
    await session.flush()
    assert (note.text, note.edits) == ("new", 3)


async def setattr_in_a_loop_generates() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    values = {"text": "new"}
    for name, value in values.items():
        setattr(note, name, value)
    await session.flush()
    assert note.changed  # IO: generated


async def setattr_in_a_loop_generates_for_a_keeping_session() -> None:
    async def change(note: Note, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(note, name, value)

    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    await change(note, {"text": "new"})
    await session.commit()
    assert note.changed  # IO: generated


async def setattr_of_what_may_be_none_generates() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one_or_none()
    for name, value in json.loads('{"text": "new"}').items():
        setattr(note, name, value)
    await session.commit()
    assert note
    assert note.changed  # IO: generated


async def setattr_in_a_loop_and_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    values = {"name": "anna"}
    for name, value in values.items():
        setattr(user, name, value)
    await session.commit()
    assert user.name  # IO: expired by commit()


async def setattr_in_a_loop_and_refresh() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    values = {"name": "anna"}
    for name, value in values.items():
        setattr(user, name, value)
    await session.commit()
    await session.refresh(user)
    assert user.name == "anna"


async def setattr_of_unknown_names_leaves_a_collection_unloaded() -> None:
    async def change(user: User, values: dict[str, Any]) -> User:
        for name, value in values.items():
            if hasattr(User, name):
                setattr(user, name, value)
        return user

    session = Session()
    user = (await session.scalars(ANN)).one()
    user = await change(user, {"name": "anna"})
    await session.flush()
    assert user.profile  # IO: never loaded


async def setattr_of_a_collection_by_name() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    values: dict[str, Any] = {"posts": []}
    for name, value in values.items():
        setattr(user, name, value)  # IO: never loaded


async def setattr_of_a_collection_among_arguments() -> None:
    async def change(user: User, **values: Any) -> None:
        for name in values:
            setattr(user, name, values[name])  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    await change(user, name="anna", posts=[])


async def setattr_of_a_key() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    values: dict[str, Any] = {"name": "anna"}
    values.update({"id": 7}, email="anna@example.org")
    values.pop("name")
    await session.commit()
    for name, value in values.items():
        setattr(user, name, value)  # IO: expired by commit()


async def setattr_of_what_is_no_key() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    values: dict[str, Any] = {"id": 7, "name": "anna"}
    values.pop("id")
    await session.commit()
    for name, value in values.items():
        setattr(user, name, value)
    assert user.name == "anna"


async def only_what_has_changed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    values = {"name": "anna", "visits": 1}
    for name, value in values.items():
        if getattr(user, name) != value:
            setattr(user, name, value)
    await session.flush()
    assert (user.name, user.visits) == ("anna", 1)


async def the_dictionary_of_the_object() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    user.__dict__.update(email=None)
    await session.commit()
    assert user.email is None


async def one_column_and_the_others() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    await session.flush()
    assert (user.id, user.email, user.visits) == (1, "ann@example.org", 0)


async def a_value_that_is_the_same_generates_nothing() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.flush()
    assert (note.loud, note.changed) == ("NOTE", None)


async def a_change_of_another_object_generates_nothing() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    await session.flush()
    assert (note.loud, note.changed) == ("NOTE", None)


async def a_deferred_column_that_is_set() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.body = "short"
    await session.flush()
    assert note.body == "short"


async def a_column_that_is_expired_by_its_value() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.visits = User.visits + 1
    await session.flush()
    assert user.name == "ann"


async def a_column_that_is_expired_by_its_value_and_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.visits = User.visits + 1
    await session.flush()
    await session.refresh(user, ["visits"])
    assert user.visits == 1


async def a_column_before_the_flush_of_its_expression() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.visits = User.visits + 1
    assert user.visits is not None


async def a_value_of_the_database_after_a_commit() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    user.name = func.upper("anna")
    await session.commit()
    assert user.name  # IO: generated


async def what_is_assigned_twice() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    user.name = func.upper("anna")
    user.name = "anna"
    await session.commit()
    assert user.name == "anna"


# Collections


async def append_and_flush() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    user.posts.append(Post(title="third"))
    await session.flush()
    assert [post.title for post in user.posts] == ["first", "second", "third"]


async def append_of_what_is_held() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    user.posts.append(post)  # IO: never loaded


async def extend() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts.extend([Post(title="third")])  # IO: never loaded


async def remove() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    user.posts.remove(post)  # IO: never loaded


async def remove_from_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    user.posts.remove(user.posts[0])
    await session.flush()
    assert len(user.posts) == 1


async def a_slice() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts[:] = []  # IO: never loaded


async def an_item() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    del user.posts[0]  # IO: never loaded


async def the_other_side_instead() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    post = Post(title="third", author_id=user.id)
    session.add(post)
    await session.commit()
    assert post.author_id == 1


async def a_foreign_key_instead_of_the_object() -> None:
    session = KeepingSession()
    post = Post(title="third", author_id=2)
    session.add(post)
    await session.commit()
    assert post.author  # IO: never loaded, new


async def a_one_to_one_that_is_replaced() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    user.profile = Profile(city="Rom")
    await session.commit()
    assert user.profile.city == "Rom"


async def a_collection_that_is_replaced_after_a_refresh() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    user.posts = [Post(title="third")]
    await session.commit()
    await session.refresh(user)
    assert len(user.posts) == 1


# In bulk


async def an_update_with_a_constant() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(visits=5))
    assert user.visits == 5


async def an_update_with_what_only_the_database_knows() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(name=func.upper(User.name)))
    assert user.name  # IO: expired by update()


async def an_update_with_what_only_the_database_knows_elsewhere() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(name=func.upper(User.name)))
    assert user.email


async def an_update_and_a_refresh() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(name=func.upper(User.name)))
    await session.refresh(user)
    assert user.name == "ANN"


async def an_update_and_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User).where(User.id == 1).values(visits=5))
    await session.commit()
    assert user.visits  # IO: expired by commit()


async def an_update_of_a_table() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    table: Any = User.__table__
    await session.execute(update(table).values(name=func.upper("anna")))
    assert user.name == "ann"


async def an_update_that_fetches() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = update(User).where(User.id == 1).values(visits=5)
    await session.execute(query.execution_options(synchronize_session="fetch"))
    assert (user.name, user.visits) == ("ann", 5)


@needs(2, 0)
async def an_update_that_returns() -> None:
    session = Session()
    query = update(User).where(User.id == 1).values(visits=5).returning(User)
    user = (await session.scalars(query)).one()
    assert user.visits == 5
    assert user.posts  # IO: never loaded


@needs(2, 0)
async def an_update_that_returns_columns() -> None:
    session = Session()
    query = update(User).where(User.id == 1).values(visits=5).returning(User.id, User.visits)
    row = (await session.execute(query)).one()
    await session.commit()
    assert row.visits == 5


@needs(2, 0)
async def an_update_by_primary_key() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(update(User), [{"id": 1, "visits": 5}])
    assert user.name == "ann"


@needs(2, 0)
async def an_insert_of_many_that_returns() -> None:
    session = KeepingSession()
    query = insert(User).returning(User)
    rows = [{"name": "cid", "visits": 0}, {"name": "dan", "visits": 0}]
    users = (await session.scalars(query, rows)).all()
    await session.commit()
    assert {user.name for user in users} == {"cid", "dan"}
    assert users[0].posts  # IO: never loaded


@needs(2, 0)
async def an_insert_that_returns_and_expires() -> None:
    session = Session()
    query = insert(User).values(name="cid", visits=0).returning(User)
    user = (await session.scalars(query)).one()
    await session.commit()
    assert user.name  # IO: expired by commit()


@needs(2, 0)
async def an_insert_that_returns_with_options() -> None:
    session = Session()
    query = insert(User).values(name="cid", visits=0).returning(User)
    user = (await session.scalars(query.options(selectinload(User.posts)))).one()
    assert user.posts == []


async def a_delete_that_meets_the_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(delete(User).where(User.id == 1))
    assert user.name == "ann"


async def a_delete_of_the_children() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.execute(delete(Post).where(Post.author_id == user.id))
    assert len(user.posts) == 2


async def an_insert_from_a_select() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = insert(User).from_select(["name", "visits"], select(User.name, User.visits))
    await session.execute(query)
    assert user.name == "ann"


async def setattr_in_a_loop_where_another_branch_commits() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if json.loads("true"):
        await session.commit()
    else:
        apply(user, json.loads('{"name": "anna"}'))
    await session.flush()
    assert user.name == "ann"  # IO: expired by commit()


async def setattr_in_a_loop_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if json.loads("true"):
        await session.commit()
    apply(user, json.loads('{"name": "anna"}'))
    await session.flush()
    assert user.email == "ann@example.org"


async def setattr_in_a_loop_of_the_only_column() -> None:
    session = Session()
    tag = (await session.scalars(TAG)).one()
    await session.commit()
    apply(tag, json.loads('{"label": "old"}'))
    assert tag.label == "old"
    assert tag.id  # IO: expired by commit()


async def a_delete_takes_the_object_out() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.execute(delete(User).where(User.id == 1))
    assert user not in session


async def what_a_loop_puts_back_after_a_rollback() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    kept = {key: value for key, value in note.__dict__.items() if key in ("text", "changed")}
    await session.rollback()
    apply(note, {**kept, "changed": datetime.datetime(2000, 1, 1)})
    await session.flush()
    assert note.changed is not None


async def what_a_loop_gives_to_what_is_there() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    apply(note, json.loads('{"text": "new"}'))
    await session.flush()
    assert note.changed  # IO: generated


@needs(2, 0)
async def rows_that_an_update_may_have_expired_and_that_are_refreshed() -> None:
    session = Session()
    users = (await session.scalars(select(User).order_by(User.id))).all()
    ids = {user.id for user in users if user.name == "bob"}
    await session.execute(update(User).where(User.id.in_(ids)).values(visits=func.abs(-7)))
    for user in users:
        if user.id in ids:
            await session.refresh(user, ["visits"])
    for user in users:
        assert user.visits is not None


@needs(2, 0)
async def rows_that_an_update_may_have_expired() -> None:
    session = Session()
    users = (await session.scalars(select(User).order_by(User.id))).all()
    ids = {user.id for user in users if user.name == "ann"}
    await session.execute(update(User).where(User.id.in_(ids)).values(visits=func.abs(-7)))
    for user in users:
        assert user.visits is not None  # IO: expired by update()


@needs(2, 0)
async def rows_that_an_update_may_have_expired_after_the_refresh() -> None:
    session = Session()
    users = (await session.scalars(select(User).order_by(User.id))).all()
    ids = {user.id for user in users if user.name == "ann"}
    for user in users:
        if user.id in ids:
            await session.refresh(user, ["visits"])
    await session.execute(update(User).where(User.id.in_(ids)).values(visits=func.abs(-7)))
    for user in users:
        assert user.visits is not None  # IO: expired by update()


async def what_was_changed_before_a_refresh() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    json.dumps(note, default=str)
    note.text = "new"
    await session.commit()
    await session.refresh(note)
    await session.flush()
    assert note.changed is not None
