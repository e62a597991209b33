"""Fills an empty database with something to sell: ``python -m scripts.seed``."""

from sqlalchemy.orm import sessionmaker

from bookshop.database import engine
from bookshop.models import Author, Book, Review

Session = sessionmaker(engine)  # GRN008


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


def main() -> None:
    with Session() as session:
        session.add_all(stock())
        session.commit()


if __name__ == "__main__":
    main()
