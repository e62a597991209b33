"""The rows of a query are put into a page, whose schema validates each of them."""
# requires: sqlalchemy>=2.0, pydantic>=2

from __future__ import annotations

from gallery.database import SessionFactory, engine
from gallery.models import Base, Painter, Picture
from gallery.pages import first_page


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        session.add(Painter(name="Klee", pictures=[Picture(title="Senecio")]))
        await session.commit()
    async with SessionFactory() as session:
        print(await first_page(session))
