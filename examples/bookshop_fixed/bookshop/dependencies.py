"""What the routes ask FastAPI for."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from bookshop.database import AsyncSessionLocal
from bookshop.repository import BookRepository, OrderRepository
from bookshop.service import BookService, OrderService


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSessionLocal() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]


def get_book_repository(session: SessionDep) -> BookRepository:
    return BookRepository(session)


def get_book_service(session: SessionDep) -> BookService:
    return BookService(BookRepository(session))


def get_order_service(session: SessionDep) -> OrderService:
    return OrderService(BookRepository(session), OrderRepository(session))


BookRepositoryDep = Annotated[BookRepository, Depends(get_book_repository)]
BookServiceDep = Annotated[BookService, Depends(get_book_service)]
OrderServiceDep = Annotated[OrderService, Depends(get_order_service)]
