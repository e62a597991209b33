from __future__ import annotations

from observatory.middleware import SessionMiddleware
from observatory.planets import show
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

app = Starlette(
    routes=[Route("/planets/{planet_id:int}", show)],
    middleware=[Middleware(SessionMiddleware)],
)
