from __future__ import annotations

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from .database import get_session
from .models import Employee

app = FastAPI()


@app.get("/employees")
async def list_employees(session: AsyncSession = Depends(get_session)) -> list[dict[str, str]]:
    query = select(Employee).options(load_only(Employee.name, Employee.email))
    cards = []
    for employee in await session.scalars(query.order_by(Employee.name)):
        card = {"name": employee.name, "email": employee.email}
        cards.append(card)
    return cards
