"""Objects that the program makes: nothing is loaded, and before the flush nothing needs to be."""

from __future__ import annotations

import json

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, InvalidRequestError, SQLAlchemyError
from sqlalchemy.orm import selectinload

from conformance.models import ANN, BOB, KeepingSession, Post, Profile, Session, Shelf, Tag, User


async def a_transient_object_never_reads() -> None:
    user = User(name="cid")
    assert user.email is None
    assert user.posts == []
    assert user.profile is None


async def a_pending_object_never_reads() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    assert user.email is None
    assert user.posts == []
    assert user.profile is None


async def a_flush_gives_the_key() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    assert user.id == 3


async def a_flush_keeps_what_was_given() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    assert user.name == "cid"


async def a_column_that_was_never_given_is_none() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    assert user.email is None


async def a_default_of_python_is_there() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    assert user.visits == 0


async def a_flush_loads_no_collection() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    assert user.posts == []  # IO: never loaded, new


async def a_flush_loads_no_single_object() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    assert user.profile is None  # IO: never loaded, new


async def lazy_selectin_does_not_help() -> None:
    session = Session()
    shelf = Shelf(place="right")
    session.add(shelf)
    await session.flush()
    assert shelf.by_selectin == []  # IO: never loaded, new


async def lazy_joined_does_not_help() -> None:
    session = Session()
    shelf = Shelf(place="right")
    session.add(shelf)
    await session.flush()
    assert shelf.by_joined == []  # IO: never loaded, new


async def a_refresh_helps_what_is_eager() -> None:
    session = Session()
    shelf = Shelf(place="right")
    session.add(shelf)
    await session.flush()
    await session.refresh(shelf)
    assert shelf.by_selectin == []


async def a_given_collection_is_there() -> None:
    session = Session()
    user = User(name="cid", posts=[Post(title="third")])
    session.add(user)
    await session.flush()
    assert user.posts[0].title == "third"


async def a_given_empty_collection_is_there() -> None:
    session = Session()
    user = User(name="cid", posts=[])
    session.add(user)
    await session.flush()
    assert user.posts == []


async def an_assigned_collection_is_there() -> None:
    session = Session()
    user = User(name="cid")
    user.posts = []
    session.add(user)
    await session.flush()
    assert user.posts == []


async def a_collection_that_was_appended_to_is_there() -> None:
    session = Session()
    user = User(name="cid")
    user.posts.append(Post(title="third"))
    session.add(user)
    await session.flush()
    assert len(user.posts) == 1


async def a_collection_that_one_branch_has_assigned(writes: bool = False) -> None:
    session = Session()
    user = User(name="cid")
    if writes:
        user.posts = [Post(title="third")]
    session.add(user)
    await session.flush()
    assert user.posts == []  # IO: never loaded, new


async def a_collection_that_one_branch_has_appended_to(writes: bool = False) -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    if writes:
        user.posts.append(Post(title="third"))
    await session.flush()
    assert user.posts == []  # IO: never loaded, new


async def a_collection_that_is_read_where_it_was_appended_to(writes: bool = True) -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    if writes:
        user.posts.append(Post(title="third"))
    await session.flush()
    if writes:
        assert len(user.posts) == 1


async def a_collection_that_a_loop_appends_to(titles: tuple[str, ...] = ("third",)) -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    for title in titles:
        user.posts.append(Post(title=title))
    await session.flush()
    assert len(user.posts) == 1


async def a_collection_that_is_read_where_it_was_assigned(writes: bool = True) -> None:
    session = Session()
    user = User(name="cid")
    if writes:
        user.posts = [Post(title="third")]
    session.add(user)
    await session.flush()
    if writes:
        assert len(user.posts) == 1


async def a_collection_that_both_branches_assign(title: str | None = None) -> None:
    session = Session()
    user = User(name="cid")
    if title:
        user.posts = [Post(title=title)]
    else:
        user.posts = []
    session.add(user)
    await session.flush()
    assert user.posts == []


async def a_many_to_one_that_one_branch_has_assigned(name: str | None = None) -> None:
    session = Session()
    post = Post(title="third")
    if name:
        post.author = User(name=name)
    session.add(post)
    await session.flush()
    assert post.author is None


async def a_collection_that_a_loop_fills(titles: tuple[str, ...] = ("third", "fourth")) -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    for title in titles:
        session.add(Post(title=title, author=user))
    await session.flush()
    assert len(user.posts) == 2


async def reading_an_empty_collection_does_not_load_it() -> None:
    session = Session()
    user = User(name="cid")
    assert user.posts == []
    session.add(user)
    await session.flush()
    assert user.posts == []  # IO: never loaded, new


