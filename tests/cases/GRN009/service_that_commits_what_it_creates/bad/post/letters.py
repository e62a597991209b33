from __future__ import annotations

from typing import Any

from advanced_alchemy.config import SQLAlchemyAsyncConfig
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import SQLAlchemyAsyncRepositoryService

from post.models import Letter

config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///post.db")


class LetterRepository(SQLAlchemyAsyncRepository[Letter]):
    model_type = Letter


class Letters(SQLAlchemyAsyncRepositoryService[Letter, LetterRepository]):
    repository_type = LetterRepository

    async def to_model_on_create(self, data: Any) -> Any:
        return {**data, "address": data["address"].strip()}

    async def create(self, data: Any, **options: Any) -> Letter:
        letter = await super().create(data, **options)
        await self.repository.session.commit()
        return letter
