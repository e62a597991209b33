"""What reads an attribute, and what only looks as if it did."""

from __future__ import annotations

import copy
import dataclasses

from sqlalchemy import inspect, select
from sqlalchemy.exc import MissingGreenlet, StatementError

from conformance.harness import needs
from conformance.models import ANN, POST, Post, Session, User


async def a_property_that_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.post_count == 2  # IO: never loaded


async def a_method_that_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.first_title() == "first"  # IO: never loaded


async def a_hybrid_that_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.greeting == "hello ann"
    await session.commit()
    assert user.greeting == "hello ann"  # IO: expired by commit()


async def getattr_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert getattr(user, "posts", None)  # IO: never loaded


async def hasattr_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert hasattr(user, "posts")  # IO: never loaded


async def a_format_string_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert f"{user.name}" == "ann"  # IO: expired by commit()


async def a_format_string_of_the_object_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert "User" in f"{user} {user!r}"


async def a_comprehension_reads() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    assert {user.id: user.posts for user in users}  # IO: never loaded


async def a_key_function_reads() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    await session.commit()
    assert sorted(users, key=lambda user: user.name)  # IO: expired by commit()


async def a_match_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    match user:
        case User(name="ann"):  # IO: expired by commit()
            pass


async def the_dict_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert "posts" not in user.__dict__
    assert "name" in vars(user)


async def inspect_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert "posts" in inspect(user).unloaded


async def inspect_can_guard() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if "posts" not in inspect(user).unloaded:
        assert user.posts


async def comparing_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user == user and user in {user} and isinstance(user, User)


async def truth_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert bool(user)


async def the_class_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert type(user).posts is User.posts


async def the_session_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user in session and not session.is_modified(user)


async def copying_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert copy.copy(user) is not user


async def comparing_in_a_query_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert (await session.scalars(select(Post).where(Post.author == user))).all()


async def a_key_in_a_query_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    query = select(Post).where(Post.author_id == user.id)  # IO: expired by commit()
    await session.scalars(query)


async def being_deleted_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.delete(user)
    assert user not in session.new


async def an_error_is_expected() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    try:
        assert user.posts
    except (MissingGreenlet, StatementError):
        assert user.name == "ann"


async def a_column_of_a_lazy_object() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    assert post.author_id == 1


@needs(2, 0)
async def inspected_values_read() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert inspect(user).attrs.posts.value  # IO: never loaded


async def an_object_that_another_holds() -> None:
    @dataclasses.dataclass
    class Holder:
        user: User

        def count(self) -> int:
            return len(self.user.posts)  # IO: never loaded

    session = Session()
    holder = Holder((await session.scalars(ANN)).one())
    holder.count()
