"""A middleware of aiogram puts the session into the data, and a handler gets it by its name."""
# requires: sqlalchemy>=2.0, aiogram>=3.4

from __future__ import annotations

from datetime import datetime, timezone

from aiogram import Bot
from aiogram.types import Chat, Message, Update, User
from quiz.database import SessionFactory, engine
from quiz.dispatcher import make_dispatcher
from quiz.models import Answer, Base, Player


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        session.add(Player(id=7, name="Ada", answers=[Answer(points=3)]))
        await session.commit()
    message = Message(
        message_id=1,
        date=datetime.now(timezone.utc),
        chat=Chat(id=7, type="private"),
        from_user=User(id=7, is_bot=False, first_name="Ada"),
        text="/score",
    )
    bot = Bot("42:TOKEN")
    await make_dispatcher().feed_update(bot, Update(update_id=1, message=message))
