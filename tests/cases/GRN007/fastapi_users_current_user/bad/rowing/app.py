from __future__ import annotations

from fastapi import FastAPI

from .auth import CurrentUser

app = FastAPI()


@app.get("/boats")
async def boats(user: CurrentUser) -> list[str]:
    return [boat.name for boat in user.boats]  # GRN007: MissingGreenlet
