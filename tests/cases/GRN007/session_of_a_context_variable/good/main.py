"""A decorator sets the session of the context, and a service that gets it reads what it never loaded."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from library.loans import overdue
from library.context import engine, transactional
from library.models import Base, Book, Loan, Reader


@transactional
async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await fill()
    print(await overdue())


@transactional
async def fill() -> None:
    from library.context import session_in_context

    session = session_in_context.get()
    session.add(Loan(days=40, book=Book(title="Emma"), reader=Reader(name="Ada")))
    await session.commit()
