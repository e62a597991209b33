from __future__ import annotations

from fastapi import FastAPI
from sqlalchemy import select

from .database import SessionDep
from .models import Plant
from .schemas import PlantOut

app = FastAPI()


@app.get("/plants/{plant_id}", response_model=PlantOut)
async def read_plant(plant_id: int, session: SessionDep) -> Plant:
    plant = (await session.scalars(select(Plant).where(Plant.id == plant_id))).one()
    return plant
