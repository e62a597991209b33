"""`db.session` of an extension object is followed to its factory, which expires on commit."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from choir.extensions import db
from choir.models import Base, Singer
from choir.voices import promote


async def main() -> None:
    db.init_app({"DATABASE_URL": "sqlite+aiosqlite:///choir.db"})
    async with db.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    db.session.add(Singer(id=1, name="Ada", voice="alto"))
    await db.session.commit()
    await promote(1)
    await db.session.remove()
