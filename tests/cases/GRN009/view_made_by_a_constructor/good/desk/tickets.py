from __future__ import annotations

from desk.database import Session
from desk.models import Ticket
from desk.views import TicketView


async def close_ticket(ticket_id: int) -> str:
    async with Session() as session:
        ticket = await session.get_one(Ticket, ticket_id)
        ticket.is_open = False
        await session.commit()
        await session.refresh(ticket)
        return str(TicketView(ticket))
