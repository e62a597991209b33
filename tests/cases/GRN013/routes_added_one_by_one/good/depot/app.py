from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Shelf, get_session
from .schemas import ShelfOut


class ShelfRoutes:
    def __init__(self) -> None:
        self.router = APIRouter(prefix="/shelves")
        self.router.add_api_route("/{shelf_id}", self.read, response_model=ShelfOut)

    async def read(
        self, shelf_id: int, session: Annotated[AsyncSession, Depends(get_session)]
    ) -> Shelf:
        query = select(Shelf).where(Shelf.id == shelf_id)
        return (await session.scalars(query.options(selectinload(Shelf.pallets)))).one()


app = FastAPI()
app.include_router(ShelfRoutes().router)
