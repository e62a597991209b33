from __future__ import annotations

from fastapi import APIRouter
from museum.models import Room
from museum.sessions import Database
from pydantic import BaseModel, ConfigDict

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
    room = await db.get_one(Room, room_id)
    await db.commit()
    return room  # GRN013: ResponseValidationError later
