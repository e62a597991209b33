"""Columns and relationships with settings of their own, and what these change."""
# mypy: disable-error-code="arg-type, attr-defined"

from __future__ import annotations

from typing import Any

from sqlalchemy import Column as TableColumn
from sqlalchemy import (
    FetchedValue,
    ForeignKey,
    Integer,
    String,
    Table,
    and_,
    func,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Load,
    Mapped,
    column_property,
    defer,
    deferred,
    joinedload,
    load_only,
    mapped_column,
    query_expression,
    relationship,
    selectinload,
    undefer,
    undefer_group,
    with_expression,
)
from sqlalchemy.orm.collections import attribute_mapped_collection

from conformance.harness import needs, unseen, until
from conformance.models import KeepingSession, Session


class Base(DeclarativeBase):
    __abstract__ = True


class Song(Base):
    """Columns."""

    __tablename__ = "songs"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer, default=1)
    made: Mapped[str | None] = mapped_column(String(20), default=func.lower("YES"))
    plays: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    state: Mapped[str | None] = mapped_column(String(20), onupdate="changed")
    stamp: Mapped[str | None] = mapped_column(String(20), server_onupdate=FetchedValue())
    code: Mapped[str | None] = mapped_column(String(20), default=lambda: "x")

    words: Mapped[str | None] = deferred(TableColumn("words", String(20)))
    chords: Mapped[str | None] = deferred(TableColumn("chords", String(20)), group="paper")
    notes: Mapped[str | None] = deferred(TableColumn("notes", String(20)), group="paper")
    secret: Mapped[str | None] = deferred(TableColumn("secret", String(20)), raiseload=True)
    loud: Mapped[str] = column_property(func.upper(title))
    quiet: Mapped[str] = column_property(func.lower(title), deferred=True)
    rank: Mapped[int | None] = query_expression()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Choir(Base):
    """Relationships."""

    __tablename__ = "choirs"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    motto: Mapped[str | None] = column_property(
        TableColumn("motto", String(20)), active_history=True
    )

    singers: Mapped[list[Singer]] = relationship(
        "Singer",
        back_populates="choir",
        cascade="all, delete-orphan",
        foreign_keys="Singer.choir_id",
    )
    by_voice: Mapped[dict[str, Singer]] = relationship(
        "Singer",
        collection_class=attribute_mapped_collection("voice"),
        foreign_keys="Singer.choir_id",
        viewonly=True,
    )
    as_set: Mapped[set[Singer]] = relationship(
        "Singer", collection_class=set, foreign_keys="Singer.choir_id", viewonly=True
    )
    sopranos: Mapped[list[Singer]] = relationship(
        "Singer",
        primaryjoin=lambda: and_(Choir.id == Singer.choir_id, Singer.voice == "soprano"),
        foreign_keys="Singer.choir_id",
        order_by="Singer.id",
        viewonly=True,
    )
    hall: Mapped[Hall | None] = relationship("Hall", back_populates="choir", uselist=False)
    songs: Mapped[list[Song]] = relationship("Song", secondary="sung")


class Singer(Base):
    __tablename__ = "singers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    voice: Mapped[str] = mapped_column(String(20))
    choir_id: Mapped[int | None] = mapped_column(ForeignKey("choirs.id"))
    choir_name: Mapped[str | None] = mapped_column(ForeignKey("choirs.name"))

    choir: Mapped[Choir | None] = relationship(
        "Choir", back_populates="singers", foreign_keys=[choir_id]
    )
    named_choir: Mapped[Choir | None] = relationship(
        "Choir", foreign_keys=[choir_name], viewonly=True
    )


class Hall(Base):
    __tablename__ = "halls"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    choir_id: Mapped[int | None] = mapped_column(ForeignKey("choirs.id"))

    choir: Mapped[Choir | None] = relationship("Choir", back_populates="hall")


class Listener(Base):
    __tablename__ = "listeners"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    favourite_name: Mapped[str | None] = mapped_column(ForeignKey("choirs.name"))

    favourite: Mapped[Choir | None] = relationship("Choir")


sung = Table(
    "sung",
    Base.metadata,
    TableColumn("choir_id", ForeignKey("choirs.id"), primary_key=True),
    TableColumn("song_id", ForeignKey("songs.id"), primary_key=True),
)


