"""advanced-alchemy: the sessions of its configuration, its repositories and its services."""

from __future__ import annotations

from flake8_greenlet.interpreter.values import Builtin, Value
from flake8_greenlet.libraries.advanced_alchemy import configuration, repositories, services

_NAMES: dict[str, Value] = {
    "AsyncSessionConfig": Builtin("AsyncSessionConfig", configuration.session_config),
    "SQLAlchemyAsyncConfig": Builtin("SQLAlchemyAsyncConfig", configuration.config),
    "SQLAlchemyAsyncRepository": repositories.REPOSITORY,
    "SQLAlchemyAsyncRepositoryReadService": services.SERVICE,
    "SQLAlchemyAsyncRepositoryService": services.SERVICE,
    "SQLAlchemyAsyncSlugRepository": repositories.SLUG_REPOSITORY,
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `advanced_alchemy`."""
    root, _, rest = qualified.partition(".")
    return _NAMES.get(rest.rpartition(".")[2]) if root == "advanced_alchemy" else None
