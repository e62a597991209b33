from __future__ import annotations

from advanced_alchemy.config import SQLAlchemyAsyncConfig
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import SQLAlchemyAsyncRepositoryService

from quarry.models import Quarry

config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///quarry.db")


class Quarries(SQLAlchemyAsyncRepositoryService[Quarry]):
    class Repository(SQLAlchemyAsyncRepository[Quarry]):
        model_type = Quarry

    repository_type = Repository
    loader_options = [Quarry.stones]
