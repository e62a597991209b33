"""injector fills the constructor of a repository, which asks for a session by annotation."""
# requires: sqlalchemy>=2.0, injector

from __future__ import annotations

from injector import Injector
from post.models import Base, Letter, Stamp
from post.modules import DatabaseModule
from post.repositories import LetterRepository
from post.services import Franking
from sqlalchemy.ext.asyncio import AsyncEngine


async def main() -> None:
    injector = Injector([DatabaseModule("sqlite+aiosqlite:///post.db")])
    async with injector.get(AsyncEngine).begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    letters = injector.get(LetterRepository)
    await letters.add(Letter(id=5, receiver="Ada", stamps=[Stamp(cents=95)]))
    print(await injector.get(Franking).value_of(5))
