"""What the options of a query load, and how far they reach."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import (
    Load,
    aliased,
    contains_eager,
    defaultload,
    immediateload,
    joinedload,
    lazyload,
    noload,
    raiseload,
    selectinload,
    subqueryload,
)

from conformance.harness import needs, unseen, until
from conformance.models import ANN, BOB, POST, TAG, Post, Session, Tag, User


async def without_an_option_a_collection_is_not_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.posts  # IO: never loaded


async def without_an_option_a_many_to_many_is_not_loaded() -> None:
    session = Session()
    tag = (await session.scalars(TAG)).one()
    assert tag.posts  # IO: never loaded


async def without_an_option_columns_are_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert (user.id, user.name, user.email, user.visits) == (1, "ann", "ann@example.org", 0)


async def selectinload_loads() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert len(user.posts) == 2


async def joinedload_loads() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(joinedload(User.posts)))).unique().one()
    assert len(user.posts) == 2


async def subqueryload_loads() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(subqueryload(User.posts)))).one()
    assert len(user.posts) == 2


async def immediateload_loads() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(immediateload(User.posts)))).one()
    assert len(user.posts) == 2


async def immediateload_and_what_is_below() -> None:
    session = Session()
    query = ANN.options(immediateload(User.posts).selectinload(Post.tags))
    user = (await session.scalars(query)).one()
    assert [len(post.tags) for post in user.posts]


async def immediateload_of_what_is_there_loads_nothing_below() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.scalars(ANN.options(immediateload(User.posts).selectinload(Post.tags)))
    assert user.posts[0].tags  # IO: never loaded


async def immediateload_of_what_is_there_loads_what_the_first_query_says() -> None:
    session = Session()
    below = defaultload(User.posts).selectinload(Post.tags)
    user = (await session.scalars(ANN.options(below))).one()
    await session.scalars(ANN.options(immediateload(User.posts)))
    assert [len(post.tags) for post in user.posts]


async def immediateload_leaves_a_collection_that_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.scalars(ANN.options(immediateload(User.posts).selectinload(Post.tags)))
    assert user.posts[0].tags  # IO: never loaded


async def contains_eager_loads() -> None:
    session = Session()
    query = ANN.join(User.posts).options(contains_eager(User.posts))
    user = (await session.scalars(query)).unique().one()
    assert len(user.posts) == 2


async def a_join_alone_loads_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN.join(User.posts))).unique().one()
    assert user.posts  # IO: never loaded


async def selecting_both_classes_does_not_link_them() -> None:
    session = Session()
    query = select(User, Post).join(User.posts).where(Post.id == 1)
    user, post = (await session.execute(query)).one()
    assert post.title == "first"
    assert user.posts  # IO: never loaded


async def selecting_both_classes_answers_the_many_to_one() -> None:
    session = Session()
    query = select(User, Post).join(User.posts).where(Post.id == 1)
    user, post = (await session.execute(query)).one()
    assert post.author is user


async def an_option_loads_no_other_relationship() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert user.profile is not None  # IO: never loaded


async def an_option_reaches_one_step() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert user.posts[0].tags  # IO: never loaded


async def columns_at_the_other_end_are_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert [post.title for post in user.posts] == ["first", "second"]


async def the_way_back_is_free() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert user.posts[0].author is user


async def a_chain_reaches_further() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).selectinload(Post.tags))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags[0].label == "new"


async def a_chain_of_different_strategies() -> None:
    session = Session()
    query = POST.options(joinedload(Post.author).selectinload(User.posts))
    post = (await session.scalars(query)).one()
    assert post.author is not None
    assert len(post.author.posts) == 2


async def a_chain_ends_where_it_ends() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).selectinload(Post.tags))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags[0].posts  # IO: never loaded


async def sub_options() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).options(selectinload(Post.tags)))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags[0].label == "new"


async def several_options_of_one_call() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts), joinedload(User.profile))
    user = (await session.scalars(query)).one()
    assert user.posts and user.profile


async def several_calls_add_up() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts)).options(joinedload(User.profile))
    user = (await session.scalars(query)).one()
    assert user.posts and user.profile


async def a_statement_is_not_changed_in_place() -> None:
    session = Session()
    query = select(User).where(User.id == 1)
    query.options(selectinload(User.posts))
    user = (await session.scalars(query)).one()
    assert user.posts  # IO: never loaded


async def later_calls_keep_the_options() -> None:
    session = Session()
    query = select(User).options(selectinload(User.posts)).where(User.id == 1).order_by(User.name)
    user = (await session.scalars(query.limit(1))).one()
    assert user.posts


async def defaultload_loads_nothing_itself() -> None:
    session = Session()
    query = ANN.options(defaultload(User.posts).selectinload(Post.tags))
    user = (await session.scalars(query)).one()
    assert user.posts  # IO: never loaded


async def load_starts_at_a_class() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(Load(User).selectinload(User.posts)))).one()
    assert user.posts


async def an_option_for_another_class_is_for_the_other_entity() -> None:
    session = Session()
    query = select(User, Post).join(User.posts).where(Post.id == 1)
    user, post = (await session.execute(query.options(selectinload(Post.tags)))).one()
    assert post.tags
    assert user.posts  # IO: never loaded


async def selectinload_of_everything() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload("*")))).one()
    assert user.posts and user.profile


async def raiseload_is_another_error() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(raiseload(User.posts)))).one()
    assert user.posts  # raises InvalidRequestError


async def raiseload_of_everything() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(raiseload("*")))).one()
    assert user.posts  # raises InvalidRequestError


async def raiseload_of_everything_else() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts), raiseload("*"))
    user = (await session.scalars(query)).one()
    assert user.posts
    assert user.profile  # raises InvalidRequestError


async def lazyload_takes_back_nothing_that_was_lazy() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(lazyload(User.posts)))).one()
    assert user.posts  # IO: never loaded


@until(2, 0)
@unseen("SQLAlchemy 2 refuses options that contradict each other")
async def the_last_option_wins() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts), lazyload(User.posts))
    user = (await session.scalars(query)).one()
    assert user.posts  # IO: never loaded


@needs(2, 0)
async def options_that_contradict_each_other() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts), lazyload(User.posts))
    (await session.scalars(query)).one()  # raises InvalidRequestError


async def an_option_with_criteria() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts.and_(Post.id == 1)))
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 1


async def an_alias() -> None:
    session = Session()
    author = aliased(User)
    query = select(author).where(author.id == 1).options(selectinload(author.posts))
    user = (await session.scalars(query)).one()
    assert user.posts


async def an_alias_without_an_option() -> None:
    session = Session()
    author = aliased(User)
    user = (await session.scalars(select(author).where(author.id == 1))).one()
    assert user.posts  # IO: never loaded


async def options_of_get() -> None:
    session = Session()
    user = await session.get(User, 1, options=[selectinload(User.posts)])
    assert user is not None
    assert user.posts


async def get_without_options() -> None:
    session = Session()
    user = await session.get(User, 1)
    assert user is not None
    assert user.posts  # IO: never loaded


async def get_ignores_its_options_for_what_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.get(User, 1, options=[selectinload(User.posts)])
    assert user.posts  # IO: never loaded


async def a_second_query_fills_what_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert user.posts


async def a_second_query_without_options_takes_nothing_away() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    (await session.scalars(ANN)).one()
    assert user.posts


async def every_row_of_a_list() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    for user in users:
        assert user.posts is not None  # IO: never loaded


async def every_row_of_a_list_with_an_option() -> None:
    session = Session()
    users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
    assert [len(user.posts) for user in users] == [2, 0]


async def mappings_hold_objects() -> None:
    session = Session()
    row = (await session.execute(ANN)).mappings().one()
    assert row["User"].posts  # IO: never loaded


async def streams_load_like_executes() -> None:
    session = Session()
    result = await session.stream_scalars(ANN)
    async for user in result:
        assert user.posts  # IO: never loaded


async def streams_take_options() -> None:
    session = Session()
    result = await session.stream_scalars(ANN.options(selectinload(User.posts)))
    async for user in result:
        assert user.posts


async def columns_are_plain_values() -> None:
    session = Session()
    row = (await session.execute(select(User.id, User.name).where(User.id == 1))).one()
    await session.commit()
    assert row.name == "ann"


@needs(2, 0)
async def everything_below_a_relationship() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).selectinload("*"))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags
    assert isinstance(user.posts[0].tags[0], Tag)


@until(2, 1)
async def noload_loads_nothing_for_ever() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(noload(User.posts)))).one()
    assert user.posts == []


async def joinedload_of_nothing() -> None:
    session = Session()
    user = (await session.scalars(BOB.options(joinedload(User.profile)))).one()
    assert user.profile is None


@until(2, 0)
async def an_option_by_its_name() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload("posts")))).one()  # type: ignore[arg-type]
    assert len(user.posts) == 2
