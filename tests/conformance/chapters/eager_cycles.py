"""Relationships that are eager on both sides: where the mapper's own loading stops."""
# mypy: disable-error-code="attr-defined, misc, valid-type, var-annotated"

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, MetaData, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import declarative_base, joinedload, lazyload, relationship, selectinload

from conformance.harness import needs
from conformance.models import Session

metadata = MetaData()
Base: Any = declarative_base(metadata=metadata)


class Band(Base):
    __tablename__ = "bands"

    id = Column(Integer, primary_key=True)

    songs = relationship("Song", back_populates="band", lazy="selectin")
    concerts = relationship("Concert", back_populates="band", lazy="joined")
    fans = relationship("Fan", back_populates="band", lazy="subquery")
    posters = relationship("Poster", back_populates="band", lazy="immediate")


class Song(Base):
    __tablename__ = "band_songs"

    id = Column(Integer, primary_key=True)
    band_id = Column(ForeignKey("bands.id"))

    band = relationship("Band", back_populates="songs", lazy="selectin")


class Concert(Base):
    __tablename__ = "concerts"

    id = Column(Integer, primary_key=True)
    band_id = Column(ForeignKey("bands.id"))

    band = relationship("Band", back_populates="concerts", lazy="joined")


class Fan(Base):
    __tablename__ = "fans"

    id = Column(Integer, primary_key=True)
    band_id = Column(ForeignKey("bands.id"))

    band = relationship("Band", back_populates="fans")


class Poster(Base):
    __tablename__ = "posters"

    id = Column(Integer, primary_key=True)
    band_id = Column(ForeignKey("bands.id"))

    band = relationship("Band", back_populates="posters")


async def selectin_there() -> None:
    session = Session()
    band = (await session.scalars(select(Band))).unique().one()
    assert [song.band for song in band.songs] == [band, band]


async def selectin_and_back() -> None:
    session = Session()
    song = await session.get(Song, 1)
    assert song is not None
    assert song.band.concerts
    assert song.band.songs  # IO: never loaded


async def joined_and_back() -> None:
    session = Session()
    concert = await session.get(Concert, 1)
    assert concert is not None
    assert concert.band.songs
    assert concert.band.concerts  # IO: never loaded


async def joined_after_a_statement_of_its_own() -> None:
    session = Session()
    query = select(Concert).options(selectinload(Concert.band))
    concert = (await session.scalars(query)).unique().first()
    assert concert is not None
    assert concert.band.concerts


async def subquery_and_back() -> None:
    session = Session()
    query = select(Fan).options(selectinload(Fan.band))
    fan = (await session.scalars(query)).one()
    assert fan.band.fans  # IO: never loaded


async def immediate_and_back() -> None:
    session = Session()
    query = select(Poster).options(joinedload(Poster.band))
    poster = (await session.scalars(query)).unique().one()
    assert poster.band.posters


async def by_itself_and_back() -> None:
    session = Session()
    song = (await session.scalars(select(Song).options(lazyload(Song.band)))).first()
    assert song is not None
    band = await session.run_sync(lambda _: song.band)
    assert band.concerts and band.posters
    assert band.songs  # IO: never loaded


async def a_subquery_by_itself_and_back() -> None:
    session = Session()
    fan = (await session.scalars(select(Fan))).one()
    band = await session.run_sync(lambda _: fan.band)
    assert band.songs
    assert band.fans  # IO: never loaded


async def a_join_by_itself_and_back() -> None:
    session = Session()
    concert = (await session.scalars(select(Concert).options(lazyload(Concert.band)))).first()
    assert concert is not None
    band = await session.run_sync(lambda _: concert.band)
    assert band.concerts


@needs(2, 0)
async def by_a_refresh_and_back() -> None:
    session = Session()
    song = (await session.scalars(select(Song).options(lazyload(Song.band)))).first()
    assert song is not None
    await session.refresh(song, ["band"])
    assert song.band.concerts
    assert song.band.songs  # IO: never loaded


async def an_option_goes_round() -> None:
    session = Session()
    query = select(Song).options(selectinload(Song.band).selectinload(Band.songs))
    song = (await session.scalars(query)).first()
    assert song is not None
    assert len(song.band.songs) == 2


class Keeper(Base):
    __tablename__ = "keepers"

    id = Column(Integer, primary_key=True)
    boss_id = Column(ForeignKey("keepers.id"))

    boss = relationship("Keeper", remote_side=[id])
    lions = relationship("Lion", back_populates="keeper")


class Lion(Base):
    __tablename__ = "lions"

    id = Column(Integer, primary_key=True)
    keeper_id = Column(ForeignKey("keepers.id"))

    keeper = relationship("Keeper", back_populates="lions")
    cubs = relationship("Cub", back_populates="lion")


class Cub(Base):
    __tablename__ = "cubs"

    id = Column(Integer, primary_key=True)
    lion_id = Column(ForeignKey("lions.id"))

    lion = relationship("Lion", back_populates="cubs", lazy="raise")


def fill(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(Band.__table__.insert(), [{"id": 1}])
    for number, model in ((2, Song), (2, Concert), (1, Fan), (1, Poster)):
        rows = [{"id": one + 1, "band_id": 1} for one in range(number)]
        connection.execute(model.__table__.insert(), rows)
    for number, boss in ((1, None), (2, 1), (3, 1)):
        connection.execute(Keeper.__table__.insert(), {"id": number, "boss_id": boss})
    connection.execute(Lion.__table__.insert(), {"id": 1, "keeper_id": 3})
    connection.execute(Cub.__table__.insert(), {"id": 1, "lion_id": 1})


async def what_came_along_and_back_answers_another_object() -> None:
    session = Session()
    song = await session.get(Song, 1)
    fan = (await session.scalars(select(Fan))).one()
    assert song is not None and song.band is fan.band
    assert fan.band.concerts
    assert fan.band.songs  # IO: never loaded


BACK_AGAIN = selectinload(Keeper.lions).selectinload(Lion.keeper)


async def what_leads_back_to_another_object() -> None:
    session = Session()
    keeper = await session.get(Keeper, 2)
    other = await session.get(Keeper, 3, options=[BACK_AGAIN])
    assert other is not None
    assert keeper is not None and keeper.boss  # IO: never loaded


async def what_leads_back_to_the_object_itself() -> None:
    session = Session()
    keeper = await session.get(Keeper, 3, options=[BACK_AGAIN])
    assert keeper is not None
    for lion in keeper.lions:
        assert lion.keeper is keeper
        assert keeper.boss  # IO: never loaded


async def what_leads_back_and_further() -> None:
    session = Session()
    keeper = await session.get(Keeper, 2)
    other = await session.get(Keeper, 3, options=[BACK_AGAIN.selectinload(Keeper.boss)])
    assert keeper is not None and other is not None
    assert keeper.boss is other.boss


async def a_way_back_that_raises() -> None:
    session = Session()
    lion = (await session.scalars(select(Lion).options(selectinload(Lion.cubs)))).one()
    for cub in lion.cubs:
        assert cub.lion.keeper  # raises InvalidRequestError
