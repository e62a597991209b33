from typing import Annotated

from fastapi import Depends, FastAPI
from nursery.services import PlantService

app = FastAPI()


@app.get("/plants/{plant_id}/pot")
async def pot(plant_id: int, plants: Annotated[PlantService, Depends()]):
    plant = await plants.pot(plant_id)
    return plant
