from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Invoice
from .serializers import invoice_to_json


class InvoiceService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, number: str) -> dict[str, Any]:
        query = select(Invoice).where(Invoice.number == number)
        query = query.options(selectinload(Invoice.positions))
        invoice = (await self.session.scalars(query)).one()
        return invoice_to_json(invoice)
