from __future__ import annotations

from library.context import session_in_context
from library.models import Loan
from sqlalchemy import select
from sqlalchemy.orm import joinedload


async def overdue() -> list[str]:
    query = (
        select(Loan)
        .where(Loan.days > 30)
        .options(joinedload(Loan.book), joinedload(Loan.reader))
    )
    loans = await session_in_context.get().scalars(query)
    return [f"{loan.reader.name}: {loan.book.title}" for loan in loans]
