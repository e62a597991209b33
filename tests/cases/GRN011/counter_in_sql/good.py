"""The new value is fetched."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()


class Page(Base):
    __tablename__ = "page"

    id = Column(Integer, primary_key=True)
    path = Column(String, nullable=False)
    views = Column(Integer, nullable=False, default=0)


engine = create_async_engine("sqlite+aiosqlite:///pages.db")
Session = sessionmaker(bind=engine, class_=AsyncSession, expire_on_commit=False)


async def count_view(page_id: int) -> str:
    async with Session() as session:
        page = await session.get(Page, page_id)
        if page is None:
            return "404"
        page.views = Page.views + 1
        await session.commit()
        await session.refresh(page, ["views"])
        return f"{page.path} was seen {page.views} times"


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Page(path="/"))
        await session.commit()
    print(await count_view(1))
