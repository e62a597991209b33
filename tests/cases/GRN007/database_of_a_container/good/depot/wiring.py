"""The container: what asks for a database by its annotations is given one."""

from __future__ import annotations

import inspect
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from .database import Database


class Container:
    def __init__(self, engine: AsyncEngine, database: Database) -> None:
        self.engine = engine
        self.database = database
        self.provided: dict[str, Any] = {"Database": database}

    @classmethod
    def of_settings(cls, settings: dict[str, str]) -> Container:
        engine = create_async_engine(settings["url"])
        return cls(engine, Database(async_sessionmaker(engine, expire_on_commit=False)))

    def resolve(self, wanted: type) -> Any:
        parameters = inspect.signature(wanted).parameters.values()
        return wanted(*(self.provided[parameter.annotation] for parameter in parameters))
