"""A collection is expired so that it is read again, in the middle of len()."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from player.database import Session, create_tables
from player.models import Playlist, Track
from player.playlists import add_track


async def main() -> None:
    await create_tables()
    async with Session.begin() as session:
        session.add(Playlist(name="Monday", tracks=[Track(title="So What")]))
    print(await add_track(1, "Freddie Freeloader"))
