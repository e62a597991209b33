"""The application: ``uvicorn bookshop.main:app``."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from bookshop.database import engine
from bookshop.jobs import report_every_night
from bookshop.routes import authors, books, orders, reviews
from bookshop.service import NotFoundError, OutOfStockError


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    report = asyncio.create_task(report_every_night())
    yield
    report.cancel()
    await engine.dispose()


app = FastAPI(title="Bookshop", lifespan=lifespan)
for module in (authors, books, reviews, orders):
    app.include_router(module.router)


@app.exception_handler(NotFoundError)
async def not_found(request: Request, error: NotFoundError) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=404)


@app.exception_handler(OutOfStockError)
async def out_of_stock(request: Request, error: OutOfStockError) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=409)
