"""`expire()` and `rollback()` empty objects too, whatever `expire_on_commit` says."""

from __future__ import annotations

import random

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from conformance.models import ANN, BOB, POST, TAG, KeepingSession, Post, Session, User

BY_NAME = select(User).where(User.name == "ann")


async def a_rollback_after_a_flush_of_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.flush()
    await session.rollback()
    assert user.name == "ann"


async def a_rollback_after_a_flush_of_something() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    user.name = "anna"
    await session.flush()
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def what_is_put_in_after_an_expiry_stays() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = Post(title="new")
    session.expire(user)
    await session.run_sync(lambda _: user.posts.append(post))
    await session.flush()
    assert user.posts[-1] is post
    assert post.tags  # IO: never loaded, new


async def a_rollback_brings_back_what_was_deleted() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.delete(user)
    await session.flush()
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def a_rollback_brings_back_what_was_to_be_deleted() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.delete(user)
    await session.rollback()
    await session.commit()
    assert user.name == "ann"  # IO: expired by rollback()


async def a_rollback_after_a_branch_that_has_deleted() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    visits = user.visits
    if visits > 5:
        await session.delete(user)
        await session.commit()
    await session.scalars(BOB)
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def a_rollback_leaves_alone_what_was_deleted_before() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.delete(user)
    await session.commit()
    await session.scalars(BOB)
    await session.rollback()
    assert user.name == "ann"


async def a_rollback_to_a_savepoint_expires_nothing_that_was_deleted() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    savepoint = await session.begin_nested()
    await session.delete(user)
    await session.flush()
    await savepoint.rollback()
    assert user.name == "ann"


async def a_rollback_expires_what_went_elsewhere_before_it_was_deleted() -> None:
    session = KeepingSession()
    user = (await session.scalars(BOB)).one()
    random.shuffle([user])
    await session.delete(user)
    await session.rollback()
    assert user.name == "bob"  # IO: expired by rollback()


async def what_went_elsewhere_before_it_was_deleted() -> None:
    session = KeepingSession()
    user = (await session.scalars(BOB)).one()
    random.shuffle([user])
    await session.delete(user)
    await session.commit()
    assert user.name == "bob"


async def expire_takes_columns() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user)
    assert user.name == "ann"  # IO: expired by expire()


async def expire_takes_the_primary_key() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user)
    assert user.id == 1  # IO: expired by expire()


async def expire_takes_collections() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    session.expire(user)
    assert user.posts  # IO: expired by expire()


async def expire_takes_one_object() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    bob = (await session.scalars(BOB)).one()
    session.expire(ann)
    assert bob.name == "bob"


async def expire_leaves_what_hangs_on_the_object() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = user.posts[0]
    session.expire(user)
    assert post.title == "first"


async def expire_takes_the_named_attribute() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user, ["name"])
    assert user.name == "ann"  # IO: expired by expire()


async def expire_leaves_other_attributes() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user, ["name"])
    assert (user.id, user.email) == (1, "ann@example.org")


async def expire_takes_a_named_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    session.expire(user, ["posts"])
    assert user.posts  # IO: expired by expire()


async def expire_takes_a_named_collection_of_many_to_many() -> None:
    session = Session()
    post = (await session.scalars(POST.options(selectinload(Post.tags)))).one()
    session.expire(post, ["tags"])
    assert post.title == "first"
    assert post.tags  # IO: expired by expire()


async def expire_takes_a_named_one_to_one() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    profile = user.profile
    session.expire(user, ["profile"])
    assert user.profile is profile  # IO: expired by expire()


async def expire_takes_a_named_many_to_one() -> None:
    session = Session()
    post = (await session.scalars(POST.options(selectinload(Post.author)))).one()
    session.expire(post, ["author"])
    assert post.author  # IO: expired by expire()


