from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from .models import Hero

app = FastAPI()
engine = create_async_engine("postgresql+asyncpg://localhost/heroes")
SessionLocal = async_sessionmaker(engine)


async def get_session():
    async with SessionLocal() as session:
        yield session


@app.get("/heroes")
async def list_heroes(
    session: Annotated[AsyncSession, Depends(get_session)],
):
    result = await session.execute(select(Hero.name))
    return result.scalars().all()
