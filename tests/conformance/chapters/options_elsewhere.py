"""Options and statements that do not stand where they are used, and options of rarer kinds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import (
    Bundle,
    Load,
    aliased,
    contains_eager,
    defaultload,
    defer,
    immediateload,
    joinedload,
    lazyload,
    load_only,
    raiseload,
    selectinload,
    subqueryload,
    undefer,
)

from conformance.harness import needs
from conformance.models import (
    ANN,
    LABEL,
    NOTE,
    POST,
    ROOT,
    SHELF,
    TAG,
    Label,
    Node,
    Note,
    Post,
    Profile,
    Session,
    Shelf,
    Tag,
    User,
)
from conformance.services import (
    WITH_EVERYTHING,
    WITH_POSTS,
    Users,
    everything_of_a_user,
    fetch_user_with,
    with_posts,
)

HERE = selectinload(User.posts)


# Where an option stands


async def in_a_variable() -> None:
    session = Session()
    option = selectinload(User.posts)
    user = (await session.scalars(ANN.options(option))).one()
    assert len(user.posts) == 2


async def in_a_variable_of_the_module() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(HERE))).one()
    assert len(user.posts) == 2
    assert user.profile  # IO: never loaded


async def in_a_tuple_of_another_file() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(*WITH_POSTS))).one()
    assert len(user.posts) == 2
    assert user.profile  # IO: never loaded


async def in_a_list_of_another_file() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(*WITH_EVERYTHING))).one()
    assert user.posts and user.profile


async def in_a_function_of_another_file() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(with_posts()))).one()
    assert len(user.posts) == 2
    assert user.profile  # IO: never loaded


async def in_a_function_that_returns_a_list() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(*everything_of_a_user()))).one()
    assert user.profile and user.posts[0].tags
    assert user.posts[0].tags[0].posts  # IO: never loaded


async def in_star_arguments() -> None:
    session = Session()
    user = await fetch_user_with(session, selectinload(User.posts))
    assert len(user.posts) == 2


async def in_no_star_arguments() -> None:
    session = Session()
    user = await fetch_user_with(session)
    assert user.posts  # IO: never loaded


async def in_a_generic_repository() -> None:
    user = await Users(Session()).find(1, *WITH_POSTS)
    assert len(user.posts) == 2
    assert user.profile  # IO: never loaded


async def in_an_attribute_of_a_class() -> None:
    class Page:
        options = (selectinload(User.posts),)

        async def load(self) -> User:
            return (await Session().scalars(ANN.options(*self.options))).one()

    user = await Page().load()
    assert len(user.posts) == 2
    assert user.profile  # IO: never loaded


async def in_a_loop() -> None:
    session = Session()
    query = ANN
    for attribute in (User.posts, User.profile):
        query = query.options(selectinload(attribute))
    user = (await session.scalars(query)).one()
    assert user.posts and user.profile


async def in_a_comprehension() -> None:
    session = Session()
    query = ANN.options(*[selectinload(attribute) for attribute in (User.posts, User.profile)])
    user = (await session.scalars(query)).one()
    assert user.posts and user.profile


async def in_a_dictionary() -> None:
    options = {"posts": selectinload(User.posts), "profile": joinedload(User.profile)}
    session = Session()
    user = (await session.scalars(ANN.options(options["posts"]))).one()
    assert len(user.posts) == 2


async def by_a_name_that_is_looked_up() -> None:
    async def load(names: list[str]) -> User:
        options = [selectinload(getattr(User, name)) for name in names]
        return (await Session().scalars(ANN.options(*options))).one()

    user = await load(["posts"])
    assert len(user.posts) == 2


async def concatenated() -> None:
    session = Session()
    options: list[Any] = [selectinload(User.posts)]
    options = [*options, joinedload(User.profile)]
    options += [load_only(User.name)]
    user = (await session.scalars(ANN.options(*options))).one()
    assert user.posts and user.profile
    assert user.email  # IO: deferred


async def appended_and_extended() -> None:
    session = Session()
    options: list[Any] = []
    options.append(selectinload(User.posts))
    options.extend([joinedload(User.profile)])
    few = [load_only(User.name)]
    options = options + few
    user = (await session.scalars(ANN.options(*options))).one()
    assert user.posts and user.profile
    assert user.email  # IO: deferred


async def a_tuple_with_a_star_in_it() -> None:
    session = Session()
    options = (selectinload(User.posts), *[joinedload(User.profile)])
    user = (await session.scalars(ANN.options(*options, load_only(User.name)))).one()
    assert user.posts and user.profile
    assert user.email  # IO: deferred


async def extended_by_what_nobody_knows() -> None:
    async def load(*more: Any) -> User:
        options = [selectinload(User.posts)]
        options += more
        return (await Session().scalars(ANN.options(*options))).one()

    user = await load(joinedload(User.profile))
    assert user.posts and user.profile


async def a_statement_of_a_method() -> None:
    class Query:
        def __init__(self) -> None:
            self.statement = ANN

        def with_posts(self) -> Query:
            self.statement = self.statement.options(selectinload(User.posts))
            return self

    session = Session()
    user = (await session.scalars(Query().with_posts().statement)).one()
    assert len(user.posts) == 2


# What kind of option it is


async def a_chain_that_is_continued() -> None:
    session = Session()
    posts = selectinload(User.posts)
    user = (await session.scalars(ANN.options(posts.selectinload(Post.tags)))).one()
    assert user.posts[0].tags


async def two_chains_from_one_beginning() -> None:
    session = Session()
    query = ANN.options(
        selectinload(User.posts).selectinload(Post.tags),
        selectinload(User.posts).joinedload(Post.author),
    )
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags and user.posts[0].author is user


async def a_chain_of_every_kind() -> None:
    session = Session()
    query = TAG.options(subqueryload(Tag.posts).joinedload(Post.author).immediateload(User.profile))
    tag = (await session.scalars(query)).one()
    author = tag.posts[0].author
    assert author is not None and author.profile is not None
    assert author.profile.city == "Ulm"


async def options_of_an_option() -> None:
    session = Session()
    query = ANN.options(
        selectinload(User.posts).options(joinedload(Post.author), selectinload(Post.tags))
    )
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags[0].label == "new"


async def options_of_an_option_end_where_they_end() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).options(selectinload(Post.tags)))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags[0].posts  # IO: never loaded


async def options_of_options() -> None:
    session = Session()
    tags = selectinload(Post.tags).options(selectinload(Tag.posts))
    user = (await session.scalars(ANN.options(selectinload(User.posts).options(tags)))).one()
    assert user.posts[0].tags[0].posts


async def load_only_in_a_chain() -> None:
    session = Session()
    query = POST.options(joinedload(Post.author).load_only(User.name))
    post = (await session.scalars(query)).one()
    assert post.author is not None
    assert post.author.name == "ann"
    assert post.author.email  # IO: deferred


async def defer_in_a_chain() -> None:
    session = Session()
    query = POST.options(joinedload(Post.author).defer(User.email))
    post = (await session.scalars(query)).one()
    assert post.author is not None
    assert post.author.email  # IO: deferred


async def load_with_load_only() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(Load(User).load_only(User.name)))).one()
    assert user.name == "ann"
    assert user.email  # IO: deferred


async def load_of_one_of_two() -> None:
    session = Session()
    query = select(User, Profile).join(Profile, Profile.user_id == User.id)
    options = (Load(User).selectinload(User.posts), Load(Profile).load_only(Profile.user_id))
    user, profile = (await session.execute(query.options(*options))).one()
    assert user.posts
    assert profile.city  # IO: deferred


@needs(2, 0)
async def load_with_several_options() -> None:
    session = Session()
    option = Load(User).options(selectinload(User.posts), joinedload(User.profile))
    user = (await session.scalars(ANN.options(option))).one()
    assert user.posts and user.profile


async def defaultload_with_load_only() -> None:
    session = Session()
    query = LABEL.options(defaultload(Label.shelf).load_only(Shelf.id))
    label = (await session.scalars(query)).unique().one()
    assert label.shelf is not None
    assert label.shelf.place  # IO: deferred


async def defaultload_of_what_is_eager() -> None:
    session = Session()
    query = LABEL.options(defaultload(Label.shelf).selectinload(Shelf.by_select))
    label = (await session.scalars(query)).unique().one()
    assert label.shelf is not None and label.shelf.by_select


async def lazyload_of_everything() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF.options(lazyload("*")))).one()
    assert shelf.by_selectin  # IO: never loaded


async def joinedload_of_everything() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(joinedload("*")))).unique().one()
    assert user.posts and user.profile


async def immediateload_of_everything() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(immediateload("*")))).one()
    assert user.posts and user.profile


async def raiseload_does_not_cover_a_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE.options(raiseload("*")))).one()
    assert note.body  # IO: deferred


async def raiseload_does_not_cover_an_expired_column() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(raiseload("*")))).one()
    await session.commit()
    assert user.name  # IO: expired by commit()


async def raiseload_of_one_relationship() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(raiseload(User.profile)))).one()
    assert user.posts  # IO: never loaded


async def raiseload_on_sql_of_a_held_target() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = POST.options(raiseload(Post.author, sql_only=True))
    post = (await session.scalars(query)).one()
    assert post.author is user


async def raiseload_in_a_chain() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).raiseload("*"))
    user = (await session.scalars(query)).one()
    assert user.posts
    assert user.posts[0].tags  # raises InvalidRequestError


async def raiseload_of_a_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE.options(defer(Note.text, raiseload=True)))).one()
    assert note.text  # raises InvalidRequestError


@needs(2, 0)
async def load_only_that_raises() -> None:
    session = Session()
    query = ANN.options(load_only(User.name, raiseload=True))
    user = (await session.scalars(query)).one()
    assert user.email  # raises InvalidRequestError


async def undefer_of_everything() -> None:
    session = Session()
    note = (await session.scalars(NOTE.options(undefer("*")))).one()
    assert note.body == "long"


async def contains_eager_of_an_alias() -> None:
    session = Session()
    post = aliased(Post)
    query = ANN.join(User.posts.of_type(post)).options(contains_eager(User.posts.of_type(post)))
    user = (await session.scalars(query)).unique().one()
    assert len(user.posts) == 2


async def contains_eager_with_a_chain() -> None:
    session = Session()
    query = ANN.join(User.posts).join(Post.tags)
    query = query.options(contains_eager(User.posts).contains_eager(Post.tags))
    user = (await session.scalars(query)).unique().one()
    assert user.posts[0].tags[0].label == "new"


async def contains_eager_of_one_level() -> None:
    session = Session()
    query = ANN.join(User.posts).options(contains_eager(User.posts))
    user = (await session.scalars(query)).unique().one()
    assert user.posts[0].tags  # IO: never loaded


async def an_outer_join_alone_loads_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN.outerjoin(User.profile))).one()
    assert user.profile  # IO: never loaded


@needs(2, 0)
async def recursion_depth() -> None:
    session = Session()
    query = ROOT.options(selectinload(Node.children, recursion_depth=2))
    node = (await session.scalars(query)).one()
    assert node.children[0].children == []


@needs(2, 0)
async def unlimited_recursion_depth() -> None:
    session = Session()
    query = ROOT.options(selectinload(Node.children, recursion_depth=-1))
    node = (await session.scalars(query)).one()
    assert node.children[0].children == []


async def joined_to_itself() -> None:
    session = Session()
    node = (await session.scalars(ROOT.options(joinedload(Node.children)))).unique().one()
    assert node.children
    assert node.children[0].children == []  # IO: never loaded


async def an_option_with_several_criteria() -> None:
    session = Session()
    query = ANN.options(joinedload(User.posts.and_(Post.id == 1, Post.title == "first")))
    user = (await session.scalars(query)).unique().one()
    assert len(user.posts) == 1


async def an_option_that_is_not_used() -> None:
    session = Session()
    selectinload(User.posts)
    user = (await session.scalars(ANN)).one()
    assert user.posts  # IO: never loaded


async def joinedload_without_unique() -> None:
    session = Session()
    result = await session.scalars(ANN.options(joinedload(User.posts)))
    result.all()  # raises InvalidRequestError


async def joinedload_and_first() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(joinedload(User.posts)))).first()
    assert user is not None and user.posts


async def joinedload_and_scalar() -> None:
    session = Session()
    user = await session.scalar(ANN.options(joinedload(User.posts)))
    assert user is not None and user.posts


@needs(2, 0)
async def the_name_of_an_attribute() -> None:
    name: Any = "posts"
    selectinload(name)  # raises ArgumentError


# Rows of other kinds


async def two_aliases() -> None:
    session = Session()
    one, other = aliased(User), aliased(User)
    query = select(one, other).join(other, other.id == one.id + 1).where(one.id == 1)
    query = query.options(selectinload(one.posts))
    ann, bob = (await session.execute(query)).one()
    assert len(ann.posts) == 2
    assert bob.posts == []  # IO: never loaded


async def an_alias_of_a_subquery() -> None:
    session = Session()
    author = aliased(User, select(User).where(User.id == 1).subquery())
    user = (await session.scalars(select(author))).one()
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


async def from_statement() -> None:
    session = Session()
    query: Any = select(User).from_statement(union_all(select(User), select(User)))
    users = (await session.scalars(query)).unique().all()
    assert users[0].name == "ann"
    assert users[0].posts  # IO: never loaded


async def an_entity_and_a_column() -> None:
    session = Session()
    query = select(User, literal(1).label("one")).where(User.id == 1)
    row = (await session.execute(query)).one()
    assert row.one == 1
    assert row.User.posts  # IO: never loaded


async def an_entity_and_a_column_by_unpacking() -> None:
    session = Session()
    query = select(User, Post.title).join(User.posts).where(Post.id == 1)
    for user, title in await session.execute(query):
        assert title.title() == "First"
        assert user.posts  # IO: never loaded


async def columns_survive_a_commit() -> None:
    session = Session()
    rows = (await session.execute(select(User.id, User.name))).all()
    await session.commit()
    assert [row.name for row in rows] == ["ann", "bob"]


async def one_column_survives_a_commit() -> None:
    session = Session()
    names = (await session.scalars(select(User.name))).all()
    await session.commit()
    assert names == ["ann", "bob"]


async def a_bundle_survives_a_commit() -> None:
    session = Session()
    bundle: Bundle[Any] = Bundle("user", User.id, User.name)
    row = (await session.execute(select(bundle).where(User.id == 1))).one()
    await session.commit()
    assert row.user.name == "ann"


async def mappings_of_columns_survive_a_commit() -> None:
    session = Session()
    rows = (await session.execute(select(User.id, User.name))).mappings().all()
    await session.commit()
    assert rows[0]["name"] == "ann"


async def rows_of_a_table_survive_a_commit() -> None:
    session = Session()
    rows = (await session.execute(select(User.__table__))).all()
    await session.commit()
    assert rows[0].name == "ann"


async def a_row_of_an_entity_does_not() -> None:
    session = Session()
    row = (await session.execute(ANN)).one()
    await session.commit()
    assert row.User.name  # IO: expired by commit()


async def the_first_of_a_row() -> None:
    session = Session()
    (user,) = (await session.execute(ANN)).one()
    assert user.posts  # IO: never loaded


async def scalars_of_the_second_column() -> None:
    session = Session()
    query = select(User.name, Post).join(User.posts).where(Post.id == 1)
    post = (await session.execute(query)).scalars(1).one()
    assert post.title == "first"
    assert post.tags  # IO: never loaded


async def partitions() -> None:
    session = Session()
    for users in (await session.scalars(select(User))).partitions(1):
        for user in users:
            assert user.posts is not None  # IO: never loaded


async def fetchall() -> None:
    session = Session()
    for row in (await session.execute(select(User))).fetchall():
        assert row[0].posts is not None  # IO: never loaded


async def unique_rows() -> None:
    session = Session()
    users = (await session.scalars(select(User).join(User.posts))).unique().all()
    assert users[0].posts  # IO: never loaded


async def a_frozen_result() -> None:
    session = Session()
    frozen = (await session.execute(ANN)).freeze()
    user = frozen().scalars().one()
    assert user.posts  # IO: never loaded


async def a_stream_of_rows() -> None:
    session = Session()
    async for row in await session.stream(select(User)):
        assert row.User.posts is not None  # IO: never loaded


async def a_stream_of_scalars() -> None:
    session = Session()
    result = await session.stream(select(User))
    async for user in result.scalars():
        assert user.posts is not None  # IO: never loaded


async def a_stream_in_one_go() -> None:
    session = Session()
    result = await session.stream_scalars(select(User).options(selectinload(User.posts)))
    assert [len(user.posts) for user in await result.all()] == [2, 0]


async def a_stream_in_partitions() -> None:
    session = Session()
    result = await session.stream_scalars(select(User))
    async for users in result.partitions(1):
        assert users[0].posts is not None  # IO: never loaded
