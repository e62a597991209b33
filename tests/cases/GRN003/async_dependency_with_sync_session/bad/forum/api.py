from __future__ import annotations

from fastapi import Depends, FastAPI

from .security import current_nick

app = FastAPI()


@app.get("/me")
async def me(nick: str = Depends(current_nick)) -> dict[str, str]:
    return {"nick": nick}
