"""What runs by itself, beside the requests."""

import asyncio
import logging
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from bookshop.database import SessionLocal
from bookshop.models import Book, OrderLine

logger = logging.getLogger(__name__)


async def best_sellers(limit: int = 10) -> list[tuple[str, int]]:
    copies = func.sum(OrderLine.quantity)
    query = (
        select(Book.title, copies)
        .join(OrderLine.book)
        .group_by(Book.id)
        .order_by(copies.desc(), Book.title)
        .limit(limit)
    )
    with SessionLocal() as session:  # GRN001
        result = session.execute(query)
        return [(title, sold) for title, sold in result]


async def report_every_night() -> None:
    while True:
        now = datetime.now()
        midnight = datetime.combine(now.date() + timedelta(days=1), time())
        await asyncio.sleep((midnight - now).total_seconds())
        for title, sold in await best_sellers():
            logger.info("%s: %d sold", title, sold)
