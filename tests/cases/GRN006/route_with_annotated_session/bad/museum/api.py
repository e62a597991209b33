from __future__ import annotations

from fastapi import FastAPI, HTTPException

from .database import DBSession
from .models import Exhibit

app = FastAPI()


@app.get("/exhibits/{exhibit_id}")
async def get_exhibit(exhibit_id: int, db: DBSession) -> dict[str, str]:
    exhibit = db.query(Exhibit).get(exhibit_id)  # GRN006: AttributeError: 'AsyncSession' object has
    if exhibit is None:
        raise HTTPException(404)
    return {"title": exhibit.title}
