from __future__ import annotations

from aiogram import Dispatcher
from quiz.database import SessionFactory
from quiz.handlers import make_router
from quiz.middlewares import PlayerMiddleware, SessionMiddleware


def make_dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.update.middleware(SessionMiddleware(SessionFactory))
    dispatcher.message.middleware(PlayerMiddleware())
    dispatcher.include_router(make_router())
    return dispatcher
