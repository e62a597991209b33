from __future__ import annotations

from desk.models import Ticket


class TicketView:
    def __init__(self, ticket: Ticket, *, with_state: bool = True) -> None:
        self.title = ticket.title.upper()
        self.state = ("open" if ticket.is_open else "closed") if with_state else ""

    def __str__(self) -> str:
        return f"{self.title} {self.state}"