SONG = select(Song).where(Song.id == 1)
CHOIR = select(Choir).where(Choir.id == 1)
SINGER = select(Singer).where(Singer.id == 1)
LISTENER = select(Listener).where(Listener.id == 1)


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    song = {"id": 1, "title": "Hey", "words": "la", "chords": "C", "notes": "c", "secret": "s"}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Song.__table__, {**song, "version": 1}),
        (Choir.__table__, {"id": 1, "name": "all", "motto": "sing"}),
        (Singer.__table__, {"id": 1, "voice": "soprano", "choir_id": 1, "choir_name": "all"}),
        (Hall.__table__, {"id": 1, "choir_id": 1}),
        (Listener.__table__, {"id": 1, "favourite_name": "all"}),
        (Listener.__table__, {"id": 2, "favourite_name": None}),
        (sung, {"choir_id": 1, "song_id": 1}),
    ]
    for table, row in rows:
        connection.execute(table.insert(), row)


# Columns


async def a_version_after_an_update() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    song.title = "Ho"
    await session.flush()
    assert song.version == 2


async def a_scalar_onupdate() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    song.title = "Ho"
    await session.flush()
    assert song.state == "changed"


async def a_server_side_onupdate() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    song.title = "Ho"
    await session.flush()
    assert song.stamp is None  # IO: generated


async def a_server_side_onupdate_after_a_keeping_commit() -> None:
    session = KeepingSession()
    song = (await session.scalars(SONG)).one()
    song.title = "Ho"
    await session.commit()
    assert song.stamp is None  # IO: generated


@needs(2, 0)
async def a_default_of_the_database() -> None:
    session = KeepingSession()
    song = Song(title="Ho")
    session.add(song)
    await session.commit()
    assert (song.plays, song.made) == (0, "yes")


@until(2, 0)
@unseen("SQLAlchemy 2 fetches it, where the database can return what it inserts")
async def a_default_of_the_database_of_old() -> None:
    session = KeepingSession()
    song = Song(title="Ho")
    session.add(song)
    await session.commit()
    assert song.plays == 0  # IO: generated


async def a_default_of_python() -> None:
    session = KeepingSession()
    song = Song(title="Ho")
    session.add(song)
    await session.commit()
    assert (song.code, song.version) == ("x", 1)


async def a_default_that_is_given() -> None:
    session = KeepingSession()
    song = Song(title="Ho", plays=3, made="no")
    session.add(song)
    await session.commit()
    assert (song.plays, song.made) == (3, "no")


async def a_column_that_is_never_given() -> None:
    session = KeepingSession()
    song = Song(title="Ho")
    session.add(song)
    await session.commit()
    assert song.state is None and song.stamp is None


async def a_deferred_column() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    assert song.words  # IO: deferred


async def a_deferred_column_that_is_undeferred() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer(Song.words)))).one()
    assert song.words == "la"


async def a_deferred_group() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    assert song.chords  # IO: deferred


async def a_deferred_group_that_is_undeferred() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer_group("paper")))).one()
    assert (song.chords, song.notes) == ("C", "c")


async def another_column_than_the_undeferred_group() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer_group("paper")))).one()
    assert song.words  # IO: deferred


async def a_deferred_group_is_loaded_as_one() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    await session.run_sync(lambda _: song.chords)
    assert song.notes == "c"


async def a_deferred_column_that_raises() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    assert song.secret  # raises InvalidRequestError


async def one_of_a_group_leaves_the_others() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer(Song.chords)))).one()
    assert song.chords == "C"
    assert song.notes  # IO: deferred


async def a_group_by_the_option_of_its_class() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(Load(Song).undefer_group("paper")))).one()
    assert (song.chords, song.notes) == ("C", "c")


async def a_group_at_the_end_of_a_chain() -> None:
    session = Session()
    option = selectinload(Choir.songs).undefer_group("paper")
    choir = (await session.scalars(CHOIR.options(option))).one()
    assert choir.songs[0].notes == "c"
    assert choir.songs[0].words  # IO: deferred


async def a_group_of_another_name() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer_group("scissors")))).one()
    assert song.notes  # IO: deferred


async def a_group_of_a_get() -> None:
    session = Session()
    song = await session.get(Song, 1, options=[undefer_group("paper")])
    assert song is not None
    assert song.notes == "c"


