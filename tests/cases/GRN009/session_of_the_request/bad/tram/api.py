from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI

from tram.database import alchemy
from tram.services import RequestSession, Stops, provide_stops

app = FastAPI()
alchemy.init_app(app)


@app.post("/stops")
async def add_stop(
    name: str, session: RequestSession, stops: Annotated[Stops, Depends(provide_stops)]
) -> dict[str, str]:
    stop = await stops.create({"name": name})
    await session.commit()
    return {"name": stop.name}  # GRN009: MissingGreenlet
