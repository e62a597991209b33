from __future__ import annotations

from typing import Annotated

from blog.database import get_session
from blog.models import Reader
from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

Database = Annotated[AsyncSession, Depends(get_session)]


async def current_reader(db: Database) -> Reader:
    return await db.get_one(Reader, 1)


CurrentReader = Annotated[Reader, Depends(current_reader)]


async def count_visit(reader: CurrentReader, db: Database) -> None:
    reader.visits += 1
    await db.commit()
