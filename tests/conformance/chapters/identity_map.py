"""A many-to-one costs nothing when the session holds its target, or when there is none."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from conformance.harness import unseen
from conformance.models import ANN, BOB, ORPHAN, POST, PROFILE, Post, Session, User


async def a_target_that_nobody_holds() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    assert post.author is not None  # IO: never loaded


async def a_target_that_a_variable_holds() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is user


async def a_target_that_is_loaded_afterwards() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    user = (await session.scalars(ANN)).one()
    assert post.author is user


async def a_target_that_a_list_holds() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    post = (await session.scalars(POST)).one()
    assert post.author in users


@unseen("which object of a class is held is not known")
async def another_object_of_the_class() -> None:
    session = Session()
    bob = (await session.scalars(BOB)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is not bob  # IO: never loaded


@unseen("what was loaded and dropped is taken to be held")
async def a_target_that_was_dropped() -> None:
    session = Session()
    (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is not None  # IO: never loaded


@unseen("which session holds an object is not asked")
async def a_target_that_another_session_holds() -> None:
    session, other = Session(), Session()
    user = (await other.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is not user  # IO: never loaded


@unseen("whether the target has expired is not asked")
async def a_target_that_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    session.expire(user)
    assert post.author is user  # IO: never loaded


async def a_one_to_one_from_the_side_with_the_key() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    profile = (await session.scalars(PROFILE)).one()
    assert profile.user is user


async def a_one_to_one_from_the_other_side() -> None:
    session = Session()
    profile = (await session.scalars(PROFILE)).one()
    user = (await session.scalars(ANN)).one()
    assert user.profile is profile  # IO: never loaded


async def a_collection_whose_rows_are_held() -> None:
    session = Session()
    posts = (await session.scalars(select(Post))).all()
    user = (await session.scalars(ANN)).one()
    assert user.posts is not posts  # IO: never loaded


async def joinedload_of_a_many_to_one() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is not None
    assert post.author.name == "ann"


async def joinedload_of_a_target_that_is_not_there() -> None:
    session = Session()
    post = (await session.scalars(ORPHAN.options(joinedload(Post.author)))).one()
    assert post.author is None


async def what_a_target_holds_is_lazy() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is not None
    assert post.author.posts  # IO: never loaded


async def the_children_of_a_held_parent() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    for post in user.posts:
        assert post.author is user


async def an_expired_foreign_key() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    assert post.author is not None  # IO: never loaded


async def an_expired_foreign_key_of_a_held_target() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    await session.commit()
    await session.refresh(user)
    assert post.author is user  # IO: never loaded


async def a_new_target() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    post = Post(title="third", author_id=user.id)
    session.add(post)
    await session.flush()
    assert post.author is user


async def a_parameter_may_hold_it() -> None:
    async def titles(session: object, user: User, post: Post) -> bool:
        return post.author is user

    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    assert await titles(session, user, post)
