from __future__ import annotations

from observatory.models import Planet
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse


def db_of(request: Request) -> AsyncSession:
    return request.state.db


async def show(request: Request) -> JSONResponse:
    db = db_of(request)
    query = select(Planet).where(Planet.id == request.path_params["planet_id"])
    planet = await db.scalar(query)
    if planet is None:
        return JSONResponse({}, status_code=404)
    planet.title = planet.title.upper()
    await db.flush()
    moons = [moon.name for moon in planet.moons]  # GRN007: MissingGreenlet
    return JSONResponse({"title": planet.title, "moons": moons})
