from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select

from .dependencies import SessionDep
from .models import Shelf

router = APIRouter(prefix="/shelves")


@router.post("")
async def add_shelf(label: str, session: SessionDep) -> int:
    shelf = Shelf(label=label)
    session.add(shelf)
    await session.commit()
    return shelf.id


@router.get("")
async def list_shelves(session: SessionDep) -> list[str]:
    return list(await session.scalars(select(Shelf.label)))
