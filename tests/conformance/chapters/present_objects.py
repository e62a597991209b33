"""What `get()`, a second query, `merge()` and `populate_existing` do to what is there already."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import (
    joinedload,
    lazyload,
    load_only,
    noload,
    raiseload,
    selectinload,
    undefer,
)

from conformance.harness import needs, until
from conformance.models import (
    ANN,
    BOB,
    NOTE,
    POST,
    SHELF,
    KeepingSession,
    Label,
    Leaving,
    Note,
    Post,
    Session,
    Shelf,
    User,
)


async def get_with_options_of_what_is_new() -> None:
    session = Session()
    user = await session.get(User, 1, options=[selectinload(User.posts)])
    assert user is not None and len(user.posts) == 2


async def get_with_options_of_what_is_there() -> None:
    session = Session()
    user = await session.get(User, 1)
    again = await session.get(User, 1, options=[selectinload(User.posts)])
    assert again is user and again is not None
    assert again.posts  # IO: never loaded


async def get_with_options_of_what_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    again = await session.get(User, 1, options=[selectinload(User.posts)])
    assert again is user and user.name == "ann"
    assert user.posts  # IO: never loaded


async def get_with_options_of_another_row() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    bob = await session.get(User, 2, options=[selectinload(User.posts)])
    assert bob is not None and bob is not ann
    assert bob.posts == []


async def get_applies_the_first_options_again() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    await session.get(User, 1)
    assert len(user.posts) == 2


async def a_refresh_applies_the_options_of_get_again() -> None:
    session = Session()
    user = await session.get(User, 1, options=[selectinload(User.posts)])
    assert user is not None
    await session.refresh(user)
    assert len(user.posts) == 2


async def a_refresh_does_not_apply_what_get_ignored() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.get(User, 1, options=[selectinload(User.posts)])
    await session.refresh(user)
    assert user.posts  # IO: never loaded


@needs(2, 0)
async def get_does_not_bring_back_what_was_loaded_later() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.refresh(user, ["posts"])
    await session.commit()
    await session.get(User, 1)
    assert user.name == "ann"
    assert user.posts  # IO: expired by commit()


async def get_applies_what_is_eager_again() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.commit()
    await session.get(Shelf, 1)
    assert shelf.by_selectin


async def a_query_fills_what_would_have_raised() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    wanted = SHELF.options(selectinload(Shelf.by_raise))
    assert (await session.scalars(wanted)).unique().one() is shelf
    assert len(shelf.by_raise) == 1
    await session.commit()
    assert shelf.place == "left"  # IO: expired by commit()


async def a_query_fills_what_an_option_made_raise() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(raiseload(User.posts)))).one()
    await session.scalars(ANN.options(selectinload(User.posts)))
    assert len(user.posts) == 2
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def what_brings_others_fills_what_would_raise() -> None:
    session = Session()
    shelf = await session.get(Shelf, json.loads("1"))
    assert shelf is not None
    wanted = select(Label).options(joinedload(Label.shelf).selectinload(Shelf.by_raise))
    assert (await session.scalars(wanted)).unique().one().shelf is shelf
    assert len(shelf.by_raise) == 1
    await session.commit()
    assert shelf.place == "left"  # IO: expired by commit()


async def get_does_not_refresh_what_is_partly_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user, ["name"])
    await session.get(User, 1)
    assert user.name == "ann"  # IO: expired by expire()


async def get_does_not_refresh_what_was_partly_loaded_since() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user, ["email"])
    await session.get(User, 1)
    assert user.email == "ann@example.org"
    assert user.name == "ann"  # IO: expired by commit()


async def get_does_not_refresh_what_a_deferred_column_was_loaded_of() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.commit()
    await session.run_sync(lambda _: note.body)
    await session.get(Note, 1)
    assert note.body == "long"
    assert note.text == "note"  # IO: expired by commit()


async def get_refreshes_what_was_only_written_since() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    user.name = "anna"
    await session.get(User, 1)
    assert (user.name, user.email) == ("anna", "ann@example.org")


async def get_refreshes_no_other_object() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    await session.commit()
    await session.get(User, 2)
    assert ann.name == "ann"  # IO: expired by commit()


@needs(2, 0)
async def get_one() -> None:
    session = Session()
    user = await session.get_one(User, 1)
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


@needs(2, 0)
async def get_one_with_options() -> None:
    session = Session()
    user = await session.get_one(User, 1, options=[selectinload(User.posts)])
    assert len(user.posts) == 2


async def get_for_update() -> None:
    session = Session()
    user = await session.get(User, 1, with_for_update=True)
    assert user is not None and user.name == "ann"


async def get_by_keyword() -> None:
    session = Session()
    user = await session.get(entity=User, ident=1)
    assert user is not None
    assert user.posts  # IO: never loaded


async def get_of_an_identity() -> None:
    session = Session()
    user = await session.get(User, (1,))
    assert user is not None
    await session.commit()
    assert user.name  # IO: expired by commit()


async def get_of_what_was_found_before_finds_it() -> None:
    session = Session()
    bob = (await session.scalars(BOB)).one()
    user = await session.get(User, 1)
    assert user is not None and user.name == "ann"
    again = await session.get(User, 1)
    if again is None:
        await session.rollback()
    assert bob.name == "bob"


async def a_query_for_the_key_of_what_was_found_before_finds_it() -> None:
    session = Session()
    bob = (await session.scalars(BOB)).one()
    (await session.scalars(ANN)).one()
    user = await session.scalar(ANN.options(selectinload(User.posts)))
    if user is None:
        await session.rollback()
    assert bob.name == "bob"


async def a_query_that_asks_for_more_than_the_key_may_find_none() -> None:
    session = Session()
    bob = (await session.scalars(BOB)).one()
    ann = (await session.scalars(ANN)).one()
    user = await session.scalar(ANN.where(User.visits > ann.visits))
    if user is None:
        await session.rollback()
    assert bob.name == "bob"  # IO: expired by rollback()


async def get_of_what_has_come_along() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    user = await session.get(User, post.author_id, options=[selectinload(User.posts)])
    assert user is not None
    assert user.posts  # IO: never loaded


async def get_of_what_has_come_along_with_more() -> None:
    session = Session()
    wanted = POST.options(joinedload(Post.author).selectinload(User.posts))
    post = (await session.scalars(wanted)).one()
    user = await session.get(User, post.author_id)
    assert user is not None and user.posts


async def get_of_what_has_come_along_with_a_list() -> None:
    session = Session()
    user_id = json.loads("1")
    wanted = select(Post).where(Post.author_id == user_id).options(joinedload(Post.author))
    posts = (await session.scalars(wanted)).all()
    user = await session.get(User, user_id, options=[selectinload(User.posts)])
    assert posts and user is not None
    assert user.posts  # IO: never loaded


async def get_leaves_what_has_come_along_with_a_list() -> None:
    session = Session()
    user_id = json.loads("1")
    author = joinedload(Post.author).selectinload(User.posts)
    posts = (
        await session.scalars(select(Post).where(Post.author_id == user_id).options(author))
    ).all()
    user = await session.get(User, user_id)
    assert user is not None and user.posts
    for post in posts:
        assert post.author is user and post.author.posts


async def get_of_what_has_come_along_with_a_list_that_is_gone() -> None:
    session = Session()
    user_id = json.loads("1")
    wanted = select(Post).where(Post.author_id == user_id).options(joinedload(Post.author))
    titles = [post.title for post in await session.scalars(wanted)]
    user = await session.get(User, user_id, options=[selectinload(User.posts)])
    assert titles and user is not None and user.posts


async def get_of_what_has_come_along_in_each_turn() -> None:
    session = Session()
    wanted = select(Post).where(Post.author_id.is_not(None)).options(joinedload(Post.author))
    for post in (await session.scalars(wanted)).all():
        user = await session.get(User, post.author_id, options=[selectinload(User.profile)])
        assert user is not None and user is post.author
        assert user.profile  # IO: never loaded


async def a_second_query_without_options_fills_no_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    again = (await session.scalars(ANN)).one()
    assert again is user
    assert again.posts  # IO: never loaded


async def a_second_query_with_options_fills_a_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    again = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert again is user and len(again.posts) == 2


async def a_second_query_leaves_what_was_assigned() -> None:
    session = Session(autoflush=False)
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    again = (await session.scalars(ANN)).one()
    assert again.name == "anna"


async def a_second_query_brings_every_column_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    again = (await session.scalars(ANN)).one()
    assert again is user and (user.name, user.email) == ("ann", "ann@example.org")


async def a_second_query_of_fewer_columns() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    again = (await session.scalars(ANN.options(load_only(User.name)))).one()
    assert again is user and again.email


async def a_second_query_of_fewer_columns_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    again = (await session.scalars(ANN.options(load_only(User.name)))).one()
    assert again is user and again.name == "ann"
    assert again.email  # IO: expired by commit()


async def a_second_query_of_a_deferred_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    again = (await session.scalars(NOTE.options(undefer(Note.body)))).one()
    assert again is note and again.body == "long"


async def a_second_query_of_a_generated_column() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.flush()
    again = (await session.scalars(NOTE)).one()
    assert again is note and again.changed is not None


async def a_query_of_the_other_end() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is user
    assert user.posts  # IO: never loaded


async def a_query_that_brings_an_object_back_by_its_option() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is user
    assert user.name == "ann"


async def populate_existing_takes_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    again = (await session.scalars(ANN.execution_options(populate_existing=True))).one()
    assert again is user
    assert again.posts  # IO: expired by populate_existing


async def populate_existing_leaves_what_it_loads() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    query = ANN.options(selectinload(User.posts)).execution_options(populate_existing=True)
    again = (await session.scalars(query)).one()
    assert again is user and len(again.posts) == 2


async def populate_existing_loses_what_was_assigned() -> None:
    session = Session(autoflush=False)
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    again = (await session.scalars(ANN.execution_options(populate_existing=True))).one()
    assert again is user and again.name == "ann"


async def populate_existing_as_an_argument() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.execute(ANN, execution_options={"populate_existing": True})
    assert user.name == "ann"


async def get_that_populates_existing_takes_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    again = await session.get(User, 1, populate_existing=True)
    assert again is user
    assert user.posts  # IO: expired by populate_existing


async def merge_of_a_new_object() -> None:
    session = Session()
    user = await session.merge(User(name="cid"))
    await session.flush()
    assert (user.id, user.name) == (3, "cid")


async def merge_of_what_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    merged = await session.merge(User(id=1, name="anna"))
    assert merged is user and user.name == "anna"
    assert user.posts  # IO: never loaded


async def merge_of_what_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    merged = await session.merge(User(id=1, name="anna"))
    assert merged is user and user.email == "ann@example.org"


async def merge_leaves_its_source_alone() -> None:
    session = Session()
    source = User(id=1, name="anna")
    merged = await session.merge(source)
    assert merged is not source and source not in session
    assert source.posts == []


async def merge_of_given_children() -> None:
    session = Session()
    merged = await session.merge(User(id=2, name="bob", posts=[Post(title="third")]))
    assert merged.posts[0].title == "third"


async def merge_and_commit() -> None:
    session = Session()
    user = await session.merge(User(id=1, name="anna"))
    await session.commit()
    assert user.name == "anna"  # IO: expired by commit()


async def merge_and_keep() -> None:
    session = KeepingSession()
    user = await session.merge(User(id=1, name="anna"))
    await session.commit()
    assert (user.name, user.email) == ("anna", "ann@example.org")


async def merge_with_options() -> None:
    session = Session()
    user = await session.merge(User(id=1, name="anna"), options=[selectinload(User.posts)])
    assert len(user.posts) == 2


async def merge_with_options_for_something_else() -> None:
    session = Session()
    user = await session.merge(User(id=1, name="anna"), options=[selectinload(User.profile)])
    assert len(user.posts) == 2  # IO: never loaded


async def merge_with_options_of_what_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    merged = await session.merge(User(id=1, name="anna"), options=[selectinload(User.posts)])
    assert merged is user
    assert len(merged.posts) == 2  # IO: never loaded


async def merge_with_options_of_what_has_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    merged = await session.merge(User(id=1, name="anna"), options=[selectinload(User.posts)])
    assert merged is user
    assert len(merged.posts) == 2  # IO: never loaded


async def merge_without_loading() -> None:
    async with Session() as other:
        user = (await other.scalars(ANN)).one()
    session = Session()
    merged = await session.merge(user, load=False)
    assert merged.name == "ann"
    assert merged.posts  # IO: never loaded


async def an_object_that_came_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    session.add(user)
    assert user.name == "ann"
    await session.commit()
    assert user.name  # IO: expired by commit()


async def an_object_that_is_loaded_anew_beside_an_expunged_one() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    again = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"
    assert again.name  # IO: expired by commit()


async def deleted_and_committed() -> None:
    session = Session()
    user = (await session.scalars(BOB)).one()
    await session.delete(user)
    await session.commit()
    assert (user.id, user.name) == (2, "bob")


async def deleted_with_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(BOB)).one()
    await session.delete(user)
    await session.commit()
    assert user.posts == []


async def the_others_when_one_is_deleted() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    await session.delete((await session.scalars(BOB)).one())
    await session.commit()
    assert ann.name  # IO: expired by commit()


async def deleted_children_of_a_loaded_collection() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.delete(user.posts[0])
    await session.commit()
    assert len(user.posts) == 2


async def every_object_of_a_select() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    await session.commit()
    users = (await session.scalars(select(User))).all()
    assert [user.name for user in users] == ["ann", "bob"]
    assert ann.name == "ann"


async def what_was_deleted_is_not_there() -> None:
    session = KeepingSession()
    bob = (await session.scalars(BOB.options(selectinload(User.posts)))).one()
    await session.delete(bob)
    await session.commit()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is not None
    assert post.author.posts  # IO: never loaded


async def what_was_made_meanwhile_is_not_what_an_old_row_leads_to() -> None:
    session = Session()
    user = User(name="cid", posts=[])
    session.add(user)
    await session.flush()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is not None and post.author is not user
    assert post.author.posts  # IO: never loaded


async def get_flushes_unless_the_row_is_there() -> None:
    session = Session()
    bob = (await session.scalars(select(User).where(User.name == "bob"))).one()
    leaving = Leaving(text="new")
    session.add(leaving)
    assert await session.get(User, json.loads("1")) is not bob
    assert leaving.created is not None  # IO: generated


async def get_of_what_is_there_does_not_flush() -> None:
    session = Session()
    user_id = json.loads("1")
    user = await session.get(User, user_id)
    leaving = Leaving(text="new")
    session.add(leaving)
    assert await session.get(User, user_id) is user
    assert leaving.created is None


async def get_flushes_where_all_that_may_be_the_row_has_expired() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    session.expire_all()
    post.title = "new"
    assert await session.get(User, json.loads("1")) is user
    assert post.author_id == 1


async def get_does_not_flush_where_the_row_may_have_been_loaded_since() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    session.expire_all()
    if json.loads("true"):
        await session.refresh(user, ["visits"])
    post.title = "new"
    assert await session.get(User, json.loads("1")) is user
    assert post.author_id == 1  # IO: expired by expire_all()


async def get_that_populates_existing_flushes_first() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    session.expire_all()
    user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    post.title = "new"
    assert await session.get(User, json.loads("1"), populate_existing=True) is user
    assert post.author_id == 1


@needs(2, 0)
async def one_of_two_that_is_loaded_by_awaitable_attrs() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    bob = (await session.scalars(BOB)).one()
    user = ann if json.loads("true") else bob
    await session.commit()
    await user.awaitable_attrs.posts
    assert user.posts and user.name == "ann"


@until(2, 1)
async def what_a_query_leaves_empty_on_some_path() -> None:
    session = Session()
    wanted = POST.options(noload(Post.author))
    if json.loads("true"):
        wanted = POST.options(selectinload(Post.author))
    post = (await session.scalars(wanted)).one()
    assert post.author is None or post.author.posts  # IO: never loaded


async def all_rows_are_more_than_those_of_a_relationship() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert len(user.posts) == 2
    posts = (await session.scalars(select(Post).options(load_only(Post.id)))).all()
    titles = [post.title for post in posts]  # IO: deferred
    assert titles


async def get_with_options_of_one_of_all_in_hand() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    user = await session.get(User, json.loads("1"), options=[selectinload(User.posts)])
    assert user in users and user is not None
    assert user.posts  # IO: never loaded


async def get_with_options_of_one_of_all_that_nobody_holds() -> None:
    session = Session()
    assert (await session.scalars(select(User))).all()
    user = await session.get(User, json.loads("1"), options=[selectinload(User.posts)])
    assert user is not None and user.posts


async def get_with_options_of_one_of_all_that_only_one_branch_has_loaded() -> None:
    session = Session()
    users: list[User] = []
    if json.loads("false"):
        users += (await session.scalars(select(User))).all()
    user = await session.get(User, json.loads("1"), options=[load_only(User.id)])
    assert user is not None and user not in users
    assert user.name == "ann"  # IO: deferred


async def get_with_options_of_one_that_both_branches_may_have_loaded() -> None:
    session = Session()
    if json.loads("true"):
        users = (await session.scalars(select(User))).all()
    else:
        users = (await session.scalars(select(User).where(User.name == "ann"))).all()
    user = await session.get(User, json.loads("1"), options=[load_only(User.id)])
    assert user in users and user is not None
    assert user.name == "ann"


async def one_of_all_that_a_query_loads_less_of() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    named = select(User).where(User.id == json.loads("1")).options(load_only(User.id))
    user = (await session.scalars(named)).one()
    assert user in users and user.name == "ann"


async def one_of_all_that_a_query_loads_more_of() -> None:
    session = Session()
    users = (await session.scalars(select(User).options(load_only(User.id)))).all()
    named = select(User).where(User.id == json.loads("1")).options(selectinload(User.posts))
    user = (await session.scalars(named)).one()
    assert user in users and user.name == "ann" and user.posts


async def one_of_all_that_comes_along() -> None:
    session = Session()
    users = (await session.scalars(select(User).options(load_only(User.id)))).all()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author in users and post.author is not None
    assert post.author.name == "ann"
    assert post.author.posts  # IO: never loaded


async def one_of_all_that_was_expired() -> None:
    session = Session()
    users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
    await session.commit()
    user = await session.get(User, json.loads("1"))
    assert user is not None and user.name == "ann" and user.posts
    assert [one.name for one in users]  # IO: expired by commit()


async def a_new_row_is_none_of_all_that_were_there() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    new = User(name="cid", posts=[])
    session.add(new)
    await session.commit()
    again = (await session.scalars(select(User).where(User.name == "cid"))).one()
    assert again is new and again not in users
    assert again.name == "cid"


async def a_collection_of_rows_that_are_all_in_hand() -> None:
    session = Session()
    posts = (await session.scalars(select(Post).options(joinedload(Post.author)))).all()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    for post in user.posts:
        assert post in posts and post.author is user
        assert user.posts


async def one_of_all_that_is_expired_alone() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    user = (await session.scalars(select(User).where(User.id == json.loads("1")))).one()
    session.expire(user)
    assert sorted(one.name for one in users)  # IO: expired by expire()


async def a_query_for_a_foreign_key_that_a_new_object_lacks() -> None:
    session = Session()
    post = Post(title="new")
    session.add(post)
    await session.commit()
    assert (await session.scalars(select(Post).where(Post.author_id == json.loads("1")))).all()
    assert post.title  # IO: expired by commit()


async def a_query_for_the_foreign_key_that_a_new_object_was_given() -> None:
    session = Session()
    author_id = json.loads("1")
    post = Post(title="new", author_id=author_id)
    session.add(post)
    await session.commit()
    assert (await session.scalars(select(Post).where(Post.author_id == author_id))).all()
    assert post.title == "new"


async def a_query_for_the_foreign_key_by_which_a_new_object_was_appended() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = Post(title="new")
    user.posts.append(post)
    user_id = user.id
    await session.commit()
    assert (await session.scalars(select(Post).where(Post.author_id == user_id))).all()
    assert post.title == "new"


async def an_update_of_what_has_expired_loads_its_row_first() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    user.name = "anna"
    await session.flush()
    assert user.posts and user.name == "anna" and user.id == 1


async def an_update_of_what_has_expired_loads_no_more_than_the_first_query() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await session.run_sync(lambda _: user.posts)
    await session.commit()
    user.name = "anna"
    await session.flush()
    assert user.name == "anna" and user.id == 1
    assert user.posts  # IO: expired by commit()


async def what_only_a_query_has_deferred_comes_back_with_the_rest() -> None:
    session = Session()
    post = (await session.scalars(POST.options(load_only(Post.id)))).one()
    await session.commit()
    assert await session.run_sync(lambda _: post.author_id)
    assert post.title


@needs(2, 0)
async def what_a_query_has_deferred_does_not_come_with_a_refresh() -> None:
    session = Session()
    post = (await session.scalars(POST.options(load_only(Post.id)))).one()
    await session.commit()
    await session.refresh(post)
    assert post.title  # IO: deferred


async def what_a_query_has_deferred_comes_with_a_get() -> None:
    session = Session()
    post_id = json.loads("1")
    query = select(Post).where(Post.id == post_id).options(load_only(Post.id))
    post = (await session.scalars(query)).one()
    await session.commit()
    assert await session.get(Post, post_id) is post
    assert post.title


async def what_a_query_has_deferred_comes_with_an_update() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.id)))).one()
    await session.commit()
    user.name = "anna"
    await session.flush()
    assert user.visits is not None


async def what_a_query_has_deferred_is_told_once() -> None:
    session = Session()
    post = (await session.scalars(POST.options(load_only(Post.id)))).one()
    await session.commit()
    assert post.title  # IO: expired by commit()


async def a_row_does_not_bring_back_what_the_first_query_had_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    session.expire_all()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is user and post.author is not None
    assert post.author.name == "ann"
    assert post.author.posts  # IO: never loaded


async def all_rows_that_only_one_branch_has_loaded() -> None:
    session = Session()
    if json.loads("false"):
        users = (await session.scalars(select(User))).all()
        assert users
    named = select(User).where(User.id == json.loads("1")).options(load_only(User.id))
    user = (await session.scalars(named)).one()
    assert user.name == "ann"  # IO: deferred


async def what_was_changed_on_one_path_and_has_expired_on_another() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if json.loads("true"):
        await session.commit()
    else:
        user.name = "anna"
    await session.flush()
    assert user.visits == 0  # IO: expired by commit()


async def what_a_query_for_a_key_leads_to_is_what_has_that_key() -> None:
    session = KeepingSession()
    key = json.loads("1")
    query = select(User).options(selectinload(User.posts)).where(User.id == key)
    user = (await session.scalars(query)).one()
    posts = (
        await session.scalars(
            select(Post).options(selectinload(Post.author)).where(Post.author_id == key)
        )
    ).all()
    assert user.id
    for post in posts:
        assert post.author
        assert post.author.posts


async def what_a_query_for_another_key_leads_to_is_something_else() -> None:
    session = KeepingSession()
    query = select(User).options(selectinload(User.posts)).where(User.id == json.loads("2"))
    user = (await session.scalars(query)).one()
    posts = (
        await session.scalars(
            select(Post).options(selectinload(Post.author)).where(Post.author_id == json.loads("1"))
        )
    ).all()
    assert user.id
    for post in posts:
        assert post.author
        assert post.author.posts  # IO: never loaded


async def what_may_be_there_leads_where_that_leads() -> None:
    session = KeepingSession()
    posts = (
        await session.scalars(
            select(Post).options(selectinload(Post.author)).where(Post.author_id == 1)
        )
    ).all()
    post = (await session.scalars(select(Post).where(Post.id == 1))).one()
    assert posts
    assert post.author
    assert post.author.profile  # IO: never loaded


@needs(2, 0)
async def what_a_query_for_a_key_finds_may_be_what_came_along() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is not None
    await session.refresh(post.author, ["posts"])
    user = (await session.scalars(ANN)).one()
    assert user is post.author and user.posts


@needs(2, 0)
async def what_a_query_for_a_key_finds_is_not_what_another_key_has_found() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    await session.refresh(ann, ["posts"])
    bob = (await session.scalars(BOB)).one()
    assert bob is not ann
    assert bob.posts  # IO: never loaded


async def what_may_be_there_leads_to_what_was_loaded_with_it() -> None:
    session = KeepingSession()
    full = select(Post).options(selectinload(Post.author).selectinload(User.profile))
    posts = (await session.scalars(full.where(Post.author_id == 1))).all()
    post = (await session.scalars(select(Post).where(Post.id == 1))).one()
    assert posts
    assert post.author
    assert post.author.profile


async def a_lazy_load_brings_back_what_belongs_to_it() -> None:
    session = KeepingSession()
    user = (await session.scalars(select(User).where(User.id == 1))).one()
    posts = (await session.scalars(select(Post).where(Post.author_id == 1))).all()
    session.expire_all()
    await session.run_sync(lambda _: user.posts)
    assert [post.title for post in posts]


async def a_lazy_load_brings_back_nothing_else() -> None:
    session = KeepingSession()
    user = (await session.scalars(select(User).where(User.id == 1))).one()
    posts = (await session.scalars(select(Post).where(Post.author_id == 1))).all()
    session.expire_all()
    await session.run_sync(lambda _: user.profile)
    assert [post.title for post in posts]  # IO: expired by expire_all()


async def get_brings_back_what_comes_along() -> None:
    session = KeepingSession()
    query = select(User).where(User.id == 1).options(selectinload(User.posts))
    user = (await session.scalars(query)).one()
    post = Post(title="new", author=user)
    session.add(post)
    await session.flush()
    session.expire_all()
    assert await session.get(User, 1)
    assert post.title == "new"


async def get_brings_back_nothing_else() -> None:
    session = KeepingSession()
    user = (await session.scalars(select(User).where(User.id == 1))).one()
    post = Post(title="new", author=user)
    session.add(post)
    await session.flush()
    session.expire_all()
    assert await session.get(User, 1)
    assert post.title == "new"  # IO: expired by expire_all()


async def get_of_what_nobody_holds_brings_along_what_its_options_say() -> None:
    session = KeepingSession()
    query = select(Post).options(selectinload(Post.author)).where(Post.author_id == 1)
    posts = (await session.scalars(query)).all()
    await session.rollback()
    user = await session.get(User, 1, options=[selectinload(User.posts)])
    assert user is not None
    assert [post.title for post in posts]


async def what_hangs_on_what_is_there_is_loaded_by_a_query_for_it() -> None:
    session = KeepingSession()
    post = (await session.scalars(select(Post).options(selectinload(Post.author)))).first()
    full = select(Post).options(selectinload(Post.author).selectinload(User.posts))
    posts = (await session.scalars(full)).all()
    assert post
    for one in posts:
        assert not one.author or one.author.posts


async def what_hangs_on_what_is_there_is_loaded_by_a_join_for_it() -> None:
    session = KeepingSession()
    post = (await session.scalars(select(Post).options(selectinload(Post.author)))).first()
    full = select(Post).options(joinedload(Post.author).joinedload(User.posts))
    posts = (await session.scalars(full)).unique().all()
    assert post
    assert not post.author or post.author.posts
    assert posts


async def what_hangs_on_what_is_there_and_was_not_asked_for() -> None:
    session = KeepingSession()
    post = (await session.scalars(select(Post).options(selectinload(Post.author)))).first()
    full = select(Post).options(selectinload(Post.author).selectinload(User.profile))
    posts = (await session.scalars(full)).all()
    assert post
    for one in posts:
        assert not one.author or one.author.posts  # IO: never loaded


async def a_query_for_what_a_collection_has() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    few = select(Post).where(Post.author_id == user.id).options(load_only(Post.id))
    posts = (await session.scalars(few)).all()
    assert [post.title for post in posts] == ["first", "second"]


async def a_query_for_what_a_collection_has_fills_it() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    full = select(Post).where(Post.author_id == 1).options(selectinload(Post.tags))
    posts = (await session.scalars(full)).all()
    assert posts and [len(post.tags) for post in user.posts] == [1, 0]


async def a_query_for_what_a_collection_has_without_more() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    posts = (await session.scalars(select(Post).where(Post.author_id == user.id))).all()
    assert posts[0].tags  # IO: never loaded


async def a_query_for_what_another_collection_has() -> None:
    session = Session()
    user = (await session.scalars(BOB.options(selectinload(User.posts)))).one()
    few = select(Post).where(Post.author_id == 1).options(load_only(Post.id))
    posts = (await session.scalars(few)).all()
    assert posts[0].title, user  # IO: deferred


@needs(2, 0)
async def a_query_that_could_meet_what_was_let_go() -> None:
    session = Session()
    user = (await session.scalars(select(User).where(User.name == "ann"))).one()
    await session.refresh(user, ["posts"])
    user = User(name="cid")
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert post.author is not None
    assert len(post.author.posts) == 2, user  # IO: never loaded


async def all_rows_after_one_was_inserted_and_let_go() -> None:
    session = KeepingSession()
    query = select(User)
    users = (await session.scalars(query.options(selectinload(User.posts)))).all()
    session.add(User(name="cid", posts=[]))
    await session.commit()
    again = (await session.scalars(query)).all()
    posts = [user.posts for user in again]  # IO: never loaded
    assert posts and users


async def all_rows_after_a_loop_has_let_go_of_new_ones() -> None:
    session = KeepingSession()
    query = select(User)
    users = (await session.scalars(query.options(selectinload(User.posts)))).all()
    for _ in users:
        user = User(name="cid", posts=[])
        session.add(user)
        await session.commit()
    again = (await session.scalars(query)).all()
    posts = [user.posts for user in again]  # IO: never loaded
    assert posts and users


async def all_rows_after_one_was_inserted_and_is_held() -> None:
    session = KeepingSession()
    query = select(User)
    users = (await session.scalars(query.options(selectinload(User.posts)))).all()
    new = User(name="cid", posts=[])
    session.add(new)
    await session.commit()
    again = (await session.scalars(query)).all()
    posts = [user.posts for user in again]
    assert posts and users and new.posts == []


async def all_rows_where_what_was_let_go_had_come_with_the_others() -> None:
    session = KeepingSession()
    query = select(User)
    session.add(User(name="cid", posts=[]))
    await session.commit()
    users = (await session.scalars(query.options(selectinload(User.posts)))).all()
    again = (await session.scalars(query)).all()
    posts = [user.posts for user in again]
    assert posts and users


@needs(2, 0)
async def what_another_object_led_to_until_that_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = (await session.scalars(POST)).one()
    await session.refresh(post, ["author"])
    assert post.author is user
    user = User(name="cid")
    session.expire(post, ["author"])
    again = (await session.scalars(ANN)).one()
    assert again.posts, user  # IO: never loaded


async def what_a_list_still_holds() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    users = [user]
    user = User(name="cid")
    again = (await session.scalars(ANN)).one()
    assert again.posts, (user, users)


async def what_a_result_has_given_away() -> None:
    session = Session()
    result = await session.execute(ANN.options(selectinload(User.posts)))
    user = result.scalar_one()
    user = User(name="cid")
    again = (await session.scalars(ANN)).one()
    assert again.posts, user  # IO: never loaded


async def merge_of_the_expired_object_itself() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    merged = await session.merge(user)
    assert merged.name == "ann"  # IO: expired by commit()


async def merge_of_what_is_there_unless_its_insert_has_failed() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    try:
        await session.commit()
    except SQLAlchemyError:
        await session.rollback()
    merged = await session.merge(user)
    assert merged.name == "cid"
    assert not merged.posts  # IO: never loaded, new


# What is loaded beside the members of a collection, where these are there already


async def a_query_loads_beside_a_member_in_hand() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    wanted = ANN.options(selectinload(User.posts).selectinload(Post.tags))
    user = (await session.scalars(wanted)).one()
    assert post in user.posts and len(post.tags) == 1


async def get_loads_beside_a_member_in_hand() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    together = selectinload(User.posts).selectinload(Post.tags)
    user = await session.get(User, 1, options=[together])
    assert user is not None and post in user.posts
    assert len(post.tags) == 1


async def a_refresh_loads_nothing_beside_a_member_in_hand() -> None:
    session = Session()
    together = selectinload(User.posts).selectinload(Post.tags)
    user = (await session.scalars(ANN.options(together))).one()
    post = Post(title="third", author=user)
    session.add(post)
    await session.commit()
    await session.refresh(user)
    assert post in user.posts and post.title == "third"
    assert post.tags == []  # IO: never loaded


async def a_refresh_joins_to_a_member_in_hand() -> None:
    session = Session()
    together = selectinload(User.posts).joinedload(Post.tags)
    user = (await session.scalars(ANN.options(together))).one()
    post = Post(title="third", author=user)
    session.add(post)
    await session.commit()
    await session.refresh(user)
    assert post in user.posts and post.tags == []


async def a_refresh_loads_beside_what_it_joins() -> None:
    session = Session()
    together = joinedload(User.posts).selectinload(Post.tags)
    user = (await session.scalars(ANN.options(together))).unique().one()
    post = Post(title="third", author=user)
    session.add(post)
    await session.commit()
    await session.refresh(user)
    assert post in user.posts and post.tags == []


@needs(2, 0)
async def a_refresh_by_name_loads_nothing_beside_a_member_in_hand() -> None:
    session = Session()
    together = selectinload(User.posts).selectinload(Post.tags)
    user = (await session.scalars(ANN.options(together))).one()
    post = Post(title="third", author=user)
    session.add(post)
    await session.commit()
    await session.refresh(user, ["posts"])
    assert post in user.posts and post.title == "third"
    assert post.tags == []  # IO: never loaded


@needs(2, 0)
async def a_refresh_by_name_joins_to_a_member_in_hand() -> None:
    session = Session()
    together = selectinload(User.posts).joinedload(Post.tags)
    user = (await session.scalars(ANN.options(together))).one()
    post = Post(title="third", author=user)
    session.add(post)
    await session.commit()
    await session.refresh(user, ["posts"])
    assert post in user.posts and post.tags == []


async def a_lazy_load_loads_nothing_beside_a_member_in_hand() -> None:
    session = Session()
    together = lazyload(User.posts).selectinload(Post.tags)
    user = (await session.scalars(ANN.options(together))).one()
    post = Post(title="third", author_id=user.id)
    session.add(post)
    await session.flush()
    posts = await session.run_sync(lambda _: user.posts)
    assert post in posts
    assert post.tags == []  # IO: never loaded, new


async def a_lazy_load_joins_to_a_member_in_hand() -> None:
    session = Session()
    together = lazyload(User.posts).joinedload(Post.tags)
    user = (await session.scalars(ANN.options(together))).one()
    post = Post(title="third", author_id=user.id)
    session.add(post)
    await session.flush()
    posts = await session.run_sync(lambda _: user.posts)
    assert post in posts and post.tags == []
