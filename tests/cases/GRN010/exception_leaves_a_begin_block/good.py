"""The row is read again before it is reported."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Job(Base):
    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    command: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")


engine = create_async_engine("sqlite+aiosqlite:///jobs.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def execute(command: str) -> None:
    raise RuntimeError(f"cannot {command}")


async def run(session: AsyncSession, job_id: int) -> str:
    try:
        async with session.begin():
            job = await session.get_one(Job, job_id)
            job.state = "running"
            await execute(job.command)
            job.state = "done"
    except RuntimeError as error:
        await session.refresh(job)
        return f"{job.command}: {error}"
    return f"{job.command} is done"


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(Job(command="print"))
    async with Session() as session:
        print(await run(session, 1))
