"""The query loads the author, and nothing loads her books."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list[Book]] = relationship(back_populates="author")


class Book(Base):
    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    author: Mapped[Author] = relationship(back_populates="books")


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def shelf(session: AsyncSession, name: str) -> list[str]:
    author = await session.scalar(select(Author).where(Author.name == name))
    if author is None:
        return []
    print(author.name)
    return [book.title for book in author.books]  # GRN007[43]: MissingGreenlet


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(Author(name="Woolf", books=[Book(title="Orlando")]))
    async with Session() as session:
        print(await shelf(session, "Woolf"))