async def a_group_is_loaded_as_one_where_a_query_left_it_out() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(load_only(Song.title)))).one()
    await session.run_sync(lambda _: song.chords)
    assert song.notes == "c"
    assert song.version  # IO: deferred


async def a_deferred_column_is_loaded_alone() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    await session.run_sync(lambda _: song.words)
    assert song.notes  # IO: deferred


async def a_deferred_column_of_an_expired_object_is_loaded_alone() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    await session.commit()
    await session.run_sync(lambda _: song.chords)
    assert song.notes == "c"
    assert song.title  # IO: expired by commit()


async def a_group_is_not_refreshed() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer_group("paper")))).one()
    await session.refresh(song)
    assert song.notes  # IO: expired by refresh()


async def a_group_is_not_brought_back_with_the_object() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer_group("paper")))).one()
    await session.commit()
    await session.run_sync(lambda _: song.title)
    assert song.notes  # IO: expired by commit()


async def a_refresh_of_one_of_a_group() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    await session.refresh(song, ["chords"])
    assert song.chords == "C"
    assert song.notes  # IO: deferred


async def a_group_that_another_query_brings() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    query = SONG.options(undefer_group("paper")).execution_options(populate_existing=True)
    assert (await session.scalars(query)).one() is song
    assert song.notes == "c"
    await session.refresh(song)
    assert song.notes  # IO: expired by refresh()


async def a_column_that_raises_and_is_undeferred() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer(Song.secret)))).one()
    assert song.secret == "s"


async def a_column_that_raises_and_has_expired() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer(Song.secret)))).one()
    await session.commit()
    assert song.secret  # raises InvalidRequestError


async def a_column_that_raises_and_was_expired_by_its_name() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer(Song.secret)))).one()
    session.expire(song, ["secret"])
    assert song.secret  # raises InvalidRequestError


async def a_column_that_raises_of_a_new_object() -> None:
    session = KeepingSession()
    song = Song(title="Ho")
    session.add(song)
    await session.commit()
    assert song.secret  # raises InvalidRequestError


async def a_column_that_raises_and_a_query_leaves_out() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(defer(Song.secret)))).one()
    assert song.secret  # IO: deferred


async def a_column_that_raises_and_is_refreshed() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    await session.refresh(song, ["secret"])
    assert song.secret == "s"


async def an_undeferred_column_is_refreshed() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer(Song.words)))).one()
    await session.commit()
    await session.refresh(song)
    assert song.title == "Hey"


@needs(2, 0)
async def an_undeferred_column_stays_after_a_refresh() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer(Song.words)))).one()
    await session.refresh(song)
    assert song.words == "la"


async def a_deferred_column_that_is_set_is_lost_by_a_refresh() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    song.words = "lo"
    await session.flush()
    await session.refresh(song)
    assert song.words == "lo"  # IO: expired by refresh()


async def a_computed_column_is_there_after_a_query() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    assert song.loud == "HEY"


async def a_computed_column_after_an_update() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    song.title = "Ho"
    await session.flush()
    assert song.loud == "HO"  # IO: generated


async def a_computed_column_without_an_update() -> None:
    session = KeepingSession()
    song = (await session.scalars(SONG)).one()
    await session.commit()
    assert song.loud == "HEY"


async def a_deferred_computed_column() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    assert song.quiet == "hey"  # IO: deferred


async def a_deferred_computed_column_that_is_undeferred() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(undefer(Song.quiet)))).one()
    assert song.quiet == "hey"


async def an_expression_that_no_query_gives() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    assert song.rank is None


async def an_expression_that_a_query_gives() -> None:
    session = Session()
    song = (await session.scalars(SONG.options(with_expression(Song.rank, Song.plays + 1)))).one()
    assert song.rank == 1


async def assigning_an_attribute_with_history() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    choir.motto = "hum"
    await session.flush()
    assert choir.motto == "hum"


async def assigning_an_expired_attribute_with_history() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    await session.commit()
    choir.motto = "hum"  # IO: expired by commit()


async def assigning_a_key_that_is_there() -> None:
    session = Session()
    song = (await session.scalars(SONG)).one()
    song.id = 9
    await session.flush()
    assert song.id == 9


# Relationships


async def a_dictionary() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    assert choir.by_voice["soprano"] is not None  # IO: never loaded


