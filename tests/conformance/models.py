"""The models of every scenario, the rows that are there, and the statements that find them.

Types and targets are spelled out although `Mapped[…]` implies them: SQLAlchemy 1.4 does not
read it.
"""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Table, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncAttrs, async_sessionmaker
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase,
    DynamicMapped,
    Mapped,
    column_property,
    mapped_column,
    relationship,
)

# The harness configures both, and could have said there what a commit does.
Session = async_sessionmaker(expire_on_commit=True)
KeepingSession = async_sessionmaker(expire_on_commit=False)


class Base(AsyncAttrs, DeclarativeBase):
    __abstract__ = True


tagged = Table(
    "tagged",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(20))
    visits: Mapped[int] = mapped_column(Integer, default=0)

    posts: Mapped[list[Post]] = relationship("Post", back_populates="author")
    profile: Mapped[Profile | None] = relationship("Profile", back_populates="user", uselist=False)

    @property
    def post_count(self) -> int:
        return len(self.posts)

    @hybrid_property
    def greeting(self) -> str:
        return "hello " + self.name

    def first_title(self) -> str:
        return self.posts[0].title


class Profile(Base):
    __tablename__ = "profiles"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    city: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    user: Mapped[User | None] = relationship("User", back_populates="profile")


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    author: Mapped[User | None] = relationship("User", back_populates="posts")
    tags: Mapped[list[Tag]] = relationship("Tag", secondary=tagged, back_populates="posts")


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    label: Mapped[str] = mapped_column(String(20))

    posts: Mapped[list[Post]] = relationship("Post", secondary=tagged, back_populates="tags")


class Shelf(Base):
    """A relationship for each way to load it by itself."""

    __tablename__ = "shelves"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place: Mapped[str] = mapped_column(String(20))

    by_select: Mapped[list[Book]] = relationship("Book", lazy="select", viewonly=True)
    by_true: Mapped[list[Book]] = relationship("Book", lazy=True, viewonly=True)
    by_selectin: Mapped[list[Book]] = relationship("Book", lazy="selectin", viewonly=True)
    by_joined: Mapped[list[Book]] = relationship("Book", lazy="joined", viewonly=True)
    by_false: Mapped[list[Book]] = relationship("Book", lazy=False, viewonly=True)
    by_subquery: Mapped[list[Book]] = relationship("Book", lazy="subquery", viewonly=True)
    by_immediate: Mapped[list[Book]] = relationship("Book", lazy="immediate", viewonly=True)
    by_raise: Mapped[list[Book]] = relationship("Book", lazy="raise", viewonly=True)
    by_raise_on_sql: Mapped[list[Book]] = relationship("Book", lazy="raise_on_sql", viewonly=True)


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(20))
    shelf_id: Mapped[int | None] = mapped_column(ForeignKey("shelves.id"))


class Label(Base):
    """A many-to-one that is loaded by itself."""

    __tablename__ = "labels"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    shelf_id: Mapped[int | None] = mapped_column(ForeignKey("shelves.id"))

    shelf: Mapped[Shelf | None] = relationship("Shelf", lazy="joined", viewonly=True)


class Room(Base):
    """A collection that is asked, not read."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)

    guests: DynamicMapped[Guest] = relationship("Guest", lazy="dynamic")


class Guest(Base):
    __tablename__ = "guests"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))


class Node(Base):
    """A tree: eager relationships of a class to itself load nothing without `join_depth`."""

    __tablename__ = "nodes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))

    children: Mapped[list[Node]] = relationship("Node", viewonly=True)
    eager: Mapped[list[Node]] = relationship("Node", lazy="selectin", viewonly=True)
    deep: Mapped[list[Node]] = relationship("Node", lazy="selectin", join_depth=1, viewonly=True)
    parent: Mapped[Node | None] = relationship("Node", remote_side=[id], viewonly=True)


class Note(Base):
    """What the database makes, and what a SELECT leaves out."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime.datetime] = mapped_column(DateTime, server_default=func.now())
    changed: Mapped[datetime.datetime | None] = mapped_column(DateTime, onupdate=func.now())
    edits: Mapped[int | None] = mapped_column(Integer, onupdate=lambda: 7)
    body: Mapped[str | None] = mapped_column(String(20), deferred=True)

    loud: Mapped[str] = column_property(func.upper(text))


class Fetching(Base):
    """`eager_defaults=True`: what the database makes is fetched at once."""

    __tablename__ = "fetching"
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime.datetime] = mapped_column(DateTime, server_default=func.now())
    changed: Mapped[datetime.datetime | None] = mapped_column(DateTime, onupdate=func.now())


class Leaving(Base):
    """`eager_defaults=False`: what the database makes is left to the next SELECT."""

    __tablename__ = "leaving"
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime.datetime] = mapped_column(DateTime, server_default=func.now())


ANN = select(User).where(User.id == 1)
BOB = select(User).where(User.id == 2)
POST = select(Post).where(Post.id == 1)
ORPHAN = select(Post).where(Post.id == 3)
TAG = select(Tag).where(Tag.id == 1)
PROFILE = select(Profile).where(Profile.id == 1)
SHELF = select(Shelf).where(Shelf.id == 1)
LABEL = select(Label).where(Label.id == 1)
ROOT = select(Node).where(Node.id == 1)
LEAF = select(Node).where(Node.id == 2)
NOTE = select(Note).where(Note.id == 1)


def fill(connection: Connection) -> None:
    """Make the tables, and the rows that the statements above find."""
    Base.metadata.create_all(connection)
    rows: dict[Any, list[dict[str, Any]]] = {
        User: [
            {"id": 1, "name": "ann", "email": "ann@example.org", "visits": 0},
            {"id": 2, "name": "bob", "visits": 0},
        ],
        Profile: [{"id": 1, "city": "Ulm", "user_id": 1}],
        Post: [
            {"id": 1, "title": "first", "author_id": 1},
            {"id": 2, "title": "second", "author_id": 1},
            {"id": 3, "title": "orphan", "author_id": None},
        ],
        Tag: [{"id": 1, "label": "new"}],
        Shelf: [{"id": 1, "place": "left"}],
        Book: [{"id": 1, "title": "one", "shelf_id": 1}],
        Label: [{"id": 1, "shelf_id": 1}],
        Room: [{"id": 1}],
        Node: [{"id": 1, "parent_id": None}, {"id": 2, "parent_id": 1}],
        Note: [{"id": 1, "text": "note", "body": "long"}],
        Fetching: [{"id": 1, "text": "note"}],
        Leaving: [{"id": 1, "text": "note"}],
    }
    for model, values in rows.items():
        for row in values:
            connection.execute(model.__table__.insert(), row)
    connection.execute(tagged.insert(), {"post_id": 1, "tag_id": 1})
