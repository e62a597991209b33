from __future__ import annotations

from .database import Loan, open_session


async def lend(title: str) -> int:
    async with open_session() as session:  # GRN001: TypeError: 'Session' object does not support
        loan = Loan(title=title)
        session.add(loan)
        await session.commit()
    return loan.id
