from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Label, Video


async def relabel(session: AsyncSession, video_id: int, names: list[str]) -> int:
    video = await session.get(Video, video_id, options=[selectinload(Video.labels)])
    if video is None:
        return 0
    labels = (await session.scalars(select(Label).where(Label.name.in_(names)))).all()
    video.labels = list(labels)
    await session.commit()
    return len(labels)
