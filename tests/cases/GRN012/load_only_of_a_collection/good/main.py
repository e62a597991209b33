"""load_only() names the year as well."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from library.database import create_tables, sessions
from library.models import Author, Book
from library.pages import author_page


async def main() -> None:
    await create_tables()
    async with sessions.begin() as session:
        session.add(Author(name="Le Guin", books=[Book(title="The Dispossessed", year=1974)]))
    print(await author_page(1))
