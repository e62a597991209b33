from __future__ import annotations

from choir.extensions import db
from choir.models import Singer
from sqlalchemy import select


async def promote(singer_id: int) -> None:
    singer = (await db.session.scalars(select(Singer).where(Singer.id == singer_id))).one()
    singer.voice = "soprano"
    await db.session.commit()
    print(singer.name, "sings", singer.voice)  # GRN009: MissingGreenlet
