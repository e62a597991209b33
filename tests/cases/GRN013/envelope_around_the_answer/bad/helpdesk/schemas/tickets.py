from __future__ import annotations

from pydantic import BaseModel


class AgentOut(BaseModel):
    name: str


class TicketOut(BaseModel):
    subject: str
    agent: AgentOut | None
