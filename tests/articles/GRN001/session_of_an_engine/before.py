from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from .models import Note

engine = create_engine("sqlite:///notes.db")


async def all_notes():
    with Session(engine) as session:  # GRN001: blocks
        return session.scalars(select(Note)).all()
