"""A many-to-one costs nothing when the session holds its target, or when there is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ForeignKey, Integer, insert, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    joinedload,
    lazyload,
    load_only,
    mapped_column,
    relationship,
    selectinload,
)

from conformance.harness import false_alarm, needs, unseen, until
from conformance.models import (
    ANN,
    BOB,
    LEAF,
    ORPHAN,
    POST,
    PROFILE,
    KeepingSession,
    Node,
    Post,
    Profile,
    Session,
    User,
)


class Base(DeclarativeBase):
    __abstract__ = True


class Knight(Base):
    __tablename__ = "knights"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)

    shield: Mapped[Shield | None] = relationship("Shield", back_populates="knight", uselist=False)


class Castle(Base):
    __tablename__ = "castles"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)

    bridges: Mapped[list[Bridge]] = relationship("Bridge", lazy="selectin")


class Bridge(Base):
    __tablename__ = "bridges"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    castle_id: Mapped[int | None] = mapped_column(ForeignKey("castles.id"))


class Warden(Base):
    __tablename__ = "wardens"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    castle_id: Mapped[int | None] = mapped_column(ForeignKey("castles.id"))
    bridge_id: Mapped[int | None] = mapped_column(ForeignKey("bridges.id"))

    castle: Mapped[Castle | None] = relationship("Castle")
    bridge: Mapped[Bridge | None] = relationship("Bridge")


class Shield(Base):
    __tablename__ = "shields"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    knight_id: Mapped[int | None] = mapped_column(ForeignKey("knights.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("shields.id"))

    knight: Mapped[Knight | None] = relationship("Knight", back_populates="shield")
    model: Mapped[Shield | None] = relationship("Shield", remote_side=[id])


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    connection.execute(insert(Knight), {"id": 1})
    connection.execute(insert(Shield), [{"id": 1}])
    connection.execute(insert(Shield), [{"id": 2, "knight_id": 1, "model_id": 1}])


async def a_target_that_nobody_holds() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    assert post.author is not None  # IO: never loaded


async def a_target_that_was_fetched_by_the_key() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    user = await session.get(User, post.author_id)
    assert post.author is user


async def a_target_that_was_selected_by_the_key() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    user = (await session.scalars(select(User).where(User.id == post.author_id))).one()
    assert post.author is user


async def a_target_that_only_the_relationship_holds() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    if json.loads("false"):
        await session.run_sync(lambda _: post.author)
    assert post.author  # IO: never loaded


async def a_target_that_a_variable_holds_as_well() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    author = (await session.scalars(select(User).where(User.id == post.author_id))).one()
    if json.loads("false"):
        await session.run_sync(lambda _: post.author)
    assert post.author is author


async def a_target_that_another_branch_has_brought() -> None:
    async def show(session: AsyncSession, whole: bool) -> object:
        if whole:
            post = (await session.scalars(POST.options(selectinload(Post.author)))).one()
        else:
            post = (await session.scalars(POST)).one()
        return post.author  # IO: never loaded

    await show(Session(), True)
    await show(Session(), False)


async def a_target_that_a_query_for_other_rows_has_brought_in_another_branch() -> None:
    async def show(session: AsyncSession, listed: bool) -> object:
        if listed:
            posts = (await session.scalars(select(Post).options(selectinload(Post.author)))).all()
            assert posts
        else:
            await session.get(Post, 1)
        post = await session.get(Post, 1)
        assert post
        return post.author  # IO: never loaded

    await show(Session(), True)
    await show(Session(), False)


async def a_target_that_the_branch_of_the_rows_has_brought() -> None:
    async def show(session: AsyncSession, wanted: bool) -> list[object]:
        posts: Sequence[Post] = []
        users: Sequence[User] = []
        if wanted:
            posts = (await session.scalars(select(Post).where(Post.author_id == 1))).all()
            users = (await session.scalars(select(User))).all()
        names: list[object] = [post.author for post in posts]
        return names + [user.name for user in users]

    assert await show(Session(), True)
    assert not await show(Session(), False)


@needs(2, 0)
async def a_target_that_each_branch_has_in_its_own_way() -> None:
    async def show(session: AsyncSession, listed: bool) -> object:
        post = (await session.scalars(POST)).one()
        users: Sequence[User] = []
        if listed:
            users = (await session.scalars(select(User))).all()
        else:
            await session.refresh(post, ["author"])
        return (post.author, users)

    assert await show(Session(), True)
    assert await show(Session(), False)


@needs(2, 0)
async def a_target_that_was_found_to_be_the_one() -> None:
    async def of(session: AsyncSession, user_id: int, post: Post) -> str:
        user = await session.get(User, user_id)
        if user is None or post.author_id != user.id:
            return ""
        assert post.author is not None
        return post.author.name

    session = Session()
    post = (await session.scalars(POST)).one()
    assert await of(session, 1, post) == "ann"


async def a_target_that_some_condition_finds() -> None:
    session = Session()
    user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    post = (await session.scalars(POST)).one()
    assert post.author is user


@false_alarm("which row a foreign key leads to is written in the data")
async def a_target_of_a_key_of_its_own() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is user


async def a_target_that_a_list_holds() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    post = (await session.scalars(POST)).one()
    assert post.author in users


async def a_target_that_has_expired() -> None:
    session = Session()
    user_id = json.loads("1")
    user = await session.get(User, user_id)
    post = (await session.scalars(select(Post).where(Post.author_id == user_id))).first()
    assert user is not None and post is not None
    session.expire(user)
    assert post.author is user  # IO: never loaded


async def a_target_of_which_something_is_there_again() -> None:
    session = Session()
    user_id = json.loads("1")
    user = await session.get(User, user_id)
    post = (await session.scalars(select(Post).where(Post.author_id == user_id))).first()
    assert user is not None and post is not None
    session.expire(user)
    await session.refresh(user, ["email"])
    assert post.author is user


async def another_object_of_the_class() -> None:
    session = Session()
    bob = (await session.scalars(BOB)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is not bob  # IO: never loaded


async def a_target_that_was_dropped() -> None:
    session = Session()
    (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is not None  # IO: never loaded


async def a_target_that_another_session_holds() -> None:
    session, other = Session(), Session()
    user = (await other.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is not user  # IO: never loaded


async def a_target_that_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    session.expire(user)
    assert post.author is user  # IO: never loaded


async def a_target_of_which_a_column_is_expired() -> None:
    session = Session()
    user = (await session.scalars(BY_NAME)).one()
    post = (await session.scalars(POST)).one()
    session.expire(user, ["email"])
    assert post.author is user


async def a_target_of_what_lacks_another_column() -> None:
    session = Session()
    user = (await session.scalars(BY_NAME)).one()
    post = (await session.scalars(POST)).one()
    session.expire(post, ["title"])
    assert post.author is user


async def a_one_to_one_from_the_side_with_the_key() -> None:
    session = Session()
    profile = (await session.scalars(PROFILE)).one()
    user = await session.get(User, profile.user_id)
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
    post = (await session.scalars(POST)).one()
    user = await session.get(User, post.author_id)
    assert user is not None
    assert await titles(session, user, post)


async def a_foreign_key_that_is_null() -> None:
    session = Session()
    post = (await session.scalars(ORPHAN)).one()
    assert post.author_id is None
    assert post.author is None


async def a_query_for_rows_without_a_target() -> None:
    session = Session()
    query = select(Post).where(Post.author_id.is_(None))
    for post in (await session.scalars(query)).all():
        assert post.author is None


async def a_query_for_rows_whose_key_is_none() -> None:
    session = Session()
    query = select(Post).where(Post.title != "", Post.author_id == None)  # noqa: E711
    assert (await session.scalars(query)).one().author is None


async def a_query_for_rows_that_are_related_to_none() -> None:
    session = Session()
    query = select(Post).where(Post.author == None)  # noqa: E711
    assert (await session.scalars(query)).one().author is None


async def a_query_for_rows_without_a_target_and_without_the_key() -> None:
    session = Session()
    query = select(Post).where(Post.author_id.is_(None)).options(load_only(Post.title))
    post = (await session.scalars(query)).one()
    assert post.author is None  # IO: never loaded


async def rows_without_a_target_after_a_commit() -> None:
    session = Session()
    query = select(Post).where(Post.author_id.is_(None))
    post = (await session.scalars(query)).one()
    await session.commit()
    assert post.author is None  # IO: never loaded


async def rows_without_a_target_that_are_given_one() -> None:
    session = KeepingSession()
    query = select(Post).where(Post.author_id.is_(None))
    post = (await session.scalars(query)).one()
    post.author_id = 1
    await session.commit()
    assert post.author  # IO: never loaded


async def a_query_for_rows_with_a_target() -> None:
    session = Session()
    query = select(Post).where(Post.author_id.isnot(None)).limit(1)
    post = (await session.scalars(query)).one()
    assert post.author  # IO: never loaded


async def a_query_for_rows_with_a_target_or_without() -> None:
    session = Session()
    query = select(Post).where(or_(Post.author_id.is_(None), Post.id == 1)).order_by(Post.id)
    post = (await session.scalars(query)).first()
    assert post is not None
    assert post.author  # IO: never loaded


async def rows_of_a_target_that_was_fetched_by_the_key() -> None:
    async def titles(user_id: int) -> list[str]:
        session = Session()
        user = await session.get(User, user_id)
        query = select(Post).where(Post.author_id == user_id)
        posts = (await session.scalars(query)).all()
        assert all(post.author is user for post in posts)
        return [post.title for post in posts]

    assert await titles(1) == ["first", "second"]


async def rows_of_a_target_that_was_fetched_by_another_key() -> None:
    async def titles(user_id: int, other_id: int) -> list[str]:
        session = Session()
        user = await session.get(User, other_id)
        query = select(Post).filter_by(author_id=user_id)
        posts = (await session.scalars(query)).all()
        assert not any(post.author is user for post in posts)  # IO: never loaded
        return [post.title for post in posts]

    assert await titles(1, 2) == ["first", "second"]


async def rows_of_a_target_that_is_there() -> None:
    session = Session()
    user = await session.get(User, 1)
    assert user is not None
    for post in (await session.scalars(select(Post).where(Post.author == user))).all():
        assert post.author is user


@until(2, 1)
async def filter_by_after_a_join() -> None:
    session = Session()
    user = await session.get(User, 1)
    query = select(Post).join(Post.author).filter_by(id=1, name="ann").order_by(Post.id)
    post = (await session.scalars(query)).first()
    other = await session.get(Post, 1)
    assert other is not None and post is other and user is not None
    assert post.tags  # IO: never loaded


async def a_target_that_is_fetched_by_its_key() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    author = await session.get(User, post.author_id)
    assert post.author is author


async def a_target_that_is_fetched_by_its_key_and_not_held() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.get(User, 2)
    assert post.author_id == 1


async def a_foreign_key_that_is_left_out() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST.options(load_only(Post.title)))).one()
    assert post.author is user  # IO: never loaded


async def a_target_under_criteria() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = POST.options(lazyload(Post.author.and_(User.name == "ann")))
    post = (await session.scalars(query)).one()
    assert post.author is user  # IO: never loaded


@unseen("of an option, its criteria are not followed")
async def a_target_under_criteria_that_is_in_hand() -> None:
    session = Session()
    query = POST.options(lazyload(Post.author.and_(User.name == "ann")))
    post = (await session.scalars(query)).one()
    user = await session.get(User, post.author_id)
    assert post.author is user  # IO: never loaded


async def a_target_that_a_deeper_object_holds() -> None:
    session = Session()
    query = PROFILE.options(joinedload(Profile.user))
    profile = (await session.scalars(query)).one()
    post = (await session.scalars(POST)).one()
    assert post.author is profile.user


async def the_children_of_a_parent_that_is_held_by_them() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    other = (await session.scalars(select(Post).where(Post.id == 2))).one()
    assert other.author is post.author


async def children_without_their_parent() -> None:
    async def children(session: AsyncSession) -> Sequence[Post]:
        query = select(Post).where(Post.author_id == 1)
        return (await session.scalars(query)).all()

    posts = await children(Session())
    assert posts[0].author  # IO: never loaded


async def a_foreign_key_that_is_set_to_a_held_target() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(ORPHAN)).one()
    post.author_id = user.id
    await session.flush()
    assert post.author is user


async def an_object_that_is_set_changes_the_key() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(ORPHAN)).one()
    post.author = user
    await session.commit()
    assert post.author_id == 1


async def a_target_of_a_closed_session() -> None:
    async with Session() as other:
        user = (await other.scalars(ANN)).one()
    session = Session()
    post = (await session.scalars(POST)).one()
    assert post.author is not user  # IO: never loaded


async def a_target_that_was_expunged() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    post = (await session.scalars(POST)).one()
    assert post.author is not user  # IO: never loaded


async def one_object_for_each_row() -> None:
    session = Session()
    posts = (await session.scalars(select(Post).where(Post.author_id.is_not(None)))).all()
    for post in posts:
        assert post.author  # IO: never loaded


async def a_target_that_is_expired_by_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    post = (await session.scalars(POST)).one()
    assert post.author is user  # IO: never loaded


async def a_target_that_only_one_branch_has_loaded() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    if json.loads("false"):
        user = (await session.scalars(select(User).where(User.name == "ann"))).one()
        assert user.name == "ann"
    assert post.author  # IO: never loaded


async def a_target_that_one_branch_has_loaded_for_another_object_of_that_name() -> None:
    session = Session()
    post, user = (await session.scalars(POST)).one(), None
    if json.loads("false"):
        post = (await session.scalars(select(Post).where(Post.title == "second"))).one()
        user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    assert post.author or user  # IO: never loaded


async def a_target_that_one_branch_has_loaded_for_either_object_of_a_name() -> None:
    session = Session()
    post = user = None
    if json.loads("true"):
        if json.loads("false"):
            post = (await session.scalars(select(Post).where(Post.title == "second"))).one()
        else:
            post = (await session.scalars(POST)).one()
        user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    assert post is not None
    assert post.author is user


async def a_target_that_was_there_before_what_was_inserted() -> None:
    session = KeepingSession()
    user = User(name="cid", posts=[])
    session.add(user)
    await session.flush()
    post = (await session.scalars(POST.options(selectinload(Post.author)))).one()
    post.title = "changed"
    assert post.author is not None
    assert post.author.posts  # IO: never loaded


async def a_target_that_both_branches_have_loaded() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    if json.loads("false"):
        user = (await session.scalars(ANN)).one()
    else:
        user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    assert post.author is user


async def a_target_that_one_branch_has_loaded_and_a_test_has_found() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    user = None
    if json.loads("true"):
        user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    if user is not None:
        assert post.author is user
    assert post.title


async def a_target_that_a_loop_may_have_loaded() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    users = []
    for name in json.loads('["ann"]'):
        users.append((await session.scalars(select(User).where(User.name == name))).one())
    assert post.author in users


async def a_row_that_only_one_branch_has_loaded_more_of() -> None:
    session = Session()
    if json.loads("false"):
        posts = (await session.scalars(POST.options(joinedload(Post.author)))).all()
        assert posts
    post = await session.get(Post, json.loads("1"))
    assert post is not None
    assert post.author  # IO: never loaded


BY_NAME = select(User).where(User.name == "ann")


async def a_target_whose_name_is_of_something_else_now() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    user: object = (await session.scalars(BY_NAME)).one()
    user = json.loads("1")
    assert user
    assert post.author  # IO: never loaded


async def a_target_that_came_with_what_has_another_name_now() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    post = Post(title="new", author_id=1)
    session.add(post)
    await session.flush()
    assert post.author  # IO: never loaded, new


async def a_target_in_a_dict() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    users = {"ann": (await session.scalars(BY_NAME)).one()}
    assert post.author is users["ann"]


async def a_target_in_a_tuple() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    pair = (1, (await session.scalars(BY_NAME)).one())
    assert post.author in pair


async def a_target_in_an_attribute() -> None:
    class Keeper:
        def __init__(self, user: User) -> None:
            self.user = user

    session = Session()
    post = (await session.scalars(POST)).one()
    keeper = Keeper((await session.scalars(BY_NAME)).one())
    assert post.author is keeper.user


async def a_target_in_a_closure() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()

    async def fetch() -> Sequence[str]:
        user = (await session.scalars(BY_NAME)).one()

        def names() -> Sequence[str]:
            return [user.name]

        assert post.author is user
        return names()

    assert await fetch() == ["ann"]


async def a_target_that_the_caller_holds() -> None:
    async def name_of_author(post: Post) -> str:
        return post.author.name if post.author else ""

    session = Session()
    post = (await session.scalars(POST)).one()
    user = (await session.scalars(BY_NAME)).one()
    assert await name_of_author(post) == user.name


async def a_target_that_a_relationship_holds() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    profile = Profile(city="rome", user=(await session.scalars(BY_NAME)).one())
    assert post.author is profile.user


async def a_target_that_comes_along_either_way() -> None:
    session = Session()
    profile = (await session.scalars(PROFILE)).one()
    wanted = select(Post).options(joinedload(Post.author))
    if json.loads("false"):
        wanted = wanted.options(selectinload(Post.tags))
    posts = (await session.scalars(wanted)).all()
    assert profile.user is posts[0].author


async def a_target_that_comes_along_one_way_only() -> None:
    session = Session()
    profile = (await session.scalars(PROFILE)).one()
    wanted = select(Post)
    if json.loads("false"):
        wanted = wanted.options(joinedload(Post.author))
    posts = (await session.scalars(wanted)).all()
    assert posts and profile.user  # IO: never loaded


async def a_target_that_only_a_new_object_leads_to() -> None:
    session = Session()
    posts = (await session.scalars(select(Post))).all()
    session.add(Post(title="new", author=User(name="cid")))
    user = User(name="dan")
    session.add(Post(title="newer", author=user))
    await session.flush()
    assert all(post.author is not user for post in posts)  # IO: never loaded


async def one_that_comes_along_is_not_what_it_leads_to_itself() -> None:
    session = Session()
    query = select(Knight).options(joinedload(Knight.shield))
    knight = (await session.scalars(query)).one()
    assert knight.shield is not None
    assert knight.shield.model  # IO: never loaded


async def a_target_that_either_statement_has_loaded_and_nothing_holds_any_more() -> None:
    session = Session()
    profile = (await session.scalars(PROFILE)).one()
    wanted = select(User).where(User.name == "ann")
    if json.loads("false"):
        wanted = wanted.options(selectinload(User.posts))
    user = (await session.scalars(wanted)).one()
    user = User(name="cid")
    assert profile.user is not user  # IO: never loaded


@needs(2, 0)
async def a_target_that_another_row_of_the_same_key_has_loaded(user_id: int = 2) -> None:
    async with KeepingSession() as session:
        post = Post(title="third", author_id=user_id)
        profile = Profile(city="Bonn", user_id=user_id)
        session.add_all([post, profile])
        await session.flush()
        await session.refresh(post, ["author"])
        assert profile.user is not None, post
        await session.rollback()


@needs(2, 0)
async def a_target_that_another_row_of_another_key_has_loaded() -> None:
    async with KeepingSession() as session:
        post = Post(title="third", author_id=1)
        profile = Profile(city="Bonn", user_id=2)
        session.add_all([post, profile])
        await session.flush()
        await session.refresh(post, ["author"])
        assert profile.user is not None, post  # IO: never loaded, new
        await session.rollback()


async def a_child_that_was_inserted_later() -> None:
    async with KeepingSession() as session:
        node = (await session.scalars(LEAF)).one()
        child = Node(parent_id=2)
        session.add(child)
        await session.flush()
        assert node.parent is not child  # IO: never loaded
        await session.rollback()


async def a_target_that_has_expired_in_one_way_or_the_other() -> None:
    session = Session()
    user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    try:
        await session.commit()
    except SQLAlchemyError:
        await session.rollback()
    post = (await session.scalars(POST)).one()
    assert post.author is user  # IO: never loaded


async def _the_author(session: AsyncSession) -> User:
    post = (await session.scalars(POST.options(selectinload(Post.author)))).one()
    author = post.author
    assert author is not None
    return author


async def a_target_that_a_callee_has_let_go_of() -> None:
    session = Session()
    assert (await _the_author(session)).name
    profile = (await session.scalars(PROFILE)).one()
    assert profile.user  # IO: never loaded


async def a_target_that_a_callee_has_handed_over() -> None:
    session = Session()
    author = await _the_author(session)
    profile = (await session.scalars(PROFILE)).one()
    assert profile.user is author


async def _author_for_later(session: AsyncSession) -> Callable[[], User]:
    author = await _the_author(session)

    def later() -> User:
        return author

    return later


async def a_target_that_a_function_closes_over() -> None:
    session = Session()
    later = await _author_for_later(session)
    profile = (await session.scalars(PROFILE)).one()
    assert profile.user is later()


async def _put_author(session: AsyncSession, into: list[User]) -> None:
    into.append(await _the_author(session))


async def a_target_that_a_callee_has_put_into_a_list() -> None:
    session = Session()
    users: list[User] = []
    await _put_author(session, users)
    profile = (await session.scalars(PROFILE)).one()
    assert profile.user is users[0]


async def a_target_that_a_callee_keeps_in_an_attribute() -> None:
    class Keeper:
        def __init__(self, session: AsyncSession) -> None:
            self.session = session

        async def load(self) -> None:
            author = await _the_author(self.session)
            self.author = author

    keeper = Keeper(Session())
    await keeper.load()
    profile = (await keeper.session.scalars(PROFILE)).one()
    assert profile.user is keeper.author


async def a_target_that_came_along_before_all_has_expired() -> None:
    session = Session()
    posts = (await session.scalars(select(Post).options(joinedload(Post.author)))).all()
    await session.commit()
    posts = (await session.scalars(select(Post))).all()
    profile = (await session.scalars(PROFILE)).one()
    assert profile.user and posts  # IO: never loaded


async def a_target_that_no_new_row_leads_to(bridge_id: int = 1) -> None:
    async with KeepingSession() as session:
        castle = Castle()
        warden = Warden(castle=castle, bridge_id=bridge_id)
        session.add_all([castle, warden])
        await session.flush()
        await session.refresh(castle)
        assert warden.bridge is None  # IO: never loaded, new
        await session.rollback()


async def what_had_come_along_with_what_has_expired() -> None:
    session = Session()
    post = (await session.scalars(POST.options(selectinload(Post.author)))).one()
    profile = await session.get(Profile, json.loads("1"))
    assert profile is not None
    session.expire(post, ["author"])
    assert profile.user is not None  # IO: never loaded


async def what_had_come_along_with_what_leads_elsewhere() -> None:
    session = Session()
    post = (await session.scalars(POST.options(selectinload(Post.author)))).one()
    profile = await session.get(Profile, json.loads("1"))
    assert profile is not None
    post.author = None
    await session.flush()
    assert profile.user is not None  # IO: never loaded


async def what_is_new_on_one_path_is_not_deleted_there() -> None:
    session = Session()
    user = await session.get(User, json.loads("2"))
    if json.loads("false"):
        user = User(name="cid")
    post = (await session.scalars(POST)).one()
    await session.delete(user)
    await session.flush()
    assert post.author is not None  # IO: never loaded


async def what_an_older_list_of_the_same_key_has_brought(user_id: int = 1) -> None:
    session = Session()
    posts = select(Post).where(Post.author_id == user_id)
    with_profile = selectinload(Post.author).selectinload(User.profile)
    older = (await session.scalars(posts.options(with_profile))).all()
    for post in (await session.scalars(posts.options(selectinload(Post.author)))).all():
        assert post.author is not None
        assert post.author.profile is not None
    assert older


async def what_a_newer_list_of_the_same_key_has_brought(user_id: int = 1) -> None:
    session = Session()
    posts = select(Post).where(Post.author_id == user_id)
    with_profile = selectinload(Post.author).selectinload(User.profile)
    older = (await session.scalars(posts.options(selectinload(Post.author)))).all()
    newer = (await session.scalars(posts.options(with_profile))).all()
    user = await session.get(User, user_id)
    assert user is not None
    assert user.profile is not None
    assert len(older) == len(newer)


async def what_no_list_of_the_same_key_has_brought(user_id: int = 1) -> None:
    session = Session()
    posts = select(Post).where(Post.author_id == user_id)
    older = (await session.scalars(posts.options(selectinload(Post.author)))).all()
    for post in (await session.scalars(posts.options(selectinload(Post.author)))).all():
        assert post.author is not None
        assert post.author.profile  # IO: never loaded
    assert older


async def a_target_of_which_one_column_has_expired() -> None:
    session = Session()
    user_id = json.loads("1")
    user = await session.get(User, user_id)
    post = (await session.scalars(select(Post).where(Post.author_id == user_id))).first()
    assert user is not None and post is not None
    session.expire(user, ["name"])
    assert post.author is user


async def a_target_in_hand_flushes_nothing() -> None:
    session = Session()
    user_id = json.loads("1")
    user = await session.get(User, user_id)
    post = (await session.scalars(select(Post).where(Post.author_id == user_id))).first()
    assert user is not None and post is not None
    new = User(name="cid")
    session.add(new)
    assert post.author is user
    assert new.posts == []


async def a_target_that_was_read_before_it_was_dropped() -> None:
    session = Session()
    user_id = json.loads("1")
    user = await session.get(User, user_id)
    post = (await session.scalars(select(Post).where(Post.author_id == user_id))).first()
    assert user is not None and post is not None
    assert post.author is user
    del user
    author: Any = post.author
    assert author.name == "ann"


async def a_foreign_key_that_is_set_to_another_one() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    post.author_id = 2
    assert post.author  # IO: never loaded


async def what_is_loaded_of_a_target_in_hand() -> None:
    session = KeepingSession()
    user_id = json.loads("1")
    user = (await session.scalars(select(User).where(User.id == user_id))).one()
    post = Post(title="new", author_id=user_id)
    session.add(post)
    await session.commit()
    author: Any = post.author
    await session.run_sync(lambda _: user.profile)
    assert author.profile


async def what_has_expired_of_a_target_in_hand() -> None:
    session = KeepingSession()
    user_id = json.loads("1")
    user = (await session.scalars(select(User).where(User.id == user_id))).one()
    post = Post(title="new", author_id=user_id)
    session.add(post)
    await session.commit()
    author: Any = post.author
    session.expire(user)
    assert author.name == "ann"  # IO: expired by expire()
