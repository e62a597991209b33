"""`commit()` empties every object of the session, unless `expire_on_commit` is False."""

from __future__ import annotations

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from conformance.models import ANN, BOB, ORPHAN, POST, KeepingSession, Post, Session, User


async def a_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def the_primary_key_too() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.id == 1  # IO: expired by commit()


async def not_the_identity() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert inspect(user).identity == (1,)


async def not_what_was_kept_in_a_variable() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    name = user.name
    await session.commit()
    assert name == "ann"


async def an_object_that_nobody_changed() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    bob = (await session.scalars(BOB)).one()
    ann.name = "anna"
    await session.commit()
    assert bob.name == "bob"  # IO: expired by commit()


async def what_was_assigned_before() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    await session.commit()
    assert user.name == "anna"  # IO: expired by commit()


async def what_is_assigned_afterwards_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    user.name = "anna"
    assert user.name == "anna"


async def what_is_assigned_afterwards_brings_nothing_else_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    user.name = "anna"
    assert user.email is not None  # IO: expired by commit()


async def a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    assert user.posts  # IO: expired by commit()


async def a_collection_that_was_never_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.posts  # IO: never loaded


async def the_objects_in_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = user.posts[0]
    await session.commit()
    assert post.title == "first"  # IO: expired by commit()


async def a_many_to_one_without_a_foreign_key() -> None:
    session = Session()
    post = (await session.scalars(ORPHAN)).one()
    await session.commit()
    assert post.author is None  # IO: never loaded


async def every_commit_anew() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user)
    assert user.name == "ann"
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def refreshing_helps() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user)
    assert (user.id, user.name) == (1, "ann")


async def refreshing_another_object_does_not_help() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    bob = (await session.scalars(BOB)).one()
    await session.commit()
    await session.refresh(bob)
    assert ann.name == "ann"  # IO: expired by commit()


async def selecting_it_again_helps() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.scalars(ANN)
    assert user.name == "ann"


async def getting_it_again_helps() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.get(User, 1)
    assert user.name == "ann"


async def what_is_selected_afterwards_is_there() -> None:
    session = Session()
    await session.scalars(ANN)
    await session.commit()
    user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def selecting_another_class_does_not_help() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.scalars(POST)
    assert user.name == "ann"  # IO: expired by commit()


async def every_row_of_a_list() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    await session.commit()
    assert [user.name for user in users]  # IO: expired by commit()


async def a_list_that_is_refreshed_one_by_one() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    await session.commit()
    for user in users:
        await session.refresh(user)
    assert [user.name for user in users] == ["ann", "bob"]


async def the_second_turn_of_a_loop() -> None:
    session = Session()
    for user in (await session.scalars(select(User))).all():
        assert user.name  # IO: expired by commit()
        await session.commit()


async def a_keeping_session_keeps_columns() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    await session.commit()
    assert (user.id, user.name) == (1, "anna")


async def a_keeping_session_keeps_collections() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    assert user.posts[0].title == "first"


async def a_keeping_session_loads_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.posts  # IO: never loaded


async def a_session_is_told_when_it_is_made() -> None:
    session = Session(expire_on_commit=False)
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"


async def a_session_is_told_the_opposite() -> None:
    session = KeepingSession(expire_on_commit=True)
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def flush_expires_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    await session.flush()
    assert (user.id, user.name) == (1, "anna")


async def the_commit_of_another_session() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN)).one()
    await other.scalars(ANN)
    await other.commit()
    assert user.name == "ann"


async def a_commit_in_run_sync() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda sync_session: sync_session.commit())
    assert user.name == "ann"  # IO: expired by commit()


async def a_commit_of_the_connection_expires_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    connection = await session.connection()
    await connection.commit()
    assert user.name == "ann"


async def a_deleted_object_is_let_go_with_its_values() -> None:
    session = Session()
    user = (await session.scalars(BOB)).one()
    await session.delete(user)
    await session.commit()
    assert user.name == "bob"


async def an_expunged_object_is_let_go_with_its_values() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    await session.commit()
    assert user.name == "ann"


async def a_failed_commit_is_another_error() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.add(Post(id=1, title="taken"))
    try:
        await session.commit()
    except Exception:
        assert user.name == "ann"  # raises PendingRollbackError


async def a_sync_setting_of_the_facade_does_nothing() -> None:
    session = Session()
    session.expire_on_commit = False  # type: ignore[attr-defined]
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_flush_brings_back_only_what_it_writes(email: str | None = None) -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    if email is not None:
        user.email = email
    await session.flush()
    assert user.visits == 0  # IO: expired by commit()


async def a_flush_brings_back_what_it_writes(email: str = "ann@example.org") -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if email is not None:
        await session.commit()
    user.email = email
    await session.flush()
    assert user.visits == 0
    await session.rollback()


async def a_flush_brings_back_what_was_written_where_it_had_expired(email: str = "new") -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if email is not None:
        await session.commit()
        user.email = email
    await session.flush()
    assert user.visits == 0
    await session.rollback()


async def deleting_brings_the_object_back() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    await session.delete(post)
    await session.flush()
    assert post.title == "first"
