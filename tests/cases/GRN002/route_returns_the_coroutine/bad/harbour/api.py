from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Berth, get_session

app = FastAPI()


class BerthOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    length: int


@app.get("/berths/{berth_id}", response_model=BerthOut)
async def read_berth(berth_id: int, session: Annotated[AsyncSession, Depends(get_session)]):
    return session.get(Berth, berth_id)  # GRN002: never awaited: coroutine 'AsyncSession.get' was
