"""The factory has no engine of its own; each call is given one."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

tenants = {name: create_async_engine(f"sqlite+aiosqlite:///{name}.db") for name in ("ash", "elm")}
main_engine = create_async_engine("sqlite+aiosqlite:///main.db")
new_session = async_sessionmaker(expire_on_commit=False)
new_report = async_sessionmaker(autoflush=False)


async def main() -> None:
    async with new_session(bind=tenants["ash"]) as session:
        print(await session.scalar(text("SELECT 1")))
    async with new_report(bind=main_engine) as report:
        print(await report.scalar(text("SELECT 2")))
    for engine in (main_engine, *tenants.values()):
        await engine.dispose()
