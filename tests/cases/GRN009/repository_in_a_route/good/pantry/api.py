from __future__ import annotations

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from .database import get_session
from .repository import JarRepository

app = FastAPI()


@app.post("/jars")
async def create_jar(label: str, session: AsyncSession = Depends(get_session)) -> dict[str, str]:
    jar = await JarRepository(session).create(label)
    return {"location": f"/jars/{jar.id}"}
