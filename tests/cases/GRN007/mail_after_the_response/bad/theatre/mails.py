from __future__ import annotations

from theatre.models import Booking


def send_ticket(to: str, booking: Booking) -> None:
    print(f"{to}: your ticket for {booking.show.title}")  # here: MissingGreenlet
