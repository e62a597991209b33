"""The refresh names what is read."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, deferred, mapped_column


class Base(DeclarativeBase):
    pass


class Upload(Base):
    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))


engine = create_async_engine("sqlite+aiosqlite:///uploads.db")
Session = async_sessionmaker(engine)


async def store(name: str, content: bytes) -> str:
    async with Session() as session:
        upload = Upload(name=name, content=content)
        session.add(upload)
        await session.commit()
        await session.refresh(upload, ["name", "content"])
        return f"{upload.name}: {len(upload.content)} bytes"


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print(await store("cat.png", b"..."))