async def a_back_reference_fills_a_new_collection() -> None:
    session = Session()
    user = User(name="cid")
    post = Post(title="third", author=user)
    session.add(post)
    await session.flush()
    assert user.posts == [post]


async def a_given_many_to_one_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = Post(title="third", author=user)
    session.add(post)
    await session.flush()
    assert post.author is user


async def a_given_none_is_there() -> None:
    session = Session()
    user = User(name="cid", profile=None)
    session.add(user)
    await session.flush()
    assert user.profile is None


async def a_foreign_key_does_not_load_its_object() -> None:
    session = Session()
    post = Post(title="third", author_id=1)
    session.add(post)
    await session.flush()
    assert post.author is not None  # IO: never loaded, new


async def a_foreign_key_finds_an_object_that_is_held() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = Post(title="third", author_id=user.id)
    session.add(post)
    await session.flush()
    assert post.author is user


async def a_foreign_key_of_none_needs_no_object() -> None:
    session = Session()
    post = Post(title="third", author_id=None)
    session.add(post)
    await session.flush()
    assert post.author is None


async def a_foreign_key_that_was_never_given_needs_no_object() -> None:
    session = Session()
    post = Post(title="third")
    session.add(post)
    await session.flush()
    assert post.author is None


async def children_are_inserted_with_their_parent() -> None:
    session = Session()
    user = User(name="cid", posts=[Post(title="third")])
    session.add(user)
    await session.flush()
    assert user.posts[0].id == 4
    assert user.posts[0].tags == []  # IO: never loaded, new


async def add_all() -> None:
    session = Session()
    user, other = User(name="cid"), User(name="dan")
    session.add_all([user, other])
    await session.flush()
    assert other.posts == []  # IO: never loaded, new


async def a_new_object_is_expired_by_commit() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.commit()
    assert user.id == 3  # IO: expired by commit()


async def a_new_object_is_kept_by_a_keeping_session() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.commit()
    assert (user.id, user.name, user.email) == (3, "cid", None)


async def a_keeping_session_loads_nothing_either() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.commit()
    assert user.posts == []  # IO: never loaded, new


async def an_object_that_was_never_added_is_not_expired() -> None:
    session = Session()
    user = User(name="cid")
    await session.commit()
    assert user.name == "cid"
    assert user.posts == []


async def a_query_flushes_first() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.scalars(ANN)
    assert user.posts == []  # IO: never loaded, new


async def a_query_flushes_unless_told_not_to() -> None:
    session = Session(autoflush=False)
    user = User(name="cid")
    session.add(user)
    await session.scalars(ANN)
    assert user.posts == []


async def no_autoflush() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    with session.no_autoflush:
        await session.scalars(ANN)
    assert user.posts == []


async def get_flushes_first() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.get(User, 1)
    assert user.posts == []  # IO: never loaded, new


async def get_of_what_is_there_does_not_flush() -> None:
    session = Session()
    ann = (await session.scalars(ANN)).one()
    user = User(name="cid")
    session.add(user)
    assert await session.get(User, 1) is ann
    assert user.posts == []


async def selecting_it_again_loads_what_is_asked_for() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    query = select(User).where(User.id == user.id).options(selectinload(User.posts))
    again = (await session.scalars(query)).one()
    assert again.posts == []


async def a_value_that_the_database_works_out() -> None:
    session = Session()
    user = User(name=func.upper("cid"))
    session.add(user)
    await session.flush()
    assert user.name == "CID"  # IO: generated


async def a_new_profile_does_not_read_the_old_one() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    profile = Profile(city="Rom")
    user.profile = profile
    await session.flush()
    assert profile.user is user


async def deleting_keeps_the_values() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.delete(user)
    await session.flush()
    assert user.name == "ann"


async def merging_loads_no_collection() -> None:
    session = Session()
    user = await session.merge(User(id=1, name="anna"))
    assert user.posts  # IO: never loaded


async def merging_loads_columns() -> None:
    session = Session()
    user = await session.merge(User(id=1, name="anna"))
    assert user.email == "ann@example.org"


async def a_refresh_refuses_what_has_no_row() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    pending = User(name="cid")
    session.add(pending)
    try:
        await session.refresh(pending)
    except InvalidRequestError:
        await session.rollback()
    assert user.name  # IO: expired by rollback()


async def what_follows_a_refused_refresh_is_not_reached() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    refused = False
    try:
        await session.refresh(user, ["name"])
        await session.commit()
    except InvalidRequestError:
        refused = True
    assert refused and user.name == "cid"


async def an_expiry_refuses_what_has_no_row() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    try:
        session.expire(user)
        await session.commit()
    except SQLAlchemyError:
        assert user.name == "cid"
    assert user.name == "cid"


