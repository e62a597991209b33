from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import SQLAlchemyAsyncRepositoryService
from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from tram.database import alchemy
from tram.models import Stop

RequestSession = Annotated[AsyncSession, Depends(alchemy.provide_session())]


class Stops(SQLAlchemyAsyncRepositoryService[Stop]):
    class Repository(SQLAlchemyAsyncRepository[Stop]):
        model_type = Stop

    repository_type = Repository


async def provide_stops(session: RequestSession) -> AsyncIterator[Stops]:
    async with Stops.new(session=session) as stops:
        yield stops
