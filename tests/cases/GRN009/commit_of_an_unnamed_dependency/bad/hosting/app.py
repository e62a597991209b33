from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from .tenants import CurrentTenant, count_request, current_tenant

router = APIRouter(dependencies=[Depends(current_tenant)])


@router.get("/plan", dependencies=[Depends(count_request)])
async def plan(tenant: CurrentTenant) -> dict[str, str]:
    return {"tenant": tenant.name}  # GRN009: MissingGreenlet


app = FastAPI()
app.include_router(router)
