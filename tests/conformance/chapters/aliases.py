"""Classes under names of their own: an option for one of them is not for the others."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import (
    Load,
    aliased,
    contains_eager,
    defer,
    joinedload,
    load_only,
    selectinload,
)

from conformance.harness import needs
from conformance.models import Node, Post, Session, Tag, User

AUTHOR = aliased(User)


async def an_alias_is_of_its_class() -> None:
    session = Session()
    author = aliased(User)
    user = (await session.scalars(select(author).where(author.id == 1))).one()
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


async def an_option_for_an_alias() -> None:
    session = Session()
    author = aliased(User, name="author")
    query = select(author).where(author.id == 1).options(selectinload(author.posts))
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 2
    assert user.posts[0].tags  # IO: never loaded


async def a_chain_from_an_alias() -> None:
    session = Session()
    author = aliased(User)
    option = selectinload(author.posts).selectinload(Post.tags)
    user = (await session.scalars(select(author).where(author.id == 1).options(option))).one()
    assert user.posts[0].tags is not None
    assert user.profile  # IO: never loaded


async def columns_of_an_alias() -> None:
    session = Session()
    author = aliased(User)
    query = select(author).where(author.id == 1).options(load_only(author.name))
    user = (await session.scalars(query)).one()
    assert user.name == "ann"
    assert user.email  # IO: deferred


async def load_of_an_alias() -> None:
    session = Session()
    author = aliased(User)
    query = select(author).where(author.id == 1).options(Load(author).selectinload(author.posts))
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 2


async def an_alias_of_the_module() -> None:
    session = Session()
    query = select(AUTHOR).where(AUTHOR.id == 1).options(selectinload(AUTHOR.posts))
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 2


async def an_alias_that_a_function_makes() -> None:
    def author_with_posts() -> Any:
        author = aliased(User)
        return select(author).where(author.id == 1).options(selectinload(author.posts))

    user = (await Session().scalars(author_with_posts())).one()
    assert len(user.posts) == 2


async def an_alias_for_each() -> None:
    session = Session()
    for name in ("ann", "bob"):
        author = aliased(User)
        query = select(author).where(author.name == name).options(selectinload(author.posts))
        user = (await session.scalars(query)).one()
        assert user.posts is not None


async def a_class_beside_its_alias() -> None:
    session = Session()
    other = aliased(User)
    query = select(User, other).join(other, other.id == User.id + 1).where(User.id == 1)
    user, friend = (await session.execute(query.options(selectinload(User.posts)))).one()
    assert len(user.posts) == 2
    assert friend.posts == []  # IO: never loaded


async def an_alias_beside_its_class() -> None:
    session = Session()
    other = aliased(User)
    query = select(User, other).join(other, other.id == User.id + 1).where(User.id == 1)
    user, friend = (await session.execute(query.options(selectinload(other.posts)))).one()
    assert friend.posts == []
    assert user.posts  # IO: never loaded


async def an_option_for_both() -> None:
    session = Session()
    other = aliased(User)
    query = select(User, other).join(other, other.id == User.id + 1).where(User.id == 1)
    options = (selectinload(User.posts), selectinload(other.posts))
    user, friend = (await session.execute(query.options(*options))).one()
    assert len(user.posts) == 2 and friend.posts == []


async def defer_for_one_of_two() -> None:
    session = Session()
    other = aliased(User)
    query = select(User, other).join(other, other.id == User.id + 1).where(User.id == 1)
    user, friend = (await session.execute(query.options(defer(other.email)))).one()
    assert user.email
    assert friend.email is None  # IO: deferred


async def a_wildcard_is_for_all() -> None:
    session = Session()
    other = aliased(User)
    query = select(User, other).join(other, other.id == User.id + 1).where(User.id == 1)
    user, friend = (await session.execute(query.options(selectinload("*")))).one()
    assert len(user.posts) == 2 and friend.posts == []


async def the_same_row_twice() -> None:
    session = Session()
    one = (await session.scalars(select(User).where(User.id == 1))).one()
    author = aliased(User)
    query = select(author).where(author.id == 1).options(selectinload(author.posts))
    other = (await session.scalars(query)).one()
    assert other is one
    assert len(one.posts) == 2


async def an_option_for_another_statement() -> None:
    session = Session()
    author = aliased(User)
    query = select(User).where(User.id == 1).options(selectinload(author.posts))
    await session.scalars(query)  # raises ArgumentError


async def contains_eager_and_a_chain() -> None:
    session = Session()
    post = aliased(Post)
    query = select(User).where(User.id == 1).join(User.posts.of_type(post))
    option = contains_eager(User.posts.of_type(post)).selectinload(post.tags)
    user = (await session.scalars(query.options(option))).unique().one()
    assert len(user.posts) == 2 and user.posts[0].tags is not None
    assert user.profile  # IO: never loaded


async def contains_eager_with_two_aliases() -> None:
    session = Session()
    post, tag = aliased(Post), aliased(Tag)
    query = select(User).join(User.posts.of_type(post)).join(post.tags.of_type(tag))
    option = contains_eager(User.posts.of_type(post)).contains_eager(post.tags.of_type(tag))
    user = (await session.scalars(query.options(option))).unique().one()
    assert user.posts[0].tags[0].label == "new"
    assert user.posts[0].tags[0].posts  # IO: never loaded


async def contains_eager_of_an_alias_of_itself() -> None:
    session = Session()
    child = aliased(Node)
    query = select(Node).where(Node.id == 1).join(Node.children.of_type(child))
    query = query.options(contains_eager(Node.children.of_type(child)))
    node = (await session.scalars(query)).unique().one()
    assert len(node.children) == 1
    assert node.children[0].children == []  # IO: never loaded


async def joinedload_of_an_alias() -> None:
    session = Session()
    author = aliased(User)
    option = joinedload(Post.author.of_type(author)).selectinload(author.posts)
    post = (await session.scalars(select(Post).where(Post.id == 1).options(option))).one()
    assert post.author is not None and len(post.author.posts) == 2
    assert post.author.profile  # IO: never loaded


async def joined_for_a_condition_only() -> None:
    session = Session()
    author = aliased(User)
    query = select(Post).join(author, Post.author).where(author.name == "ann", Post.id == 1)
    post = (await session.scalars(query)).one()
    assert post.author  # IO: never loaded


async def outer_joined_as_an_entity() -> None:
    session = Session()
    author = aliased(User)
    query = select(Post, author).outerjoin(author, Post.author).where(Post.id == 1)
    post, user = (await session.execute(query)).one()
    assert post.author is user
    assert user.posts  # IO: never loaded


@needs(2, 0, 4)
async def get_by_the_key_of_an_alias() -> None:
    session = Session()
    author = aliased(User)
    user = (await session.scalars(select(author).where(author.id == 1))).one()
    assert await session.get(User, 1) is user
    await session.refresh(user, ["posts"])
    assert len(user.posts) == 2


async def an_alias_in_a_subquery() -> None:
    session = Session()
    inner = aliased(Post)
    count = select(func.count(inner.id)).where(inner.author_id == User.id).scalar_subquery()
    user, posts = (await session.execute(select(User, count).where(User.id == 1))).one()
    assert posts == 2
    assert user.posts  # IO: never loaded


async def an_alias_expires_as_its_class() -> None:
    session = Session()
    author = aliased(User)
    user = (await session.scalars(select(author).where(author.id == 1))).one()
    await session.commit()
    assert user.name  # IO: expired by commit()
