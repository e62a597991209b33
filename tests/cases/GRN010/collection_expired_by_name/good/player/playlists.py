from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .database import Session
from .models import Playlist, Track


async def get_playlist(session: AsyncSession, playlist_id: int) -> Playlist:
    query = select(Playlist).options(selectinload(Playlist.tracks))
    return (await session.scalars(query.where(Playlist.id == playlist_id))).one()


async def add_track(playlist_id: int, title: str) -> str:
    async with Session() as session:
        playlist = await get_playlist(session, playlist_id)
        before = len(playlist.tracks)
        session.add(Track(title=title, playlist_id=playlist.id))
        await session.commit()
        await session.refresh(playlist, ["tracks"])
        return f"{playlist.name}: {before}, now {len(playlist.tracks)}"
