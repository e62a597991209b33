"""advanced-alchemy: the sessions of its configuration, its repositories and its services.

`calls` says in the session's own terms what one call of a repository's method asks for and does,
`loads` what `load=` means; `repositories` and `writing` have the methods. `services` and `models`
stand before a repository, `extension` provides both to routes.
"""

from __future__ import annotations

from flake8_greenlet.interpreter.values import Builtin, Value
from flake8_greenlet.libraries.advanced_alchemy import (
    configuration,
    extension,
    repositories,
    services,
)
from flake8_greenlet.libraries.sqlalchemy.ready_made import ADVANCED_ALCHEMY

_NAMES: dict[str, Value] = {
    "AsyncSessionConfig": Builtin("AsyncSessionConfig", configuration.session_config),
    "SQLAlchemyAsyncConfig": Builtin("SQLAlchemyAsyncConfig", configuration.config),
    "SQLAlchemyAsyncRepository": repositories.REPOSITORY,
    "SQLAlchemyAsyncRepositoryReadService": services.SERVICE,
    "SQLAlchemyAsyncRepositoryService": services.SERVICE,
    "SQLAlchemyAsyncSlugRepository": repositories.SLUG_REPOSITORY,
}

PACKAGES = ("advanced_alchemy.", "litestar.contrib.sqlalchemy.", "litestar.plugins.sqlalchemy.")
_EXTENSION = Builtin("AdvancedAlchemy", extension.extension)
_FRAMEWORKS = ("advanced_alchemy.extensions.fastapi", "advanced_alchemy.extensions.starlette")


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `advanced_alchemy`, or where Litestar has the same."""
    module, _, name = qualified.rpartition(".")
    if not f"{module}.".startswith(PACKAGES):
        return None
    if name == "AdvancedAlchemy":
        return _EXTENSION if module.startswith(_FRAMEWORKS) else None
    return _NAMES.get(name) or ADVANCED_ALCHEMY.get(name)
