from __future__ import annotations

from archive.database import Session
from archive.legacy import listing, listing_of
from archive.models import Folder
from sqlalchemy.util import greenlet_spawn


async def export(folder_id: int) -> list[str]:
    async with Session() as session:
        print(await session.run_sync(listing_of, folder_id))
        session.expunge_all()
        folder = await session.get_one(Folder, folder_id)
        return listing(folder)  # GRN007: MissingGreenlet
