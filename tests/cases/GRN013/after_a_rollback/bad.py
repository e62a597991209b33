"""What a rollback has taken from the user is what the answer is made of."""
# requires: sqlalchemy>=2.0, pydantic>=2

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///members.db")
factory = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Member(Base):
    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)


class MemberRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str


async def join(session: AsyncSession, email: str) -> MemberRead:
    known = (await session.scalars(select(Member))).one()
    session.add(Member(email=email))
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        return MemberRead.model_validate(known)  # GRN013: ValidationError
    return MemberRead(id=0, email=email)


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Member(email="ada@example.org"))
        await session.commit()
    async with factory() as session:
        print(await join(session, "ada@example.org"))
