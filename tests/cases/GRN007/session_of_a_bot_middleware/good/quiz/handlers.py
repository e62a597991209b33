from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message
from quiz.models import Player
from sqlalchemy.ext.asyncio import AsyncSession


async def score(message: Message, session: AsyncSession, player: Player) -> None:
    print(player.name, sum(answer.points for answer in player.answers))
    await session.refresh(player, ["name"])
    print(player.name)


def make_router() -> Router:
    router = Router()
    router.message.register(score, Command("score"))
    return router
