from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from .database import MemberDep, Visit, factory

members = APIRouter(prefix="/members")


async def count_visit(member: MemberDep) -> None:
    async with factory() as session:
        session.add(Visit(path=f"/members/{member.id}"))
        await session.commit()


@members.get("/{member_id}")
async def read_member(member: MemberDep) -> dict[str, str]:
    return {"name": member.name}


app = FastAPI()
app.include_router(members, dependencies=[Depends(count_visit)])
