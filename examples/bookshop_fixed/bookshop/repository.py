"""The queries."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from bookshop.models import Book, Order, OrderLine, Review


class Repository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session


class BookRepository(Repository):
    async def get(self, book_id: int) -> Book | None:
        query = select(Book).where(Book.id == book_id)
        query = query.options(joinedload(Book.author), selectinload(Book.reviews))
        result = await self.session.execute(query)
        return result.scalar_one_or_none()

    async def get_many(self, book_ids: Iterable[int]) -> dict[int, Book]:
        result = await self.session.scalars(select(Book).where(Book.id.in_(book_ids)))
        return {book.id: book for book in result}

    async def find(self, genre: str | None = None) -> Sequence[Book]:
        query = select(Book).options(joinedload(Book.author)).order_by(Book.title)
        if genre is not None:
            query = query.where(Book.genre == genre)
        result = await self.session.execute(query)
        return result.scalars().all()

    async def search(self, text: str) -> Sequence[Book]:
        query = select(Book).options(joinedload(Book.author))
        query = query.where(Book.title.icontains(text)).order_by(Book.title)
        result = await self.session.execute(query)
        return result.scalars().all()


class ReviewRepository(Repository):
    async def get(self, review_id: int) -> Review | None:
        return await self.session.get(Review, review_id)

    async def add(self, review: Review) -> Review:
        self.session.add(review)
        await self.session.commit()
        return review

    async def remove(self, review: Review) -> None:
        await self.session.delete(review)
        await self.session.commit()


class OrderRepository(Repository):
    async def get(self, order_id: int) -> Order | None:
        lines = selectinload(Order.lines).joinedload(OrderLine.book)
        result = await self.session.scalars(
            select(Order).where(Order.id == order_id).options(lines)
        )
        return result.one_or_none()

    async def add(self, order: Order) -> int:
        self.session.add(order)
        await self.session.flush()
        order_id = order.id
        await self.session.commit()
        return order_id
