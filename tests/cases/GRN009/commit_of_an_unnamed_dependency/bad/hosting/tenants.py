from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from .database import SessionDep
from .models import Tenant


async def current_tenant(session: SessionDep) -> Tenant:
    return await session.get_one(Tenant, 1)


CurrentTenant = Annotated[Tenant, Depends(current_tenant)]


async def count_request(tenant: CurrentTenant, session: SessionDep) -> None:
    tenant.requests += 1
    await session.commit()
