from __future__ import annotations

from typing import Any

from fastapi import FastAPI, HTTPException

from .database import SessionDep
from .repository import TicketRepository
from .schemas import Envelope, TicketOut

app = FastAPI()


@app.get("/tickets/{ticket_id}", response_model=Envelope[TicketOut])
async def read_ticket(ticket_id: int, session: SessionDep) -> Any:
    ticket = await TicketRepository(session).by_id(ticket_id)
    if ticket is None:
        raise HTTPException(404)
    return Envelope(data=ticket)  # GRN013: ResponseValidationError later
