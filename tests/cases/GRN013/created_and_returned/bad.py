"""A route commits a new row and returns it to its response model."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///notes.db")
SessionLocal = async_sessionmaker(engine)
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Note(Base):
    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class NoteOut(BaseModel):
    id: int
    text: str


async def get_db() -> AsyncIterator[AsyncSession]:
    async with SessionLocal() as db:
        yield db


@app.post("/notes", response_model=NoteOut)
async def create_note(text: str, db: AsyncSession = Depends(get_db)) -> Note:
    note = Note(text=text)
    db.add(note)
    await db.commit()
    return note  # GRN013: ResponseValidationError later


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://notes") as client:
        await client.post("/notes", params={"text": "tea"})  # here: ResponseValidationError
