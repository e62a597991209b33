from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI

from .repository import Anvils

app = FastAPI()


@app.get("/anvils")
async def list_anvils(anvils: Annotated[Anvils, Depends()]) -> list[str]:
    return await anvils.names()
