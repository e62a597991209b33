"""AsyncSession has no query()."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Song(Base):
    __tablename__ = "song"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


async def titles(db: AsyncSession) -> list[str]:
    songs = db.query(Song).order_by(Song.title).all()  # GRN006[16]: AttributeError: …'query'
    return [song.title for song in songs]


async def main() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as db:
        db.add(Song(title="Gloria"))
        await db.commit()
        print(await titles(db))
