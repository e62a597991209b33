"""The session counts what the statement of the collection selects."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import backref, declarative_base, relationship, sessionmaker

Base = declarative_base()


class Artist(Base):
    __tablename__ = "artist"

    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False)


class Follow(Base):
    __tablename__ = "follow"

    id = Column(Integer, primary_key=True)
    fan = Column(String, nullable=False)
    artist_id = Column(ForeignKey("artist.id"))
    artist = relationship("Artist", backref=backref("followers", lazy="dynamic"))


engine = create_async_engine("sqlite+aiosqlite:///fans.db")
Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


async def followers(session: AsyncSession, artist_id: int) -> int:
    artist = await session.get(Artist, artist_id)
    query = artist.followers.statement.subquery()
    return await session.scalar(select(func.count()).select_from(query))


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        artist = Artist(name="Nina")
        session.add_all([artist, Follow(fan="ann", artist=artist)])
        await session.commit()
        print(await session.scalar(select(func.count()).select_from(Follow)))
    async with Session() as session:
        print(await followers(session, 1))
