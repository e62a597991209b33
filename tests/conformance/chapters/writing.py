"""Assignments: a collection reads what it replaces, everything else does not."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import selectinload

from conformance.models import ANN, NOTE, POST, TAG, Post, Profile, Session, Tag, User


async def replacing_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts = []  # IO: never loaded


async def replacing_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    user.posts = []
    assert user.posts == []


async def replacing_an_expired_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    user.posts = []  # IO: expired by commit()


async def replacing_a_collection_of_a_new_object() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    user.posts = [Post(title="third")]
    assert len(user.posts) == 1


async def replacing_a_collection_of_an_inserted_object() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    user.posts = [Post(title="third")]  # IO: never loaded, new


async def replacing_a_many_to_many() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    post.tags = []  # IO: never loaded


async def setattr_of_a_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    name = "posts"
    setattr(user, name, [])  # IO: never loaded


async def appending_to_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts.append(Post(title="third"))  # IO: never loaded


async def appending_to_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    user.posts.append(Post(title="third"))
    assert len(user.posts) == 3


async def removing_from_a_lazy_collection() -> None:
    session = Session()
    tag = (await session.scalars(TAG)).one()
    tag.posts.clear()  # IO: never loaded


async def extending_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts += [Post(title="third")]  # IO: never loaded


async def assigning_a_many_to_one() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    post.author = user
    assert post.author is user


async def assigning_none_to_a_many_to_one() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    post.author = None
    assert post.author is None


async def assigning_an_expired_many_to_one() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    post.author = None
    assert post.author is None


async def a_new_object_with_a_lazy_parent() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = Post(title="third", author=user)
    assert post.author is user


async def a_back_reference_does_not_load_the_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Post(title="third", author=user)
    assert user.posts  # IO: never loaded


async def a_back_reference_is_appended_to_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = Post(title="third", author=user)
    assert user.posts[-1] is post


async def assigning_a_one_to_one() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.profile = Profile(city="Rom")
    assert user.profile.city == "Rom"


async def assigning_an_expired_one_to_one() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    await session.commit()
    user.profile = Profile(city="Rom")
    assert user.profile.city == "Rom"


async def deleting_a_many_to_one() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    del post.author
    assert post.author is None


async def deleting_a_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    del user.email
    assert user.email is None


async def assigning_a_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    await session.flush()
    assert user.name == "anna"


async def assigning_an_expired_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    user.name = "anna"
    await session.flush()
    assert user.name == "anna"


async def flushing_an_expired_object_brings_it_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    user.name = "anna"
    await session.flush()
    assert user.email == "ann@example.org"


async def adding_to_an_expired_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    user.visits += 1  # IO: expired by commit()


async def adding_to_a_loaded_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.visits += 1
    assert user.visits == 1


async def assigning_an_expired_primary_key() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    user.id = 7  # IO: expired by commit()


async def an_sql_expression_is_generated() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.visits = User.visits + 1
    await session.flush()
    assert user.visits == 1  # IO: generated


async def appending_to_an_appended_collection() -> None:
    session = Session()
    tag = Tag(label="old", posts=[])
    session.add(tag)
    await session.flush()
    tag.posts.append(Post(title="third"))
    assert len(tag.posts) == 1


async def assigning_a_deferred_column_of_what_may_be_none() -> None:
    session = Session()
    note: Any = await session.scalar(NOTE)
    note.body = "short"
    assert note.body == "short"


async def assigning_an_expired_foreign_key() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    post.author_id = 2
    assert post.author_id == 2


async def a_new_object_with_an_expired_parent() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    post = Post(title="third", author=user)
    assert post.author is user


async def deleting_an_expired_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    del user.email


async def a_deleted_attribute_that_had_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    del user.email
    assert user.email is None  # IO: expired by commit()


async def a_deleted_collection_that_was_never_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    del user.posts
    assert not user.posts  # IO: never loaded


async def deleting_an_expired_many_to_one() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    del post.author
    assert post.author is None


async def deleting_a_one_to_one() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    del user.profile
    assert user.profile is None


async def deleting_an_expired_one_to_one() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    await session.commit()
    del user.profile
    assert user.profile is None


async def deleting_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    del user.posts
    assert user.posts == []


async def appending_to_an_expired_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    user.posts.append(Post(title="third"))  # IO: expired by commit()


async def adding_to_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts += [Post(title="third")]  # IO: never loaded


async def changing_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    user.posts.remove(user.posts[0])
    user.posts.extend([Post(title="third")])
    assert len(user.posts) == 2


async def adding_to_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    user.posts += [Post(title="third")]
    assert len(user.posts) == 3


async def clearing_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts.clear()  # IO: never loaded


async def inserting_into_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts.insert(0, Post(title="third"))  # IO: never loaded
