"""An object with __call__ is handed to sorted() and to map(): it reads what nothing loaded."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from choir.database import SessionFactory, create_tables
from choir.models import Singer, Voice
from choir.programme import programme


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        alto = Voice(name="alto")
        session.add_all([Singer(name="Ada", voice=alto), Singer(name="Bea", voice=alto)])
        await session.commit()
    async with SessionFactory() as session:
        print(await programme(session))
