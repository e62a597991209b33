"""What has expired, and the rows of another class that may or may not bring it along."""

from __future__ import annotations

import json

from sqlalchemy import select, update
from sqlalchemy.orm import immediateload, joinedload, load_only, selectinload

from conformance.harness import needs
from conformance.models import (
    ANN,
    LABEL,
    KeepingSession,
    Label,
    Post,
    Profile,
    Session,
    Tag,
    User,
)


async def by_the_key_that_its_query_asked_for() -> None:
    session = Session()
    user_id = json.loads("1")
    user = await session.get(User, user_id)
    assert user is not None
    await session.commit()
    wanted = select(Post).where(Post.author_id == user_id).options(joinedload(Post.author))
    assert (await session.scalars(wanted)).first() is not None
    assert user.name == "ann"


async def by_the_key_of_the_one_it_belongs_to() -> None:
    session = Session()
    post = await session.get(Post, json.loads("1"))
    assert post is not None
    user_id = post.author_id
    await session.commit()
    wanted = select(User).where(User.id == user_id).options(selectinload(User.posts))
    assert (await session.scalars(wanted)).one().posts
    assert post.title == "first"


async def by_the_key_that_was_compared() -> None:
    session = Session()
    user_id = json.loads("1")
    post = await session.get(Post, json.loads("1"))
    if post is None or post.author_id != user_id:
        return
    await session.commit()
    wanted = select(User).where(User.id == user_id).options(selectinload(User.posts))
    assert (await session.scalars(wanted)).one().posts
    assert post.title == "first"


async def not_by_another_one_with_a_key_of_its_own() -> None:
    session = Session()
    user = await session.get(User, json.loads("2"))
    assert user is not None
    await session.commit()
    wanted = select(Post).where(Post.id == json.loads("1")).options(joinedload(Post.author))
    assert (await session.scalars(wanted)).one().author is not user
    assert user.name == "bob"  # IO: expired by commit()


async def not_by_the_members_of_another_one() -> None:
    session = Session()
    post = await session.get(Post, json.loads("1"))
    assert post is not None
    await session.commit()
    wanted = select(User).where(User.id == json.loads("2")).options(selectinload(User.posts))
    assert (await session.scalars(wanted)).one().posts == []
    assert post.title == "first"  # IO: expired by commit()


async def not_by_a_refresh_of_another_one() -> None:
    session = Session()
    post = await session.get(Post, json.loads("1"))
    user = await session.get(User, json.loads("2"))
    assert post is not None and user is not None
    await session.commit()
    await session.refresh(user, ["name", "posts"])
    assert post.title == "first"  # IO: expired by commit()


async def not_by_all_those_that_have_it_not() -> None:
    session = Session()
    user = await session.get(User, json.loads("2"))
    assert user is not None
    await session.commit()
    assert (await session.scalars(select(Post).options(joinedload(Post.author)))).all()
    assert user.name == "bob"  # IO: expired by commit()


async def by_what_leads_back_to_it() -> None:
    session = Session()
    wanted = load_only(Post.id), joinedload(Post.author).selectinload(User.posts)
    post = (await session.scalars(select(Post).where(Post.id == 1).options(*wanted))).one()
    assert post.title == "first"


async def by_what_does_not_lead_back_to_all_of_them() -> None:
    session = Session()
    wanted = load_only(Post.id), joinedload(Post.author).selectinload(User.posts)
    for post in await session.scalars(select(Post).order_by(Post.id.desc()).options(*wanted)):
        assert post.title  # IO: deferred


async def by_the_insert_that_needs_its_key() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    session.add(Post(title="third", author=user))
    await session.flush()
    assert user.name == "ann"


async def by_a_read_in_a_greenlet_on_one_path() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if json.loads("true"):
        await session.commit()
    await session.run_sync(lambda _: user.posts)
    assert user.name == "ann"


async def by_get_on_one_path() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if json.loads("true"):
        await session.commit()
    await session.get(User, 1)
    assert user.name == "ann"


async def options_of_a_query_leave_what_is_there() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    again = (await session.scalars(select(User).options(load_only(User.id)))).all()
    assert [user.name for user in again] == [user.name for user in users]


async def one_of_many_is_not_the_one_in_hand() -> None:
    async with Session() as other:
        other.add(Profile(city="Bonn", user_id=2))
        await other.commit()
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    for profile in (await session.scalars(select(Profile).options(joinedload(Profile.user)))).all():
        assert profile.user is user or profile.user is not None
        assert profile.user.posts is not None  # IO: never loaded


async def a_read_in_a_greenlet_begins_a_transaction() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.run_sync(lambda _: user.posts)
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def a_rollback_where_a_transaction_was_open_on_one_path() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    if json.loads("false"):
        await session.commit()
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def merge_writes_what_is_new() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.merge(Tag(id=1, label="red"))
    session.add(Post(title="third", author=user))
    await session.flush()
    assert user.posts  # IO: never loaded, new


@needs(2, 0)
async def a_relationship_with_no_key_leads_to_nothing() -> None:
    session = Session()
    post = Post(title="third")
    session.add(post)
    await session.commit()
    await session.refresh(post, ["title", "author"])
    assert post.author is None


async def a_refreshed_relationship_leads_to_what_it_led_to() -> None:
    session = Session()
    wanted = select(Post).options(joinedload(Post.author).selectinload(User.posts))
    posts = (await session.scalars(wanted.where(Post.author_id == 1))).all()
    await session.refresh(posts[0], ["author"])
    assert posts[0].author is not None and len(posts[0].author.posts) == 2


