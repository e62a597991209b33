from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from .database import MemberDep, SessionDep, Visit

members = APIRouter(prefix="/members")


async def count_visit(member: MemberDep, session: SessionDep) -> None:
    session.add(Visit(path=f"/members/{member.id}"))
    await session.commit()


@members.get("/{member_id}")
async def read_member(member: MemberDep) -> dict[str, str]:
    return {"name": member.name}  # GRN009: MissingGreenlet


app = FastAPI()
app.include_router(members, dependencies=[Depends(count_visit)])
