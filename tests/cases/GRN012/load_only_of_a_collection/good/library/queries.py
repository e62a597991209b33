from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Author, Book


async def author_with_titles(session: AsyncSession, author_id: int) -> Author:
    titles = selectinload(Author.books).load_only(Book.title, Book.year)
    result = await session.execute(select(Author).options(titles).where(Author.id == author_id))
    return result.scalar_one()
