from __future__ import annotations

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from .database import get_db
from .models import Room

app = FastAPI()


@app.get("/rooms")
def list_rooms(db: Session = Depends(get_db)) -> list[str]:
    return list(db.scalars(select(Room.name).order_by(Room.name)))
