"""`refresh()` brings columns back; of relationships it loads what a query would, and no more."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import (
    immediateload,
    joinedload,
    lazyload,
    load_only,
    noload,
    raiseload,
    selectinload,
)

from conformance.harness import needs, until
from conformance.models import (
    ANN,
    LEAF,
    NOTE,
    POST,
    ROOT,
    SHELF,
    KeepingSession,
    Node,
    Post,
    Session,
    User,
)


async def columns() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user)
    assert (user.id, user.name, user.email) == (1, "ann", "ann@example.org")


async def no_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user)
    assert user.posts  # IO: never loaded


async def what_a_later_query_loaded_is_taken_away() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.scalars(ANN.options(selectinload(User.posts)))
    await session.refresh(user)
    assert user.posts is not None  # IO: expired by refresh()


async def what_was_loaded_with_an_option_is_loaded_again() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.refresh(user)
    assert len(user.posts) == 2


async def what_was_loaded_with_an_option_is_loaded_again_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    await session.refresh(user)
    assert len(user.posts) == 2


async def what_was_joined_is_loaded_again() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(joinedload(User.posts)))).unique().one()
    await session.commit()
    await session.refresh(user)
    assert len(user.posts) == 2


async def what_is_eager_is_loaded_again() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.commit()
    await session.refresh(shelf)
    assert shelf.by_selectin and shelf.by_joined and shelf.by_subquery


async def what_is_lazy_is_not() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.commit()
    await session.refresh(shelf)
    assert shelf.by_select  # IO: never loaded


async def a_given_collection_is_taken_away() -> None:
    session = Session()
    user = User(name="cid", posts=[])
    session.add(user)
    await session.flush()
    await session.refresh(user)
    assert user.posts == []  # IO: expired by refresh()


async def a_given_object_is_taken_away_but_held() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    post.author = user
    await session.flush()
    await session.refresh(post)
    assert post.author is user


@needs(2, 0)
async def a_named_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.refresh(user, ["posts"])
    assert len(user.posts) == 2


@needs(2, 0)
async def a_named_collection_of_a_new_object() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    await session.refresh(user, attribute_names=["posts"])
    assert user.posts == []


@needs(2, 0)
async def names_leave_other_collections_alone() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.refresh(user, ["posts"])
    assert user.profile  # IO: never loaded


@needs(2, 0)
async def names_leave_expired_columns_alone() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user, ["posts"])
    assert user.posts
    assert user.name == "ann"  # IO: expired by commit()


@needs(2, 0)
async def a_named_collection_brings_the_key_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user, ["posts"])
    assert user.id == 1


@needs(2, 0)
async def a_named_parent() -> None:
    session = Session()
    leaf = (await session.scalars(LEAF)).one()
    await session.refresh(leaf, ["parent"])
    assert leaf.parent is not None  # IO: never loaded


@needs(2, 0)
async def a_named_parent_that_was_there() -> None:
    session = Session()
    leaf = (await session.scalars(LEAF)).one()
    await session.run_sync(lambda _: leaf.parent)
    await session.refresh(leaf, ["parent"])
    assert leaf.parent is not None  # IO: expired by refresh()


@needs(2, 0)
async def a_named_parent_brings_the_row_back() -> None:
    session = Session()
    leaf = (await session.scalars(LEAF)).one()
    await session.commit()
    await session.refresh(leaf, ["parent"])
    assert (leaf.id, leaf.parent_id) == (2, 1)
    assert leaf.parent is not None  # IO: never loaded


@needs(2, 0)
async def a_named_parent_that_is_in_hand() -> None:
    session = Session()
    nodes = (await session.scalars(select(Node))).all()
    await session.commit()
    for node in nodes:
        await session.refresh(node, ["parent"])
        assert node.parent is None or node.parent in nodes


@needs(2, 0)
async def a_named_parent_that_has_expired() -> None:
    session = Session()
    leaf = (await session.scalars(LEAF)).one()
    root = await session.get(Node, leaf.parent_id)
    session.expire(root)
    await session.refresh(leaf, ["parent"])
    assert leaf.parent is root


@needs(2, 0)
async def a_named_parent_with_an_option() -> None:
    session = Session()
    leaf = (await session.scalars(LEAF.options(selectinload(Node.parent)))).one()
    await session.commit()
    await session.refresh(leaf, ["parent"])
    assert leaf.parent is not None


@needs(2, 0)
async def named_children() -> None:
    session = Session()
    root = (await session.scalars(ROOT)).one()
    await session.refresh(root, ["children"])
    assert root.children


async def a_named_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user, ["name"])
    assert user.name == "ann"


async def a_named_column_alone() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user, ["name"])
    assert user.email is not None  # IO: expired by commit()


@needs(2, 0)
async def names_of_columns_and_collections() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user, ["id", "name", "posts"])
    assert (user.id, user.name, len(user.posts)) == (1, "ann", 2)


@needs(2, 0)
async def what_a_named_collection_holds_is_lazy() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.refresh(user, ["posts"])
    assert user.posts[0].tags  # IO: never loaded


@needs(2, 0)
async def what_a_named_parent_leads_to_comes_with_the_first_options() -> None:
    session = Session()
    author = selectinload(Post.author)
    post = (await session.scalars(POST.options(author.selectinload(User.profile)))).one()
    assert post.author is not None
    await session.refresh(post, ["author"])
    assert post.author.profile


async def what_a_lazy_collection_holds_comes_with_the_first_options() -> None:
    session = Session()
    posts = lazyload(User.posts).selectinload(Post.tags)
    user = (await session.scalars(ANN.options(posts))).one()
    await session.run_sync(lambda _: user.posts)
    assert user.posts[0].tags


@until(2, 0)
async def names_of_relationships_are_refused() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.refresh(user, ["posts"])  # raises InvalidRequestError


async def a_new_object_before_its_flush() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.refresh(user)  # raises InvalidRequestError


async def it_flushes_other_objects() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    other = User(name="cid")
    session.add(other)
    await session.refresh(user)
    assert other.posts == []  # IO: never loaded, new


async def a_new_object_without_its_collection() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.commit()
    await session.refresh(user)
    assert user.posts == []  # IO: never loaded


async def it_brings_back_generated_columns() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.flush()
    await session.refresh(note)
    assert note.changed is not None
    assert note.loud == "NEW"


async def it_brings_no_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.refresh(note)
    assert note.body == "long"  # IO: deferred


async def a_named_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.refresh(note, ["body"])
    assert note.body == "long"


async def it_loses_a_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.refresh(note, ["body"])
    await session.refresh(note)
    assert note.body == "long"  # IO: expired by refresh()


async def refresh_brings_all_columns_where_it_asks_for_a_key_that_was_left_out() -> None:
    session = KeepingSession()
    query = POST.options(load_only(Post.id), immediateload(Post.author))
    post = (await session.scalars(query)).one()
    await session.refresh(post)
    assert post.title


async def refresh_brings_all_columns_where_a_second_statement_needs_such_a_key() -> None:
    session = KeepingSession()
    query = POST.options(load_only(Post.id), selectinload(Post.author))
    post = (await session.scalars(query)).one()
    await session.refresh(post)
    assert post.title


@needs(2, 0)
async def refresh_leaves_out_what_the_query_did_where_a_join_finds_the_target() -> None:
    session = KeepingSession()
    query = POST.options(load_only(Post.id), joinedload(Post.author))
    post = (await session.scalars(query)).one()
    await session.refresh(post)
    assert post.title  # IO: deferred


@needs(2, 0)
async def refresh_leaves_out_what_the_query_did_if_the_key_is_there() -> None:
    session = KeepingSession()
    query = POST.options(load_only(Post.id, Post.author_id), immediateload(Post.author))
    post = (await session.scalars(query)).one()
    await session.refresh(post)
    assert post.title  # IO: deferred


@needs(2, 0)
@until(2, 1)
async def refresh_of_what_is_never_loaded_finds_nothing() -> None:
    session = KeepingSession()
    post = (await session.scalars(POST.options(noload(Post.author)))).one()
    await session.refresh(post, ["author"])
    if post.author is not None:
        session.expire(post)
    assert post.title


async def a_row_of_two_queries_brings_what_either_of_them_did() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    if post.title == "none":
        post = (await session.scalars(POST.options(immediateload(Post.author)))).one()
    await session.refresh(post)
    assert user.posts  # IO: never loaded


@needs(2, 0)
async def a_named_relationship_that_one_branch_had_asked_for(*, eager: bool = False) -> None:
    session = Session()
    query = POST
    if eager:
        query = POST.options(selectinload(Post.author).selectinload(User.profile))
    post = (await session.scalars(query)).one()
    await session.refresh(post, ["author"])
    assert post.author and post.author.profile  # IO: never loaded


async def a_relationship_of_the_greenlet_that_one_branch_had_asked_for(
    *, eager: bool = False
) -> None:
    session = Session()
    query = POST
    if eager:
        query = POST.options(selectinload(Post.author).selectinload(User.profile))
    post = (await session.scalars(query)).one()
    await session.run_sync(lambda _: post.author)
    assert post.author and post.author.profile  # IO: never loaded


@needs(2, 0)
async def a_named_relationship_that_both_branches_had_asked_for(*, eager: bool = False) -> None:
    session = Session()
    query = POST.options(selectinload(Post.author).selectinload(User.profile))
    if eager:
        query = POST.options(selectinload(Post.author).joinedload(User.profile))
    post = (await session.scalars(query)).one()
    await session.refresh(post, ["author"])
    assert post.author and post.author.profile


async def a_relationship_of_the_greenlet_that_both_branches_had_asked_for(
    *, eager: bool = False
) -> None:
    session = Session()
    query = POST.options(selectinload(Post.author).selectinload(User.profile))
    if eager:
        query = POST.options(selectinload(Post.author).joinedload(User.profile))
    post = (await session.scalars(query)).one()
    await session.run_sync(lambda _: post.author)
    assert post.author and post.author.profile


async def a_refresh_that_never_runs() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    refreshing = session.refresh(user)
    refreshing.close()
    assert user.name == "ann"  # IO: expired by commit()


async def what_is_immediate_is_loaded_again() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.commit()
    await session.refresh(shelf)
    assert shelf.by_immediate and shelf.by_false


async def a_refresh_before_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.refresh(user)
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def what_was_loaded_with_an_option_first_is_loaded_again_after_another_query() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    await session.scalars(ANN)
    await session.commit()
    await session.refresh(user)
    assert len(user.posts) == 2


async def what_an_option_made_raise_raises_again() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(raiseload(User.posts)))).one()
    await session.commit()
    await session.refresh(user)
    assert user.posts  # raises InvalidRequestError


async def names_leave_what_was_assigned() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.email = "new"
    with session.no_autoflush:
        await session.refresh(user, ["name"])
    assert user.email == "new"


@needs(2, 0)
async def an_expired_target_with_what_its_own_query_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    post = (await session.scalars(POST)).one()
    await session.commit()
    await session.refresh(post, ["author"])
    assert user.profile is not None


async def an_expired_target_by_a_second_statement() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    post = (await session.scalars(POST.options(selectinload(Post.author)))).one()
    await session.commit()
    await session.refresh(post)
    assert user.profile is not None


async def an_expired_target_without_what_another_query_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = POST.options(selectinload(Post.author).selectinload(User.posts))
    post = (await session.scalars(query)).one()
    await session.commit()
    await session.refresh(post)
    assert user.posts  # IO: never loaded


async def a_target_that_is_there_with_nothing_more() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = POST.options(selectinload(Post.author))
    post = (await session.scalars(query)).one()
    await session.refresh(post)
    assert user.name == "ann" and user.posts  # IO: never loaded
