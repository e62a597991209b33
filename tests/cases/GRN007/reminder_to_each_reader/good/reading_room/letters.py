from __future__ import annotations

from reading_room.models import Reader


async def remind(reader: Reader) -> None:
    titles = ", ".join(book.title for book in reader.books)
    print(f"{reader.name}, please bring back {titles}.")
