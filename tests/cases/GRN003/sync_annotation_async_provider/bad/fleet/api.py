from __future__ import annotations

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from fleet.database import get_async_session
from fleet.models import Van

app = FastAPI()


@app.get("/vans")
def list_vans(
    session: Session = Depends(get_async_session),  # GRN003: AttributeError later
) -> list[str]:
    vans = session.scalars(select(Van)).all()  # here: AttributeError: 'coroutine' object has no
    return [van.plate for van in vans]
