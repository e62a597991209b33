from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from .models import Member
from .repositories import Repository


class VisitService:
    def __init__(self, repository: Annotated[Repository, Depends()]) -> None:
        self.repository = repository

    async def record(self, member: Member) -> None:
        member.visits += 1
        await self.repository.save()
