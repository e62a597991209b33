from __future__ import annotations

from observatory.database import SessionFactory
from starlette.types import ASGIApp, Receive, Scope, Send


class SessionMiddleware:
    """Every request has a session of its own, which commits at the end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        async with SessionFactory.begin() as session:
            scope.setdefault("state", {})["db"] = session
            await self.app(scope, receive, send)
