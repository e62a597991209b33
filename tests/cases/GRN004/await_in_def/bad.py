"""A converter is `def`, and awaits."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, Integer, String
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Badge(Base):
    __tablename__ = "badge"

    id = Column(Integer, primary_key=True)
    label = Column(String(20))


def label_of(session: AsyncSession, badge_id: int) -> str:
    badge = await session.get(Badge, badge_id)  # GRN004: SyntaxError: 'await' outside async
    return badge.label if badge else "none"


async def main() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        print(label_of(session, 1))
