from __future__ import annotations

from fastapi import BackgroundTasks, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from theatre.mails import send_ticket
from theatre.models import Booking
from theatre.sessions import Database

app = FastAPI()


@app.post("/bookings/{booking_id}/confirm")
async def confirm(booking_id: int, db: Database, tasks: BackgroundTasks) -> dict[str, str]:
    query = select(Booking).options(joinedload(Booking.guest), joinedload(Booking.show))
    booking = (await db.scalars(query.where(Booking.id == booking_id))).one()
    booking.confirmed = True
    tasks.add_task(send_ticket, booking.guest.name, booking=booking)
    await db.commit()
    return {"confirmed": booking.guest.name}
