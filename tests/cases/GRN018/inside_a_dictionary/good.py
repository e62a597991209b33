"""A route answers with a dictionary that has an expired row in it."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///beds.db")
Session = async_sessionmaker(engine)
router = APIRouter()


class Base(DeclarativeBase):
    pass


class Bed(Base):
    __tablename__ = "bed"

    id: Mapped[int] = mapped_column(primary_key=True)
    crop: Mapped[str]


async def database() -> AsyncIterator[AsyncSession]:
    async with Session() as session:
        yield session


@router.put("/beds/{bed_id}")
async def plant(bed_id: int, crop: str, session: Annotated[AsyncSession, Depends(database)]):
    bed = (await session.scalars(select(Bed).where(Bed.id == bed_id))).one()
    bed.crop = crop
    await session.commit()
    await session.refresh(bed)
    return {"bed": bed, "changed": True}


app = FastAPI()
app.include_router(router)


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Bed(id=1, crop="peas"))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://garden") as client:
        answer = (await client.put("/beds/1", params={"crop": "kale"})).json()
    print(answer["bed"]["crop"])
