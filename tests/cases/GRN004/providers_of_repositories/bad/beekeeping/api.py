from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from .database import get_session
from .repository import Hives

app = FastAPI()


def get_hives(session: Annotated[AsyncSession, Depends(get_session)]) -> Hives:
    return Hives(session)


@app.post("/hives/{name}")
async def put_up(name: str, hives: Annotated[Hives, Depends(get_hives)]) -> bool:
    hives.put_up(name)
    save = hives.saving()
    await save()
    return hives.is_busy


@app.get("/hives")
async def list_hives(hives: Annotated[Hives, Depends(get_hives)]) -> list[str]:
    return list(await hives.names())
