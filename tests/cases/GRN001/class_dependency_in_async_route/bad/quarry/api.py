from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from .database import Stone, get_db

app = FastAPI()


class Stones:
    def __init__(self, db: Annotated[Session, Depends(get_db)]) -> None:
        self.db = db

    def kinds(self) -> list[str]:
        return list(self.db.scalars(select(Stone.kind).distinct()))


@app.get("/stones")
async def list_stones(stones: Annotated[Stones, Depends()]) -> list[str]:
    return stones.kinds()  # GRN001: blocks
