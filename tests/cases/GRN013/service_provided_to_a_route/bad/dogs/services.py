from __future__ import annotations

from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import SQLAlchemyAsyncRepositoryService

from dogs.models import Kennel


class KennelRepository(SQLAlchemyAsyncRepository[Kennel]):
    model_type = Kennel


class Kennels(SQLAlchemyAsyncRepositoryService[Kennel, KennelRepository]):
    repository_type = KennelRepository
