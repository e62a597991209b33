"""With `eager_defaults=False`, an INSERT leaves the server's defaults to the next SELECT."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    __mapper_args__ = {"eager_defaults": False}


class Ticket(Base):
    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="open")
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def open_ticket(session: AsyncSession, subject: str) -> dict[str, object]:
    ticket = Ticket(subject=subject)
    session.add(ticket)
    await session.flush()
    return {
        "id": ticket.id,
        "subject": ticket.subject,
        "status": ticket.status,  # GRN011: MissingGreenlet
    }


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        print(await open_ticket(session, "It does not print."))
