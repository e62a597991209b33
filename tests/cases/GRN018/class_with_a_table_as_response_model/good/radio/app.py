from __future__ import annotations

from fastapi import FastAPI

from . import crud
from .database import SessionDep
from .models import Station, StationCreate

app = FastAPI()


@app.post("/stations", response_model=Station)
async def add_station(data: StationCreate, session: SessionDep) -> Station:
    return await crud.create_station(session, data)
