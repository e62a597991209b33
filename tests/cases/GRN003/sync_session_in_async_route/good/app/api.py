from __future__ import annotations

from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import User

app = FastAPI()


@app.get("/users")
def list_users(db: Session = Depends(get_db)) -> list[str]:
    return [user.name for user in db.query(User).all()]
