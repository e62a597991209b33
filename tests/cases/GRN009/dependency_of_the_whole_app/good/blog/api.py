from __future__ import annotations

from blog.dependencies import CurrentReader, count_visit
from fastapi import Depends, FastAPI

app = FastAPI(dependencies=[Depends(count_visit)])


@app.get("/me")
async def me(reader: CurrentReader) -> dict[str, str]:
    return {"name": reader.name}