async def expire_of_a_many_to_one_leaves_its_target_in_hand() -> None:
    session = Session()
    user = (await session.scalars(BY_NAME)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is user
    session.expire(post, ["author"])
    assert post.author is user


async def expire_of_a_many_to_one_without_a_key() -> None:
    session = Session()
    post = (await session.scalars(select(Post).where(Post.author_id.is_(None)))).one()
    session.expire(post, ["author"])
    assert post.author is None


async def a_keeping_commit_brings_nothing_back() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    session.expire(user, ["name"])
    await session.commit()
    assert user.email == "ann@example.org"
    assert user.name == "ann"  # IO: expired by expire()


async def expiring_one_name_leaves_a_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    session.expire(user, ["name"])
    assert len(user.posts) == 2


async def expire_all_takes_everything() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    bob = (await session.scalars(BOB)).one()
    session.expire_all()
    assert ann in session
    assert bob.name == "bob"  # IO: expired by expire_all()


async def expire_all_leaves_new_objects() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    session.expire_all()
    assert user.name == "cid"


async def expire_all_leaves_what_a_flush_has_deleted() -> None:
    session = Session()
    tag = (await session.scalars(TAG)).one()
    await session.delete(tag)
    await session.flush()
    session.expire_all()
    assert tag.label == "new"


async def refreshing_after_expire() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user)
    await session.refresh(user)
    assert user.name == "ann"


async def selecting_after_expire() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire_all()
    await session.scalars(select(User))
    assert user.name == "ann"


async def the_last_to_expire_is_to_blame() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user)
    session.expire(user)
    assert user.name == "ann"  # IO: expired by expire()


async def rollback_takes_columns() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def rollback_takes_collections() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.rollback()
    assert user.posts  # IO: expired by rollback()


async def rollback_of_a_keeping_session() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def rollback_with_nothing_begun() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.rollback()
    assert user.name == "ann"


async def rollback_twice() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    await session.refresh(user)
    assert user.name == "ann"
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def rollback_lets_go_of_a_pending_object() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.rollback()
    assert (user.name, user.posts) == ("cid", [])


async def rollback_lets_go_of_an_inserted_object() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    await session.rollback()
    assert user.name == "cid"


async def rollback_of_what_was_inserted_and_perhaps_committed() -> None:
    session = KeepingSession()
    bob = (await session.scalars(BOB)).one()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    if not bob.visits:
        await session.commit()
    await session.rollback()
    assert user.name == "cid"


async def rollback_of_what_began_after_it_was_perhaps_committed() -> None:
    session = KeepingSession()
    bob = (await session.scalars(BOB)).one()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    if not bob.visits:
        await session.commit()
        await session.scalars(ANN)
    await session.rollback()
    assert user.name == "cid"  # IO: expired by rollback()


async def rollback_takes_what_was_committed_before() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.commit()
    await session.scalars(POST)
    await session.rollback()
    assert user.name == "cid"  # IO: expired by rollback()


async def rollback_after_a_commit_is_not_to_blame() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.rollback()
    assert user.name == "ann"  # IO: expired by commit()


async def rollback_after_a_failed_flush() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    session.add(Post(id=1, title="taken"))
    try:
        await session.flush()
    except Exception:
        await session.rollback()
        assert user.name == "ann"  # IO: expired by rollback()


async def rollback_after_a_failed_commit() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    session.add(Post(id=1, title="taken"))
    try:
        await session.commit()
    except Exception:
        await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def a_value_kept_before_a_rollback() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    name = user.name
    await session.rollback()
    assert name == "ann"


async def assigning_after_a_rollback() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    user.name = "anna"
    assert user.name == "anna"


async def rollback_in_run_sync() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda sync_session: sync_session.rollback())
    assert user.name == "ann"  # IO: expired by rollback()


async def what_a_collection_has_brought_back() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    first, _ = user.posts
    await session.rollback()
    assert user.posts  # IO: expired by rollback()
    assert first.title


async def a_rollback_that_never_runs() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    back = session.rollback()
    back.close()
    assert user.name == "ann"


async def rollback_takes_the_primary_key() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    assert user.id == 1  # IO: expired by rollback()


async def rollback_leaves_the_identity() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    assert inspect(user).identity == (1,)


async def rollback_of_a_keeping_session_takes_collections() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.rollback()
    assert user.posts  # IO: expired by rollback()


async def rollback_leaves_nothing_to_load_of_an_inserted_object() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    await session.rollback()
    assert user.posts == [] and user.profile is None
