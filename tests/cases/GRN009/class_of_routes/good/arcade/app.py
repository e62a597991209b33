from __future__ import annotations

from fastapi import FastAPI

from .scores import router

app = FastAPI()
app.include_router(router)
