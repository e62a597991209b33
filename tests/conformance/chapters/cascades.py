"""What else an operation reaches: `expunge`, `delete`, `add` and `merge` follow relationships."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

from conformance.models import ANN, POST, KeepingSession, Post, Session, User


class Base(DeclarativeBase):
    __abstract__ = True


class Album(Base):
    """Its tracks go where it goes."""

    __tablename__ = "albums"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(20))

    tracks: Mapped[list[Track]] = relationship(
        "Track", back_populates="album", cascade="all, delete-orphan"
    )
    cover: Mapped[Cover | None] = relationship("Cover", uselist=False, cascade="all")
    reviews: Mapped[list[Review]] = relationship("Review", cascade="")


class Track(Base):
    __tablename__ = "tracks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(20))
    album_id: Mapped[int | None] = mapped_column(ForeignKey("albums.id"))

    album: Mapped[Album | None] = relationship("Album", back_populates="tracks")


class Cover(Base):
    __tablename__ = "covers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    colour: Mapped[str] = mapped_column(String(20))
    album_id: Mapped[int | None] = mapped_column(ForeignKey("albums.id"))


class Review(Base):
    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(20))
    album_id: Mapped[int | None] = mapped_column(ForeignKey("albums.id"))


ALBUM = select(Album).where(Album.id == 1)
FULL_ALBUM = ALBUM.options(selectinload(Album.tracks), selectinload(Album.cover))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Album, {"id": 1, "title": "blue"}),
        (Track, {"id": 1, "title": "sky", "album_id": 1}),
        (Track, {"id": 2, "title": "sea", "album_id": 1}),
        (Cover, {"id": 1, "colour": "blue", "album_id": 1}),
        (Review, {"id": 1, "text": "good", "album_id": 1}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


@contextmanager
def _warned() -> Iterator[None]:
    """SQLAlchemy warns of what is not in the session and hangs on something that is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


# expunge()


async def expunge_takes_the_children_along() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    session.expunge(album)
    await session.commit()
    assert track.title == "sky"


async def expunge_takes_no_child_of_another_cascade() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = user.posts[0]
    session.expunge(user)
    await session.commit()
    assert post.title  # IO: expired by commit()


async def expunge_takes_a_lazy_collection_to_another_error() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    session.expunge(album)
    await session.rollback()
    assert (track.title, album.title) == ("sky", "blue")
    assert album.reviews  # raises DetachedInstanceError


# delete()


async def delete_in_every_turn() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    for _ in range(2):
        await session.delete(user)
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def expire_of_what_may_have_been_taken_out() -> None:
    session = KeepingSession()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    if track.title == "moon":
        album.tracks.remove(track)
    await session.flush()
    session.expire(track)
    assert track.title  # IO: expired by expire()


async def delete_takes_the_children_along() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    await session.delete(album)
    await session.commit()
    assert track.title == "sky"


async def delete_leaves_other_children() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = user.posts[0]
    await session.delete(user)
    await session.commit()
    assert post.title  # IO: expired by commit()


async def delete_and_flush_leaves_the_values_of_the_children() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    await session.delete(album)
    await session.flush()
    assert [track.title for track in album.tracks] == ["sky", "sea"]


async def an_orphan_is_deleted() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks.pop()
    await session.commit()
    assert track.title == "sea"


async def an_orphan_that_is_removed() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    album.tracks.remove(track)
    await session.commit()
    assert track.title == "sky"


async def orphans_of_a_replaced_collection() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    album.tracks = [Track(title="sun")]
    await session.commit()
    assert track.title == "sky"


async def a_replaced_collection_of_another_cascade() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = user.posts[0]
    user.posts = []
    await session.commit()
    assert post.title  # IO: expired by commit()


async def a_deleted_child_stays_in_a_loaded_collection() -> None:
    session = KeepingSession()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    await session.delete(track)
    await session.commit()
    assert track in album.tracks
    assert track.title == "sky"


async def an_orphan_by_its_number() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    del album.tracks[0]
    await session.commit()
    assert track.title == "sky"


async def an_orphan_that_lets_its_parent_go() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = album.tracks[0]
    track.album = None
    await session.commit()
    assert track.title == "sky"


async def an_orphan_with_another_parent() -> None:
    session = KeepingSession()
    album = (await session.scalars(FULL_ALBUM)).one()
    other = Album(title="red", tracks=[])
    session.add(other)
    track = album.tracks.pop()
    other.tracks.append(track)
    await session.commit()
    assert track.album is other


async def what_is_not_taken_out_is_no_orphan() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    album.tracks.append(Track(title="sun"))
    track = album.tracks[0]
    await session.commit()
    assert track.title  # IO: expired by commit()


async def delete_loads_what_it_takes_along() -> None:
    session = Session()
    album = (await session.scalars(ALBUM)).one()
    await session.delete(album)
    assert len(album.tracks) == 2


