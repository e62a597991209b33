from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi_utils.cbv import cbv
from sqlalchemy.ext.asyncio import AsyncSession

from .database import get_session
from .models import Player
from .players import current_player

router = APIRouter(prefix="/scores")


@cbv(router)
class Scores:
    session: AsyncSession = Depends(get_session)
    player: Player = Depends(current_player)

    @router.post("/{points}")
    async def add(self, points: int) -> dict[str, int]:
        self.player.score += points
        await self.session.commit()
        await self.session.refresh(self.player)
        return {"score": self.player.score}
