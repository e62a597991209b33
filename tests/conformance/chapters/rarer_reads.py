"""More reads that do not look like reads, and more that looks like one and is none."""
# mypy: disable-error-code="attr-defined, no-any-return, union-attr, arg-type, truthy-bool"

from __future__ import annotations

import copy
import functools
import json
import logging
import operator
import pickle
import string
from collections.abc import Iterator
from typing import Any

from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, Integer, String, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload
from sqlalchemy.orm.attributes import get_attribute, set_attribute

from conformance.harness import unseen
from conformance.models import ANN, NOTE, POST, TAG, KeepingSession, Post, Session, Tag, User

TEMPLATE = "{user.name}"
FIELD = "{0.name}"
logger = logging.getLogger(__name__)


class Shown(BaseModel):
    """What a response shows of a user."""

    model_config = ConfigDict(from_attributes=True)

    name: str


class Base(DeclarativeBase):
    __abstract__ = True


class Parcel(Base):
    """Much that Python does by itself reads its attributes."""

    __tablename__ = "parcels"
    __match_args__ = ("code", "stamps")

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(20))

    stamps: Mapped[list[Stamp]] = relationship("Stamp", back_populates="parcel")

    def __repr__(self) -> str:
        return f"<Parcel {self.code}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parcel) and self.code == other.code

    def __hash__(self) -> int:
        return hash(self.id)

    def __format__(self, specification: str) -> str:
        return self.code

    def __call__(self) -> str:
        return self.code

    def keys(self) -> Iterator[str]:
        yield from ("id", "code")

    @functools.cached_property
    def weight(self) -> int:
        return len(self.stamps)

    @property
    def stamp_texts(self) -> list[str]:
        return [stamp.text for stamp in self.stamps]

    def rename(self, code: str) -> None:
        self.code = code

    def empty(self) -> None:
        self.stamps = []


class Stamp(Base):
    __tablename__ = "stamps"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(20))
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcels.id"))

    parcel: Mapped[Parcel | None] = relationship("Parcel", back_populates="stamps")


PARCEL = select(Parcel).where(Parcel.id == 1)
FULL_PARCEL = PARCEL.options(selectinload(Parcel.stamps))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    connection.execute(Parcel.__table__.insert(), {"id": 1, "code": "A"})
    connection.execute(Stamp.__table__.insert(), {"id": 1, "text": "tower", "parcel_id": 1})


# Text


async def a_field_of_a_format() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert FIELD.format(user) == "ann"  # IO: expired by commit()


async def a_named_field_of_a_format() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert TEMPLATE.format(user=user) == "ann"  # IO: expired by commit()


async def a_field_of_a_format_that_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert FIELD.format(user) == "ann"


async def a_format_of_its_own() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    await session.commit()
    assert f"{parcel}"  # IO: expired by commit()


async def a_collection_in_a_format_string() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert f"{user.posts!r}"  # IO: never loaded


async def a_representation_in_an_exception() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    await session.commit()
    try:
        raise LookupError(f"lost: {parcel!r}")  # IO: expired by commit()
    except LookupError:
        return


async def a_representation_in_a_log_line() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    await session.commit()
    logger.warning("lost: %r", parcel)  # IO: expired by commit()


async def a_representation_in_a_log_line_of_what_is_loaded() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    logger.warning("lost: %r", parcel)


async def a_schema_of_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Shown.model_validate(user).name == "ann"


async def a_schema_of_what_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    Shown.model_validate(user)  # raises ValidationError: expired by commit(), by a schema


async def a_template() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    template = string.Template("$name")
    assert template.substitute(name=user.name)  # IO: expired by commit()


async def json_of_what_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    text = json.dumps({"id": user.id, "name": user.name})
    await session.commit()
    assert "ann" in text


async def json_with_a_default() -> None:
    def default(obj: User) -> dict[str, Any]:
        return {"name": obj.name}

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert json.dumps(user, default=default)


# Python's own protocols


async def an_equality_of_its_own() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    await session.commit()
    assert parcel == Parcel(code="A")  # IO: expired by commit()


async def an_equality_with_something_else() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    await session.commit()
    assert parcel is not None
    assert parcel != 1


@unseen("where something is hashed is not followed")
async def a_hash_of_its_own() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    await session.commit()
    assert {parcel}  # IO: expired by commit()


async def a_call_of_its_own() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    await session.commit()
    assert parcel()  # IO: expired by commit()


async def a_cached_property() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    assert parcel.weight  # IO: never loaded


