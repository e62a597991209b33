from __future__ import annotations

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .database import get_session
from .models import Seat

app = FastAPI()


@app.post("/seats/{seat_id}/move", response_model=None)
async def move(seat_id: int, number: int, session: AsyncSession = Depends(get_session)) -> Seat:
    seat = (await session.scalars(select(Seat).where(Seat.id == seat_id))).one()
    seat.number = number
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        await session.refresh(seat)
        return seat
    return seat
