"""The session goes to a task that is left to itself, and its maker commits all the same.

In the good twin the task alone goes on with the session: it commits, and closes it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import asyncio

from newsletter.database import engine
from newsletter.models import Base
from newsletter.signup import running, sign_up


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await sign_up("reader@example.org")
    await asyncio.gather(*running)  # here: InvalidRequestError: This session is provisioning a new