async def a_cached_property_of_what_is_loaded() -> None:
    session = KeepingSession()
    parcel = (await session.scalars(FULL_PARCEL)).one()
    assert parcel.weight == 1
    await session.rollback()
    assert parcel.weight == 1


async def a_property_with_a_comprehension() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    assert parcel.stamp_texts  # IO: never loaded


async def a_pattern_by_position() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    match parcel:
        case Parcel("A"):
            pass
    await session.commit()
    match parcel:
        case Parcel("A"):  # IO: expired by commit()
            pass


async def a_method_caller() -> None:
    session = Session()
    parcels = (await session.scalars(PARCEL)).all()
    await session.commit()
    assert list(map(operator.methodcaller("__repr__"), parcels))  # IO: expired by commit()


async def a_partial() -> None:
    def count(user: User, more: int) -> int:
        return len(user.posts) + more  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    counting = functools.partial(count, user)
    counting(more=1)


async def a_filter() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    assert list(filter(lambda user: user.posts, users))  # IO: never loaded


async def a_sum() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    assert sum(len(user.posts) for user in users)  # IO: never loaded


async def an_enumeration() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    for number, post in enumerate(user.posts):  # IO: never loaded
        assert number and post


async def an_iterator() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert next(iter(user.posts))  # IO: never loaded


async def a_choice() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.posts or user.name  # IO: never loaded


async def a_sort_in_place() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.posts.sort(key=id)  # IO: never loaded


async def a_reversal() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert list(reversed(user.posts))  # IO: never loaded


async def a_yield() -> None:
    def posts(user: User) -> Iterator[Post]:
        yield from user.posts  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    list(posts(user))


async def a_keyword_argument() -> None:
    def show(**values: Any) -> int:
        return len(values)

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert show(posts=user.posts)  # IO: never loaded


async def a_reduction() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    total = functools.reduce(lambda sum_, user: sum_ + user.visits, users, 0)
    assert total == 0


async def a_walk_along_a_chain() -> None:
    session = Session()
    tag = (await session.scalars(TAG.options(selectinload(Tag.posts)))).one()
    for post in tag.posts:
        assert post.author  # IO: never loaded


async def a_chain_of_names() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    assert operator.attrgetter("author.name")(post)  # IO: never loaded


# Writing by other means


async def a_method_that_writes() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    await session.commit()
    parcel.rename("B")
    assert parcel.code == "B"


async def a_method_that_replaces() -> None:
    session = Session()
    parcel = (await session.scalars(PARCEL)).one()
    parcel.empty()  # IO: never loaded


async def deleting_a_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    del user.posts


async def delattr_of_a_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    delattr(user, "email")
    assert user.email is None


async def get_attribute_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert get_attribute(user, "posts")  # IO: never loaded


async def set_attribute_of_a_collection_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    set_attribute(user, "posts", [])  # IO: never loaded


async def set_attribute_of_a_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    set_attribute(user, "name", "anna")
    assert user.name == "anna"


# What never reads


async def pickling_what_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert pickle.dumps(user)


async def a_deep_copy() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert copy.deepcopy(user) is not user


async def the_default_hash() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert {user: 1}[user] == hash(user) - hash(user) + 1


async def jsonable_encoder_of_what_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert jsonable_encoder(user) == {}  # writes {}: expired by commit()


async def the_names_of_the_columns() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert "name" in user.__mapper__.columns and "posts" in inspect(User).relationships


async def the_class_and_its_name() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert (user.__class__.__name__, type(user).__tablename__) == ("User", "users")


async def a_condition_with_a_collection() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.commit()
    query = select(User).where(User.posts.contains(post))
    assert (await session.scalars(query)).all()


async def a_condition_with_another_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    query = select(Post).where(Post.author != user)
    await session.scalars(query)


async def a_variable_that_is_deleted() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    del user


async def a_list_of_objects() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    await session.commit()
    assert len(users) == 2 and users[0] in users and users[0] is not users[1]


async def the_text_of_a_deferred_object() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.commit()
    assert str(note) and repr([note]) and f"{note}"


async def awaiting_a_collection() -> None:
    session = Session()
    user: Any = (await session.scalars(ANN)).one()
    await user.posts  # IO: never loaded


async def an_asynchronous_loop_over_a_collection() -> None:
    session = Session()
    user: Any = (await session.scalars(ANN)).one()
    async for post in user.posts:  # IO: never loaded
        assert post
