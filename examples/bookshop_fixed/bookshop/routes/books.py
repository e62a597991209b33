"""The catalogue."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlalchemy import select

from bookshop.dependencies import BookRepositoryDep, BookServiceDep, SessionDep
from bookshop.models import Book
from bookshop.schemas import BookOut, Rating
from bookshop.service import NotFoundError

router = APIRouter(prefix="/books", tags=["books"])


@router.get("", response_model=list[BookOut])
async def list_books(books: BookRepositoryDep, genre: str | None = None) -> Sequence[Book]:
    return await books.find(genre)


@router.get("/search", response_model=list[BookOut])
async def search_books(books: BookRepositoryDep, text: str) -> Sequence[Book]:
    return await books.search(text)


@router.get("/genres")
async def list_genres(session: SessionDep) -> list[str]:
    query = select(Book.genre).distinct().order_by(Book.genre)
    return list((await session.scalars(query)).all())


@router.get("/{book_id}", response_model=BookOut)
async def get_book(book_id: int, books: BookRepositoryDep) -> Book:
    book = await books.get(book_id)
    if book is None:
        raise NotFoundError(f"no book {book_id}")
    return book


@router.get("/{book_id}/rating")
async def get_rating(book_id: int, service: BookServiceDep) -> Rating:
    return await service.rating(book_id)
