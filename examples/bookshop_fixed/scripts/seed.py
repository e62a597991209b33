"""Fills an empty database with something to sell: ``python -m scripts.seed``."""

import asyncio

from sqlalchemy.ext.asyncio import async_sessionmaker

from bookshop.database import engine
from bookshop.models import Author, Book, Review

Session = async_sessionmaker(engine)


def stock() -> list[Author]:
    le_guin = Author(
        name="Ursula K. Le Guin",
        books=[
            Book(
                title="A Wizard of Earthsea",
                genre="fantasy",
                cents=899,
                stock=7,
                reviews=[Review(rating=5, text="Names matter."), Review(rating=4, text="")],
            ),
            Book(title="The Dispossessed", genre="science fiction", cents=1099, stock=3),
        ],
    )
    christie = Author(
        name="Agatha Christie",
        books=[Book(title="The Moving Finger", genre="crime", cents=799, stock=2)],
    )
    return [le_guin, christie]


async def main() -> None:
    async with Session() as session:
        session.add_all(stock())
        await session.commit()
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
