from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select

from .dependencies import SessionDep
from .models import Shelf

router = APIRouter(prefix="/shelves")


@router.post("")
async def add_shelf(label: str, session: SessionDep) -> int:  # GRN003: blocks later
    shelf = Shelf(label=label)
    session.add(shelf)
    session.commit()  # here: blocks
    return shelf.id


@router.get("")
async def list_shelves(session: SessionDep) -> list[str]:  # GRN003: blocks later
    return list(session.scalars(select(Shelf.label)))  # here: blocks
