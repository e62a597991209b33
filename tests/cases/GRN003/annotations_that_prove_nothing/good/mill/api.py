from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, Protocol

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from .database import AsyncSessionLocal, Sack, get_async_db, get_db

app = FastAPI()
QUERY = select(Sack.name)


class Scalars(Protocol):
    def scalars(self, statement: Any) -> Any: ...


async def get_sessions() -> AsyncIterator[list[AsyncSession]]:
    async with AsyncSessionLocal() as one, AsyncSessionLocal() as other:
        yield [one, other]


async def get_named() -> AsyncIterator[dict[str, AsyncSession]]:
    async with AsyncSessionLocal() as session:
        yield {"session": session}


@app.get("/union", response_model=None)
async def by_union(db: Annotated[AsyncSession | Session, Depends(get_async_db)]) -> list[str]:
    return list(await db.scalars(QUERY))


@app.get("/optional", response_model=None)
async def by_optional(db: Annotated[AsyncSession | None, Depends(get_async_db)]) -> list[str]:
    return [] if db is None else list(await db.scalars(QUERY))


@app.get("/protocol", response_model=None)
def by_protocol(db: Annotated[Scalars, Depends(get_db)]) -> list[str]:
    return list(db.scalars(QUERY))


@app.get("/anything", response_model=None)
async def by_anything(db: Annotated[Any, Depends(get_async_db)]) -> list[str]:
    return list(await db.scalars(QUERY))


@app.get("/both", response_model=None)
async def by_list(sessions: Annotated[list[AsyncSession], Depends(get_sessions)]) -> list[str]:
    return list(await sessions[0].scalars(QUERY))


@app.get("/either", response_model=None)
async def by_name(sessions: Annotated[dict[str, AsyncSession], Depends(get_named)]) -> list[str]:
    return list(await sessions["session"].scalars(QUERY))


@app.get("/plain", response_model=None)
def by_plain_route(db: Annotated[Session, Depends(get_db)]) -> list[str]:
    return list(db.scalars(QUERY))


@app.get("/sacks", response_model=None)
async def by_session(
    db: Annotated[AsyncSession, Depends(get_async_db)],
) -> list[str]:
    return list(await db.scalars(QUERY))
