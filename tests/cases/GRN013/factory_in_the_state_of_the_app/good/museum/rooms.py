from __future__ import annotations

from fastapi import APIRouter
from museum.models import Room
from museum.sessions import Database
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import selectinload

router = APIRouter(prefix="/rooms")


class PaintingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    title: str


class RoomOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    paintings: list[PaintingOut]


@router.get("/{room_id}", response_model=RoomOut)
async def show(room_id: int, db: Database) -> Room:
    room = await db.get_one(Room, room_id, options=[selectinload(Room.paintings)])
    await db.commit()
    return room
