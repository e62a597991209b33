from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import sessionmaker

from .models import Hero

app = FastAPI()
engine = create_engine("postgresql://localhost/heroes")
SessionLocal = sessionmaker(engine)


def get_session():
    with SessionLocal() as session:
        yield session


@app.get("/heroes")
async def list_heroes(
    session: Annotated[AsyncSession, Depends(get_session)],  # GRN003[5]: TypeError later
):
    result = await session.execute(select(Hero.name))  # here: TypeError
    return result.scalars().all()
