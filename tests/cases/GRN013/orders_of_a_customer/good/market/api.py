from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .database import get_session
from .models import Customer
from .schemas import CustomerOut

router = APIRouter(prefix="/customers")
SessionDep = Annotated[AsyncSession, Depends(get_session)]


@router.get("/{customer_id}", response_model=CustomerOut)
async def read_customer(customer_id: int, session: SessionDep) -> Customer:
    customer = await session.get(Customer, customer_id, options=[selectinload(Customer.orders)])
    if customer is None:
        raise HTTPException(404)
    return customer


app = FastAPI()
app.include_router(router)
