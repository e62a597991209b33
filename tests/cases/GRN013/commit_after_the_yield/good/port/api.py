from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from port.database import get_session
from port.models import Ship
from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession


class ShipOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str


router = APIRouter(prefix="/ships")


@router.get("/{ship_id}", response_model=ShipOut)
async def rename(ship_id: int, db: Annotated[AsyncSession, Depends(get_session)]) -> Ship:
    ship = await db.get_one(Ship, ship_id)
    ship.name = ship.name.upper()
    await db.flush()
    return ship


app = FastAPI()
app.include_router(router)
