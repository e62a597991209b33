from __future__ import annotations

from advanced_alchemy.config import SQLAlchemyAsyncConfig
from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import SQLAlchemyAsyncRepositoryService

from bakery.models import Cake

config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///bakery.db")


class Cakes(SQLAlchemyAsyncRepositoryService[Cake]):
    class Repository(SQLAlchemyAsyncRepository[Cake]):
        model_type = Cake

    repository_type = Repository
