from __future__ import annotations

from typing import Any

from fastapi import APIRouter


class VersionedRouter(APIRouter):
    def __init__(self, version: int, **options: Any) -> None:
        super().__init__(tags=[f"v{version}"], **options)
