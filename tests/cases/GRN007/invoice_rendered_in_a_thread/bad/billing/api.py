from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse
from sqlalchemy.ext.asyncio import AsyncSession

from .database import get_session
from .models import Invoice
from .rendering import render

app = FastAPI()


@app.get("/invoices/{invoice_id}", response_class=PlainTextResponse)
async def read_invoice(
    invoice_id: int, session: Annotated[AsyncSession, Depends(get_session)]
) -> str:
    invoice = await session.get_one(Invoice, invoice_id)
    return await run_in_threadpool(render, invoice)  # GRN007: MissingGreenlet
