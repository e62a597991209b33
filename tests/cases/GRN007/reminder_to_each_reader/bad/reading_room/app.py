from __future__ import annotations

from fastapi import BackgroundTasks, FastAPI
from reading_room.letters import remind
from reading_room.models import Reader
from reading_room.sessions import Database
from sqlalchemy import select

app = FastAPI()


@app.post("/reminders", status_code=204)
async def send_reminders(db: Database, tasks: BackgroundTasks) -> None:
    readers = (await db.scalars(select(Reader))).all()
    for reader in readers:
        reader.was_reminded = True
        tasks.add_task(remind, reader)  # GRN007: MissingGreenlet later
    await db.commit()