async def by_the_collection_that_it_was_put_into() -> None:
    session = Session()
    tag = await session.get(Tag, json.loads("1"))
    wanted = select(Post).where(Post.id == json.loads("2")).options(selectinload(Post.tags))
    post = (await session.scalars(wanted)).one()
    assert tag is not None
    post.tags.append(tag)
    await session.commit()
    assert (await session.scalars(wanted)).one() is post
    assert tag.label == "new"


async def by_the_collection_that_it_was_found_in() -> None:
    session = Session()
    wanted = select(Post).where(Post.id == json.loads("1")).options(selectinload(Post.tags))
    tags = (await session.scalars(wanted)).one().tags
    for tag in tags:
        await session.commit()
        assert (await session.scalars(wanted)).one().tags == tags
        assert tag.label == "new"


async def by_the_other_side_of_the_collection() -> None:
    session = Session()
    wanted = select(Post).where(Post.id == json.loads("1")).options(selectinload(Post.tags))
    post = (await session.scalars(wanted)).one()
    tag = post.tags[0]
    tag_id = tag.id
    await session.commit()
    again = select(Tag).where(Tag.id == tag_id).options(selectinload(Tag.posts))
    assert (await session.scalars(again)).one() is tag
    assert post.title == "first"


async def not_by_the_collection_of_another_one() -> None:
    session = Session()
    tag = await session.get(Tag, json.loads("1"))
    assert tag is not None
    await session.commit()
    wanted = select(Post).where(Post.id == json.loads("2")).options(selectinload(Post.tags))
    assert (await session.scalars(wanted)).one().tags == []
    assert tag.label == "new"  # IO: expired by commit()


@needs(2, 0)
async def by_a_refresh_of_what_it_was_made_for() -> None:
    session = Session()
    user = await session.get(User, json.loads("1"))
    post = Post(title="third", author=user)
    session.add(post)
    await session.commit()
    await session.refresh(user, ["name", "posts"])
    assert post.title == "third"


async def by_a_refresh_of_a_sibling() -> None:
    session = Session()
    together = joinedload(Post.author).selectinload(User.posts)
    wanted = select(Post).where(Post.author_id == json.loads("1")).options(together)
    posts = (await session.scalars(wanted)).unique().all()
    await session.commit()
    for post in posts:
        await session.refresh(post)
        assert len([one.title for one in posts]) == 2


@needs(2, 0)
async def by_what_the_key_of_a_sibling_leads_to() -> None:
    session = Session()
    together = joinedload(Post.author).selectinload(User.posts)
    wanted = select(Post).where(Post.author_id == json.loads("1")).options(together)
    posts = (await session.scalars(wanted)).unique().all()
    await session.commit()
    for post in posts:
        await session.refresh(post, ["author"])
        assert len([one.title for one in posts]) == 2


@needs(2, 0)
async def not_by_what_is_there_and_only_taken() -> None:
    session = Session()
    user_id = json.loads("1")
    user = await session.get(User, user_id)
    together = immediateload(Post.author).selectinload(User.posts)
    wanted = select(Post).where(Post.author_id == user_id).options(together)
    posts = (await session.scalars(wanted)).all()
    for post in posts:
        session.expire(post)
    for post in posts:
        await session.refresh(post, ["author"])
        assert post.author is user
        assert [one.title for one in posts]  # IO: expired by expire()


@needs(2, 0)
async def by_a_relationship_that_is_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.add(Post(title="third", author=user))
    post = Post(title="fourth", author=user)
    session.add(post)
    await session.commit()
    await session.refresh(post, ["author"])
    assert user.name == "ann"


@needs(2, 0)
async def not_by_a_refreshed_relationship_that_leads_to_nothing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.add(Post(title="third", author=user))
    post = Post(title="fourth")
    session.add(post)
    await session.commit()
    await session.refresh(post, ["author"])
    assert post.author is None
    assert user.name == "ann"  # IO: expired by commit()


async def by_an_eager_relationship_that_was_given_a_key() -> None:
    session = Session()
    shelf = (await session.scalars(LABEL)).unique().one().shelf
    label = Label(shelf_id=1)
    session.add(label)
    await session.commit()
    await session.refresh(label)
    assert shelf is not None and shelf.place == "left"


async def not_by_an_eager_relationship_that_was_given_no_key() -> None:
    session = Session()
    shelf = (await session.scalars(LABEL)).unique().one().shelf
    label = Label()
    session.add(label)
    await session.commit()
    await session.refresh(label)
    assert label.shelf is None and shelf is not None
    assert shelf.place == "left"  # IO: expired by commit()


@needs(2, 0)
async def by_an_eager_relationship_that_was_given_a_key_since() -> None:
    session = Session()
    shelf = (await session.scalars(LABEL)).unique().one().shelf
    label = Label()
    session.add(label)
    await session.flush()
    label.shelf_id = 1
    await session.commit()
    await session.refresh(label, ["shelf"])
    assert shelf is not None and shelf.place == "left"


@needs(2, 0)
async def by_an_eager_relationship_that_an_update_has_given_a_key() -> None:
    session = Session()
    shelf = (await session.scalars(LABEL)).unique().one().shelf
    label = Label()
    session.add(label)
    await session.flush()
    await session.execute(update(Label).where(Label.shelf_id.is_(None)).values(shelf_id=1))
    await session.commit()
    await session.refresh(label, ["shelf"])
    assert shelf is not None and shelf.place == "left"


@needs(2, 0)
async def by_an_eager_relationship_that_a_payload_has_given_a_key() -> None:
    session = Session()
    shelf = (await session.scalars(LABEL)).unique().one().shelf
    label = Label()
    for name, value in json.loads('{"shelf_id": 1}').items():
        setattr(label, name, value)
    session.add(label)
    await session.commit()
    await session.refresh(label, ["shelf"])
    assert shelf is not None and shelf.place == "left"
