from __future__ import annotations

from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from advanced_alchemy.service import SQLAlchemyAsyncRepositoryService

from brewery.models import Beer


class BeerRepository(SQLAlchemyAsyncRepository[Beer]):
    model_type = Beer


class Beers(SQLAlchemyAsyncRepositoryService[Beer, BeerRepository]):
    repository_type = BeerRepository
