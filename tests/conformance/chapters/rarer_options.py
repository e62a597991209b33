"""Options and statements that are rarer, and those that nobody can follow."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, orm, select, text
from sqlalchemy.orm import (
    Load,
    aliased,
    contains_eager,
    defaultload,
    defer,
    joinedload,
    lazyload,
    load_only,
    noload,
    selectinload,
    subqueryload,
    undefer,
    with_loader_criteria,
)

from conformance.harness import needs, until
from conformance.models import (
    ANN,
    LABEL,
    NOTE,
    POST,
    ROOT,
    SHELF,
    Book,
    Label,
    Node,
    Note,
    Post,
    Session,
    Shelf,
    Tag,
    User,
)

# Wildcards


async def subqueryload_of_everything() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(subqueryload("*")))).one()
    assert user.posts and user.profile


@until(2, 1)
async def noload_of_everything() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(noload("*")))).one()
    assert user.posts == [] and user.profile is None


async def lazyload_of_everything_but_one() -> None:
    session = Session()
    query = SHELF.options(lazyload("*"), selectinload(Shelf.by_selectin))
    shelf = (await session.scalars(query)).one()
    assert shelf.by_selectin
    assert shelf.by_joined  # IO: never loaded


async def everything_of_one_class() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(Load(User).selectinload("*")))).one()
    assert user.posts and user.profile


async def nothing_of_one_class() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF.options(Load(Shelf).lazyload("*")))).one()
    assert shelf.by_joined  # IO: never loaded


async def another_error_for_one_class() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(Load(User).raiseload("*")))).one()
    assert user.posts  # raises InvalidRequestError


async def everything_of_a_relationship() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts), defaultload(User.posts).selectinload("*"))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags


@needs(2, 0)
async def defer_of_everything() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(defer("*")))).one()
    assert user.id == 1
    assert user.name  # IO: deferred


@needs(2, 0)
async def defer_of_a_key() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(defer(User.id)))).one()
    assert user.id == 1


@needs(2, 0)
async def defer_of_everything_but_one() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(defer("*"), undefer(User.name)))).one()
    assert user.name == "ann"
    assert user.email  # IO: deferred


async def lazyload_of_everything_below() -> None:
    session = Session()
    query = LABEL.options(joinedload(Label.shelf).lazyload("*"))
    label = (await session.scalars(query)).one()
    assert label.shelf is not None
    assert label.shelf.by_selectin  # IO: never loaded


async def raiseload_of_one_below() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).raiseload(Post.tags))
    user = (await session.scalars(query)).one()
    assert user.posts[0].author is user
    assert user.posts[0].tags  # raises InvalidRequestError


@until(2, 1)
async def noload_of_one_below() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts).noload(Post.tags))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags == []


# Columns


async def load_only_twice() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.name), load_only(User.visits)))).one()
    assert (user.name, user.visits) == ("ann", 0)
    assert user.email  # IO: deferred


async def undefer_in_a_chain() -> None:
    session = Session()
    note = (await session.scalars(NOTE.options(Load(Note).undefer(Note.body)))).one()
    assert note.body == "long"


async def load_only_beside_undefer() -> None:
    session = Session()
    note = (await session.scalars(NOTE.options(load_only(Note.text), undefer(Note.body)))).one()
    assert (note.text, note.body) == ("note", "long")
    assert note.edits is None  # IO: deferred


async def load_only_leaves_a_computed_column_out() -> None:
    session = Session()
    note = (await session.scalars(NOTE.options(load_only(Note.text)))).one()
    assert note.loud  # IO: deferred


async def load_only_and_a_many_to_one() -> None:
    session = Session()
    query = POST.options(load_only(Post.title), joinedload(Post.author).load_only(User.name))
    post = (await session.scalars(query)).one()
    assert post.author is not None and post.author.name == "ann"
    assert post.author.email  # IO: deferred


async def load_only_in_a_helper() -> None:
    def brief(*columns: Any) -> Any:
        return load_only(*columns)

    session = Session()
    user = (await session.scalars(ANN.options(brief(User.name)))).one()
    assert user.name == "ann"
    assert user.email  # IO: deferred


async def columns_in_a_variable() -> None:
    columns = [User.name, User.visits]
    session = Session()
    user = (await session.scalars(ANN.options(load_only(*columns)))).one()
    assert user.visits == 0
    assert user.email  # IO: deferred


# Chains


async def contains_eager_and_then_selectinload() -> None:
    session = Session()
    query = POST.join(Post.author).options(contains_eager(Post.author).selectinload(User.posts))
    post = (await session.scalars(query)).one()
    assert post.author is not None and len(post.author.posts) == 2


async def contains_eager_under_joinedload() -> None:
    session = Session()
    query = select(Tag).join(Tag.posts).join(Post.author)
    query = query.options(contains_eager(Tag.posts).contains_eager(Post.author))
    tag = (await session.scalars(query)).unique().one()
    assert tag.posts[0].author is not None
    assert tag.posts[0].author.profile  # IO: never loaded


async def the_same_option_twice_and_longer() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts))
    query = query.options(selectinload(User.posts).selectinload(Post.tags))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags[0].label == "new"


async def load_with_a_chain() -> None:
    session = Session()
    query = ANN.options(Load(User).selectinload(User.posts).selectinload(Post.tags))
    user = (await session.scalars(query)).one()
    assert user.posts[0].tags
    assert user.posts[0].tags[0].posts  # IO: never loaded


async def an_inner_join() -> None:
    session = Session()
    query = POST.options(joinedload(Post.author, innerjoin=True))
    post = (await session.scalars(query)).one()
    assert post.author is not None and post.author.name == "ann"


async def criteria_load_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(with_loader_criteria(Post, Post.id == 1)))).one()
    assert user.posts  # IO: never loaded


async def criteria_beside_an_option() -> None:
    session = Session()
    query = ANN.options(with_loader_criteria(Post, Post.id == 1), selectinload(User.posts))
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 1


async def an_option_of_an_alias_of_the_target() -> None:
    session = Session()
    book = aliased(Book)
    query = SHELF.options(selectinload(Shelf.by_select.of_type(book)))
    shelf = (await session.scalars(query)).unique().one()
    assert len(shelf.by_select) == 1


@needs(2, 0)
async def a_tree_as_deep_as_it_is_loaded() -> None:
    session = Session()
    query = ROOT.options(selectinload(Node.children, recursion_depth=1))
    node = (await session.scalars(query)).one()
    assert len(node.children) == 1


# Statements


async def methods_that_keep_the_options() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts)).distinct().filter_by(name="ann")
    query = query.with_for_update().execution_options(logging_token="users").offset(0)
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 2


async def methods_that_add_none() -> None:
    session = Session()
    query = select(User).select_from(User).join(Post, Post.author_id == User.id)
    query = query.group_by(User.id).having(func.count(Post.id) > 1)
    user = (await session.scalars(query)).one()
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


async def a_condition_on_a_relationship() -> None:
    session = Session()
    query = select(User).where(User.posts.any(Post.title == "first"))
    user = (await session.scalars(query)).one()
    assert user.posts  # IO: never loaded


async def a_condition_on_a_many_to_one() -> None:
    session = Session()
    query = select(Post).where(Post.author.has(User.name == "ann"), Post.id == 1)
    post = (await session.scalars(query)).one()
    assert post.author  # IO: never loaded


async def a_subquery_of_keys() -> None:
    session = Session()
    keys = select(Post.author_id).where(Post.title == "first").scalar_subquery()
    user = (await session.scalars(select(User).where(User.id.in_(keys)))).one()
    assert user.posts  # IO: never loaded


async def a_common_table_expression() -> None:
    session = Session()
    recent = select(User).where(User.id == 1).cte()
    author = aliased(User, recent)
    user = (await session.scalars(select(author))).one()
    assert user.posts  # IO: never loaded


async def textual_rows_of_a_class() -> None:
    session = Session()
    query: Any = select(User).from_statement(text("SELECT * FROM users WHERE id = 1"))
    user = (await session.scalars(query)).one()
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


async def textual_rows_with_an_option() -> None:
    session = Session()
    query: Any = select(User).from_statement(text("SELECT * FROM users WHERE id = 1"))
    user = (await session.scalars(query.options(selectinload(User.posts)))).one()
    assert len(user.posts) == 2


async def an_exists() -> None:
    session = Session()
    found = await session.scalar(select(select(User).where(User.id == 1).exists()))
    await session.commit()
    assert found is True


async def a_statement_that_is_assigned_twice() -> None:
    session = Session()
    query = select(User)
    query = query.where(User.id == 1)
    query = query.options(selectinload(User.posts))
    query = query.order_by(User.name)
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 2
    assert user.profile  # IO: never loaded


# What nobody can follow


async def an_option_that_is_looked_up() -> None:
    strategy = getattr(orm, "".join(["selectin", "load"]))
    session = Session()
    user = (await session.scalars(ANN.options(strategy(User.posts)))).one()
    assert len(user.posts) == 2


async def an_option_that_is_evaluated() -> None:
    session = Session()
    option = eval("selectinload(User.posts)")
    user = (await session.scalars(ANN.options(option))).one()
    assert len(user.posts) == 2


async def options_by_star_from_nobody_knows_where() -> None:
    session = Session()
    options = eval("[selectinload(User.posts)]")
    user = (await session.scalars(ANN.options(*options))).one()
    assert len(user.posts) == 2


async def an_attribute_that_is_evaluated() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(eval("User.posts"))))).one()
    assert len(user.posts) == 2


async def a_statement_that_is_evaluated() -> None:
    session = Session()
    query = eval("ANN.options(selectinload(User.posts))")
    user = (await session.scalars(query)).one()
    assert len(user.posts) == 2


async def options_of_get_from_nobody_knows_where() -> None:
    session = Session()
    options = eval("[selectinload(User.posts)]")
    user = await session.get(User, 1, options=options)
    assert user is not None and len(user.posts) == 2


async def arguments_of_get_from_nobody_knows_where() -> None:
    session = Session()
    given = eval('{"options": [selectinload(User.posts)]}')
    user = await session.get(User, 1, **given)
    assert user is not None and len(user.posts) == 2


async def an_option_of_the_execution_loads_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN.execution_options(include_deleted=True))).one()
    assert user.posts  # IO: never loaded
