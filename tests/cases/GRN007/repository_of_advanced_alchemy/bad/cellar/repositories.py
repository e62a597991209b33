from __future__ import annotations

from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from cellar.models import Vineyard


class VineyardRepository(SQLAlchemyAsyncRepository[Vineyard]):
    model_type = Vineyard
