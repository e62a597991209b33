"""What was given is there after the flush, None included."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Profile(Base):
    __tablename__ = "profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str]
    biography: Mapped[str | None] = mapped_column(Text, deferred=True)


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def sign_up(handle: str) -> dict[str, str]:
    async with Session() as session:
        profile = Profile(handle=handle, biography=None)
        session.add(profile)
        await session.commit()
        biography = profile.biography or ""
        return {"handle": profile.handle, "biography": biography}


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print(await sign_up("ann"))
