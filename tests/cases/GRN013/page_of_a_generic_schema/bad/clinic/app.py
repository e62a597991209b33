from __future__ import annotations

from fastapi import FastAPI
from sqlalchemy import select

from .database import SessionDep
from .models import Owner
from .paging import Page
from .schemas import OwnerOut

app = FastAPI()
SIZE = 20


@app.get("/owners")
async def list_owners(session: SessionDep, page: int = 1) -> Page[OwnerOut]:
    query = select(Owner).order_by(Owner.name).offset((page - 1) * SIZE).limit(SIZE + 1)
    owners = (await session.scalars(query)).all()
    return Page[OwnerOut](  # GRN013: ValidationError
        items=owners[:SIZE], page=page, has_more=len(owners) > SIZE
    )
