"""The serializer is innocent: it reads what its caller was to load."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from billing.database import Session, create_tables
from billing.models import Invoice, Position
from billing.service import InvoiceService


async def main() -> None:
    await create_tables()
    async with Session.begin() as session:
        session.add(Invoice(number="R-1", positions=[Position(text="tea", cents=450)]))
    async with Session() as session:
        print(await InvoiceService(session).get("R-1"))
