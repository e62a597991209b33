from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from . import crud
from .database import Dog, get_db

app = FastAPI()
Database = Annotated[Session, Depends(get_db)]


@app.get("/dogs/count")
async def count_dogs(db: Database) -> int:  # GRN003: blocks later
    return crud.count(db)  # here: blocks


@app.get("/dogs")
async def list_dogs(db: Database) -> list[str]:
    return await run_in_threadpool(lambda: crud.names(db))


@app.get("/dogs/first")
async def first_dog(db: Database) -> str | None:
    def first() -> str | None:
        dog = db.query(Dog).first()
        return dog.name if dog else None

    return await asyncio.to_thread(first)


@app.get("/dogs/any")
def any_dogs(db: Database) -> bool:
    return crud.count(db) > 0
