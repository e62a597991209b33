"""refresh() brings the row back before it is read."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import logging

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

logger = logging.getLogger(__name__)


class Base(DeclarativeBase):
    pass


class Upload(Base):
    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine)


async def store(path: str) -> None:
    async with Session() as session:
        upload = Upload(path=path)
        session.add(upload)
        await session.commit()
        await session.refresh(upload)
        logger.info("stored upload %s", upload.id)


async def rename(upload_id: int, path: str) -> str:
    async with Session() as session:
        upload = await session.get(Upload, upload_id)
        if upload is None:
            return f"upload {upload_id} is gone"
        upload.path = path
        await session.commit()
        return f"{upload_id} is now at {path}"


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def main() -> None:
    await create_tables()
    await store("cat.png")


async def main_rename() -> None:
    await create_tables()
    async with Session.begin() as session:
        session.add(Upload(path="cat.png"))
    print(await rename(1, "dog.png"))
