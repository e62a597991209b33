from __future__ import annotations

from canteen.auth import current_guest
from canteen.database import Database
from canteen.models import Guest, Meal
from fastapi import Depends, FastAPI

app = FastAPI()


@app.post("/meals")
async def order(
    dish: str, session: Database, guest: Guest = Depends(current_guest)
) -> dict[str, str]:
    session.add(Meal(dish=dish, guest_id=guest.id))
    email = guest.email
    await session.commit()
    return {"ordered": dish, "by": email}
