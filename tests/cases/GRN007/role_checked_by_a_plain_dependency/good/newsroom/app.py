from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from .auth import require_chief

router = APIRouter(dependencies=[Depends(require_chief)])


@router.get("/drafts")
async def drafts() -> list[str]:
    return []


app = FastAPI()
app.include_router(router)
