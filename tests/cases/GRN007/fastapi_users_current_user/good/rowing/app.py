from __future__ import annotations

from fastapi import FastAPI
from sqlalchemy import select

from .auth import CurrentUser
from .models import Boat, SessionDep

app = FastAPI()


@app.get("/boats")
async def boats(user: CurrentUser, session: SessionDep) -> list[str]:
    query = select(Boat.name).where(Boat.user_id == user.id)
    return list((await session.scalars(query)).all())
