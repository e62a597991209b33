"""The return annotation of a route is its response model, one for each row of a list."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

engine = create_async_engine("sqlite+aiosqlite:///films.db")
factory = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Director(Base):
    __tablename__ = "director"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Film(Base):
    __tablename__ = "film"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    director_id: Mapped[int] = mapped_column(ForeignKey("director.id"))
    director: Mapped[Director] = relationship()


class DirectorOut(BaseModel):
    name: str


class FilmOut(BaseModel):
    title: str
    director: DirectorOut | None = None


async def session() -> AsyncIterator[AsyncSession]:
    async with factory() as opened:
        yield opened


@app.get("/films")
async def films(db: Annotated[AsyncSession, Depends(session)]) -> list[FilmOut]:
    rows = await db.scalars(select(Film).options(joinedload(Film.director)))
    return list(rows)


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as db:
        db.add(Film(title="Alien", director=Director(name="Scott")))
        await db.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://films") as client:
        print((await client.get("/films")).json())
