"""The export makes its own engine, an async one."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def export_prices(path: str) -> list[str]:
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
    async with engine.connect() as connection:
        await connection.execute(text("CREATE TABLE price (sku TEXT, cents INTEGER)"))
        await connection.execute(text("INSERT INTO price VALUES ('tea', 450), ('jam', 380)"))
        rows = (await connection.execute(text("SELECT sku, cents FROM price ORDER BY sku"))).all()
    await engine.dispose()
    return [f"{sku};{cents / 100:.2f}" for sku, cents in rows]


async def main() -> None:
    print(*await export_prices("prices.db"), sep="\n")