async def delete_loads_nothing_else() -> None:
    session = Session()
    album = (await session.scalars(ALBUM)).one()
    await session.delete(album)
    assert album.reviews  # IO: never loaded


async def delete_takes_a_child_along_that_nobody_asked_for() -> None:
    session = Session()
    track = (await session.scalars(select(Track).where(Track.id == 1))).one()
    album = (await session.scalars(ALBUM)).one()
    await session.delete(album)
    await session.commit()
    assert track.title == "sky"


# add()


async def add_brings_the_children_along() -> None:
    async with KeepingSession() as session:
        album = (await session.scalars(FULL_ALBUM)).one()
    other = Session()
    other.add(album)
    track = album.tracks[0]
    await other.commit()
    assert track.title  # IO: expired by commit()


async def add_brings_what_the_children_lack() -> None:
    async with KeepingSession() as session:
        user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    other = Session()
    other.add(user)
    assert user.posts[0].tags  # IO: never loaded


async def add_of_a_child_brings_its_parent() -> None:
    session = Session()
    user = User(name="cid")
    session.add(Post(title="third", author=user))
    await session.flush()
    assert user.id == 3
    assert user.profile is None  # IO: never loaded, new


async def add_of_a_parent_and_its_grandchildren() -> None:
    session = Session()
    user = User(name="cid", posts=[Post(title="third", tags=[])])
    session.add(user)
    await session.flush()
    post = user.posts[0]
    assert post.tags == [] and post.author is user


async def an_append_brings_a_child() -> None:
    session = Session()
    album = (await session.scalars(FULL_ALBUM)).one()
    track = Track(title="sun")
    album.tracks.append(track)
    await session.commit()
    assert track.id  # IO: expired by commit()


async def a_back_reference_brings_no_child() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = Post(title="third", author=user)
    with _warned():
        await session.commit()
    assert (post.title, post.tags) == ("third", [])


async def no_cascade_brings_no_child() -> None:
    session = Session()
    album = Album(title="red", reviews=[])
    review = Review(text="bad")
    album.reviews.append(review)
    session.add(album)
    with _warned():
        await session.commit()
    assert review.text == "bad"


async def add_of_a_generator() -> None:
    session = Session()
    users = [User(name="cid"), User(name="dan")]
    session.add_all(user for user in users)
    await session.flush()
    assert users[1].posts == []  # IO: never loaded, new


async def add_by_keyword() -> None:
    session = Session()
    user = User(name="cid")
    session.add(instance=user)
    await session.commit()
    assert user.name  # IO: expired by commit()


# refresh(), expire() and merge()


async def refresh_leaves_children_of_another_cascade() -> None:
    session = Session()
    user = User(name="cid", posts=[Post(title="third")])
    session.add(user)
    await session.flush()
    post = user.posts[0]
    await session.refresh(user)
    assert post.title == "third"


async def merge_brings_the_children_along() -> None:
    session = Session()
    given = Album(id=1, title="red", tracks=[Track(id=1, title="sun")])
    album = await session.merge(given)
    await session.flush()
    assert [track.title for track in album.tracks] == ["sun"]


async def merge_of_a_detached_object_with_children() -> None:
    async with KeepingSession() as session:
        album = (await session.scalars(FULL_ALBUM)).one()
    merged = await Session().merge(album)
    assert [track.title for track in merged.tracks] == ["sky", "sea"]


async def merge_loads_no_children() -> None:
    session = Session()
    album = await session.merge(Album(id=1, title="red"))
    assert album.title == "red"
    await session.commit()
    assert album.tracks  # IO: never loaded


async def delete_of_what_has_no_children() -> None:
    session = Session()
    track = (await session.scalars(select(Track).where(Track.id == 1))).one()
    album = Album(title="new", tracks=[])
    session.add(album)
    await session.commit()
    await session.delete(album)
    await session.flush()
    assert track.title == "sky"  # IO: expired by commit()


async def delete_of_one_object() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    await session.delete(post)
    await session.commit()
    assert post.title == "first"


async def what_delete_could_not_load_is_not_deleted() -> None:
    session = Session()
    album = (await session.scalars(ALBUM)).one()
    await session.execute(text("DROP TABLE tracks"))
    try:
        await session.delete(album)
    except SQLAlchemyError:
        assert album.reviews  # IO: never loaded


async def delete_that_has_nothing_to_load_does_not_fail() -> None:
    session = KeepingSession()
    album = (await session.scalars(FULL_ALBUM)).one()
    try:
        await session.delete(album)
    except SQLAlchemyError:
        assert album.reviews
    await session.commit()
    assert album.title == "blue"


async def what_delete_could_not_load_stays_as_it_was() -> None:
    session = KeepingSession()
    album = (await session.scalars(ALBUM)).one()
    await session.execute(text("DROP TABLE tracks"))
    try:
        await session.delete(album)
    except SQLAlchemyError:
        await session.commit()
    assert album.title == "blue"
