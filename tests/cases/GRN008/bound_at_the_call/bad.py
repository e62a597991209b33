"""The factory has no engine of its own; each call is given one."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import sessionmaker

tenants = {name: create_async_engine(f"sqlite+aiosqlite:///{name}.db") for name in ("ash", "elm")}
main_engine = create_async_engine("sqlite+aiosqlite:///main.db")
new_session = async_sessionmaker(expire_on_commit=False)
new_report = sessionmaker(autoflush=False)


async def main() -> None:
    async with new_session(bind=tenants["ash"]) as session:
        print(await session.scalar(text("SELECT 1")))
    report = new_report(bind=main_engine)  # GRN008: AsyncContextNotStarted later
    print(report.scalar(text("SELECT 2")))  # here: AsyncContextNotStarted: AsyncConnection context
