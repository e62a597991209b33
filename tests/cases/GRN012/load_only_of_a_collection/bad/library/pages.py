from __future__ import annotations

from .database import sessions
from .queries import author_with_titles


async def author_page(author_id: int) -> str:
    async with sessions() as session:
        author = await author_with_titles(session, author_id)
        lines = [author.name]
        for book in author.books:
            lines.append(f"{book.title} ({book.year})")  # GRN012: MissingGreenlet
        return "\n".join(lines)
