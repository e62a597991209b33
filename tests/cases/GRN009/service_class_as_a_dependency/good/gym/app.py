from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI

from .auth import CurrentMember
from .services import VisitService

app = FastAPI()


@app.post("/visits")
async def visit(
    member: CurrentMember, service: Annotated[VisitService, Depends()]
) -> dict[str, str]:
    name = member.name
    await service.record(member)
    return {"welcome": name}
