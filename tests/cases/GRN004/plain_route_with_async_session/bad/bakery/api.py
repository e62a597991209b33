from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Loaf, get_session

app = FastAPI()
Database = Annotated[AsyncSession, Depends(get_session)]


@app.get("/loaves")
def list_loaves(session: Database) -> list[str]:
    return list(session.scalars(select(Loaf.name)).all())  # GRN004: AttributeError: 'coroutine'