async def a_deletion_refuses_what_has_no_row() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    try:
        await session.delete(user)
        await session.commit()
    except IntegrityError:
        return
    except InvalidRequestError:
        assert user.posts == []
    assert user.name == "cid"


async def a_refresh_takes_what_was_flushed() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    await session.refresh(user)
    await session.commit()
    assert user.name  # IO: expired by commit()


async def a_default_is_not_there_before_the_flush() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    try:
        user.visits += 1
        await session.commit()
    except TypeError:
        assert user.name == "cid"
    assert user.name == "cid"


async def what_was_just_inserted_has_no_members() -> None:
    session = KeepingSession()
    user = User(name="cid")
    bob = (await session.scalars(BOB)).one()
    session.add(user)
    await session.flush()
    await session.refresh(user)
    if await session.run_sync(lambda _: user.posts):
        session.expire(bob)
    assert bob.name == "bob"


async def what_was_just_inserted_has_the_members_that_were() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    session.add(Post(title="new", author_id=user.id))
    await session.flush()
    bob = (await session.scalars(BOB)).one()
    if await session.run_sync(lambda _: user.posts):
        session.expire(bob)
    assert bob.name == "bob"  # IO: expired by expire()


async def what_was_just_inserted_has_no_single_object_either() -> None:
    session = KeepingSession()
    user = User(name="new")
    session.add(user)
    await session.flush()
    await session.run_sync(lambda _: user.profile)
    assert user.profile is None or user.posts


async def what_was_just_inserted_has_the_single_object_that_was() -> None:
    session = KeepingSession()
    user = User(name="new")
    session.add(user)
    await session.flush()
    session.add(Profile(city="Ulm", user_id=user.id))
    await session.flush()
    await session.run_sync(lambda _: user.profile)
    assert user.profile is None or user.posts  # IO: never loaded, new


async def what_was_just_inserted_has_no_members_for_a_query_either() -> None:
    session = KeepingSession()
    user = User(name="cid")
    bob = (await session.scalars(BOB)).one()
    session.add(user)
    await session.flush()
    users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
    assert user in users
    if user.posts:
        session.expire(bob)
    assert bob.name == "bob"


async def a_query_finds_the_members_that_were_inserted() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    session.add(Post(title="new", author_id=user.id))
    bob = (await session.scalars(BOB)).one()
    users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
    assert user in users
    if user.posts:
        session.expire(bob)
    assert bob.name == "bob"  # IO: expired by expire()


async def a_query_finds_what_the_other_side_was_given() -> None:
    session = KeepingSession()
    tag = Tag(label="new")
    post = (await session.scalars(select(Post).options(selectinload(Post.tags)))).first()
    bob = (await session.scalars(BOB)).one()
    session.add(tag)
    await session.flush()
    assert post
    post.tags.append(tag)
    await session.flush()
    tags = (await session.scalars(select(Tag).options(selectinload(Tag.posts)))).all()
    assert tag in tags
    if tag.posts:
        session.expire(bob)
    assert bob.name == "bob"  # IO: expired by expire()


async def the_key_that_an_association_table_needs() -> None:
    session = KeepingSession()
    tag = (await session.scalars(select(Tag).options(selectinload(Tag.posts)))).one()
    session.add(Post(title="new", tags=[tag]))
    session.expire(tag)
    await session.flush()
    assert tag.label == "new"


async def what_a_turn_may_have_flushed() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    tags = (await session.scalars(select(Tag))).all()
    post = Post(title="new", author_id=user.id)
    session.add(post)
    for tag in tags:
        tag.label = "a"
        await session.flush()
    await session.flush()
    assert post.author
    assert post.author.name == "ann"
    assert user.posts  # IO: never loaded


async def a_flush_that_never_runs() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    flushing = session.flush()
    flushing.close()
    assert user.posts == []


async def a_given_none_on_the_other_side_is_there() -> None:
    session = KeepingSession()
    user = User(name="cid", profile=None)
    session.add(user)
    await session.commit()
    assert user.profile is None


async def a_foreign_key_that_nobody_has_given() -> None:
    session = KeepingSession()
    post = Post(title="third")
    session.add(post)
    await session.commit()
    assert post.author is None


async def a_foreign_key_that_a_payload_has_given() -> None:
    session = KeepingSession()
    post = Post(title="third")
    session.add(post)
    await session.flush()
    for name, value in json.loads('{"author_id": 1}').items():
        setattr(post, name, value)
    await session.commit()
    assert post.author  # IO: never loaded, new


async def a_foreign_key_that_a_payload_may_have_given_and_an_object_has() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    post = Post(title="third")
    for name, value in json.loads('{"title": "fourth"}').items():
        setattr(post, name, value)
    post.author = user
    session.add(post)
    await session.commit()
    assert post.author is user
