"""What the shop does, whoever asks for it."""

from statistics import mean

from bookshop.models import Order, OrderLine
from bookshop.repository import BookRepository, OrderRepository
from bookshop.schemas import OrderIn, Rating


class NotFoundError(Exception):
    """There is no such thing in the shop."""


class OutOfStockError(Exception):
    """Fewer copies are left than were ordered."""


class BookService:
    def __init__(self, books: BookRepository) -> None:
        self.books = books

    async def rating(self, book_id: int) -> Rating:
        book = await self.books.get(book_id)
        if book is None:
            raise NotFoundError(f"no book {book_id}")
        ratings = [review.rating for review in book.reviews]
        average = mean(ratings) if ratings else None
        return Rating(title=book.title, reviews=len(ratings), average=average)


class OrderService:
    def __init__(self, books: BookRepository, orders: OrderRepository) -> None:
        self.books = books
        self.orders = orders

    async def get(self, order_id: int) -> Order:
        order = await self.orders.get(order_id)
        if order is None:
            raise NotFoundError(f"no order {order_id}")
        return order

    async def place(self, data: OrderIn) -> Order:
        books = await self.books.get_many(line.book_id for line in data.lines)
        order = Order(customer=data.customer)
        for line in data.lines:
            book = books.get(line.book_id)
            if book is None:
                raise NotFoundError(f"no book {line.book_id}")
            if book.stock < line.quantity:
                raise OutOfStockError(f"only {book.stock} of {book.title} left")
            book.stock -= line.quantity
            order.lines.append(OrderLine(book=book, quantity=line.quantity))
        return await self.get(await self.orders.add(order))
