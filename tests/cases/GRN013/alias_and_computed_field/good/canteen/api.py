from __future__ import annotations

from typing import Annotated

from canteen.database import get_session
from canteen.models import Menu
from canteen.schemas import MenuOut, MenuShort
from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

app = FastAPI()
Database = Annotated[AsyncSession, Depends(get_session)]


@app.get("/menus/{menu_id}/short", response_model=MenuShort)
async def show_short(menu_id: int, db: Database) -> Menu:
    return await db.get_one(Menu, menu_id)


@app.get("/menus/{menu_id}", response_model=MenuOut)
async def show(menu_id: int, db: Database) -> Menu:
    return await db.get_one(Menu, menu_id, options=[selectinload(Menu.dishes)])
