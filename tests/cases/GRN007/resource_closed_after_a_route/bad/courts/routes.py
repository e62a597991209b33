from typing import Annotated, Any

from courts.containers import Container
from courts.models import Court
from dependency_injector.wiring import Closing, Provide, inject
from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

router = APIRouter(prefix="/courts")
Database = Annotated[AsyncSession, Depends(Closing[Provide[Container.session]])]


@router.get("/{court_id}")
@inject
async def show(court_id: int, db: Database) -> dict[str, Any]:
    court = await db.get_one(Court, court_id)
    court.surface = court.surface.title()
    await db.commit()
    return {"surface": court.surface, "matches": len(court.matches)}  # GRN007: MissingGreenlet
