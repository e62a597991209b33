from typing import Any

from dishka.integrations.fastapi import DishkaRoute, FromDishka
from fastapi import APIRouter
from garage.models import Car
from sqlalchemy.ext.asyncio import AsyncSession

router = APIRouter(prefix="/cars", route_class=DishkaRoute)


@router.get("/{car_id}")
async def show(car_id: int, db: FromDishka[AsyncSession]) -> dict[str, Any]:
    car = await db.get_one(Car, car_id)
    car.plate = car.plate.replace(" ", "")
    await db.commit()
    return {"plate": car.plate, "repairs": len(car.repairs)}  # GRN007: MissingGreenlet