async def a_dictionary_with_an_option() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR.options(selectinload(Choir.by_voice)))).one()
    assert choir.by_voice["soprano"].id == 1
    assert [singer.id for singer in choir.by_voice.values()] == [1]


async def what_a_dictionary_holds() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR.options(selectinload(Choir.by_voice)))).one()
    await session.commit()
    await session.refresh(choir)
    assert choir.by_voice["soprano"].voice == "soprano"


async def a_set() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    assert choir.as_set  # IO: never loaded


async def a_set_with_an_option() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR.options(selectinload(Choir.as_set)))).one()
    for singer in choir.as_set:
        assert singer.voice == "soprano"


async def a_join_of_its_own() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    assert choir.sopranos  # IO: never loaded


async def a_join_of_its_own_with_an_option() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR.options(selectinload(Choir.sopranos)))).one()
    assert len(choir.sopranos) == 1


async def one_to_one() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    assert choir.hall  # IO: never loaded


async def one_to_one_of_a_new_object() -> None:
    session = Session()
    choir = Choir(name="new")
    session.add(choir)
    await session.flush()
    assert choir.hall is None  # IO: never loaded, new


async def one_to_one_that_the_other_side_fills() -> None:
    session = Session()
    choir = Choir(name="new")
    session.add(Hall(choir=choir))
    await session.flush()
    assert choir.hall is not None


async def a_secondary_table_by_its_name() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    assert choir.songs  # IO: never loaded


async def a_secondary_table_by_its_name_with_an_option() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR.options(selectinload(Choir.songs)))).one()
    assert choir.songs[0].title == "Hey"
    assert choir.songs[0].words  # IO: deferred


async def a_target_that_is_held() -> None:
    session = Session()
    singer = (await session.scalars(SINGER)).one()
    choir = await session.get(Choir, singer.choir_id)
    assert singer.choir is choir


async def a_target_that_is_held_but_not_by_its_key() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    singer = (await session.scalars(SINGER)).one()
    assert singer.named_choir is choir  # IO: never loaded


@unseen("which of two foreign keys a relationship follows is not read")
async def a_target_that_was_found_but_not_by_its_key() -> None:
    session = Session()
    choir = (await session.scalars(select(Choir))).first()
    singer = (await session.scalars(SINGER)).one()
    assert singer.named_choir is choir  # IO: never loaded


async def a_target_by_its_name() -> None:
    session = Session()
    choir = (await session.scalars(select(Choir))).first()
    listener = (await session.scalars(LISTENER)).one()
    assert listener.favourite is choir  # IO: never loaded


async def a_name_that_is_null() -> None:
    session = Session()
    listener = (await session.scalars(select(Listener).where(Listener.id == 2))).one()
    if listener.favourite_name is None:
        assert listener.favourite is None  # IO: never loaded


async def a_target_by_its_name_that_is_loaded() -> None:
    session = Session()
    listener = (await session.scalars(LISTENER.options(selectinload(Listener.favourite)))).one()
    assert listener.favourite is not None


async def a_target_by_its_name_that_is_assigned() -> None:
    session = Session()
    choir = (await session.scalars(select(Choir))).first()
    listener = (await session.scalars(LISTENER)).one()
    listener.favourite = choir
    await session.flush()
    assert listener.favourite is choir


async def a_deleted_child_is_gone_after_the_flush() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR.options(selectinload(Choir.singers)))).one()
    singer = choir.singers.pop()
    await session.flush()
    assert singer.voice == "soprano"
    assert choir.singers == []


async def a_cascade_of_delete_loads_the_children() -> None:
    session = Session()
    choir = (await session.scalars(CHOIR)).one()
    await session.delete(choir)
    await session.flush()
    assert choir.name == "all"


async def a_joined_relationship_of_a_relationship() -> None:
    session = Session()
    option = joinedload(Singer.choir).joinedload(Choir.hall)
    singer = (await session.scalars(SINGER.options(option))).one()
    assert singer.choir is not None
    assert singer.choir.hall is not None
    assert singer.choir.hall.choir is singer.choir


async def nested_options_are_applied_again_by_a_refresh() -> None:
    session = Session()
    option = selectinload(Choir.singers).selectinload(Singer.choir)
    choir = (await session.scalars(CHOIR.options(option))).one()
    await session.commit()
    await session.refresh(choir)
    assert choir.singers[0].choir is choir
    assert choir.singers[0].voice
