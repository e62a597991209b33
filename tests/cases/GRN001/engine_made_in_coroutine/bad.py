"""An export makes its own engine, inside the coroutine, and it is the sync one."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import create_engine, text


async def export_prices(path: str) -> list[str]:
    engine = create_engine(f"sqlite:///{path}")  # GRN001: blocks later
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE price (sku TEXT, cents INTEGER)"))  # here: blocks
        connection.execute(text("INSERT INTO price VALUES ('tea', 450), ('jam', 380)"))
        rows = connection.execute(text("SELECT sku, cents FROM price ORDER BY sku")).all()
    engine.dispose()
    return [f"{sku};{cents / 100:.2f}" for sku, cents in rows]


async def main() -> None:
    print(*await export_prices("prices.db"), sep="\n")
