"""Redis, Kafka, git, sqlite3, aiosqlite, motor, S3 and a unit of work of one's own have a
`commit()`, `flush()` or `execute()` as well: that of the session is awaited."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import aiosqlite
from depot import others, stock
from depot.database import create_tables, open_session
from depot.models import Crate


async def main() -> None:
    await create_tables()
    async with open_session() as session:
        await stock.receive(session, "apples")
        await stock.receive_all(session, [Crate(label="pears"), Crate(label="plums")])
    async with aiosqlite.connect(":memory:") as asynchronous:
        await others.by_aiosqlite(asynchronous)
    pretended = others.Pretended()
    await others.by_sqlite(pretended)
    await others.by_redis(pretended, "apples")
    await others.by_kafka(pretended, b"apples")
    await others.by_kafka_consumer(pretended, b"apples")
    await others.by_git(pretended, "apples.txt")
    await others.by_motor(pretended, {"label": "apples"})
    await others.by_s3(pretended, "apples")
    await others.by_unit_of_work(pretended, Crate(label="apples"))
    await others.by_credentials(pretended, object())
