"""A write-only relationship is gone through like a list."""

# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, WriteOnlyMapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Document(Base):
    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    log: WriteOnlyMapped[LogEntry] = relationship(cascade="all, delete-orphan")


class LogEntry(Base):
    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))


engine = create_async_engine("sqlite+aiosqlite:///documents.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def history(session: AsyncSession, document: Document) -> list[str]:
    lines = [document.title]
    for entry in document.log:  # GRN015: TypeError: WriteOnly collections don't support iteration
        lines.append(f"- {entry.text}")
    return lines


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        document = Document(title="Contract")
        document.log.add(LogEntry(text="created"))
        session.add(document)
        await session.commit()
        print(await history(session, document))
