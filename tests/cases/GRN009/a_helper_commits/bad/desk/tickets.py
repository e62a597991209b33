from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from desk.audit import record
from desk.models import Ticket


async def close_ticket(session: AsyncSession, ticket_id: int) -> str:
    ticket = await session.get(Ticket, ticket_id)
    if ticket is None:
        return "no such ticket"
    ticket.closed = True
    await record(session, f"closed {ticket.id}")
    return f"closed: {ticket.subject}"
