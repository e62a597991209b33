"""refresh() is told to bring the comment that was answered, and asks for nothing."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Comment(Base):
    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    parent: Mapped[Comment | None] = relationship(remote_side=[id])


engine = create_async_engine("sqlite+aiosqlite:///app.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def answer(comment_id: int, text: str) -> str:
    async with Session() as session:
        reply = Comment(text=text, parent_id=comment_id)
        session.add(reply)
        await session.commit()
        await session.refresh(reply, ["parent"])
        return f"{reply.text} (re: {reply.parent.text})"  # GRN007: MissingGreenlet


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Comment(id=1, text="first"))
        await session.commit()
    print(await answer(1, "second"))
