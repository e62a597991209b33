"""A class makes engine and factory, its subclass is asked for a session, and the commit expires."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from garage.repairs import finish, open_repair
from garage.storage import storage


async def main() -> None:
    await storage.create()
    await finish(await open_repair("brakes"))
