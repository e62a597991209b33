"""Replacing a collection compares it with the old one, which nobody has loaded."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from media.database import create_tables, new_session
from media.labels import relabel
from media.models import Label, Video


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add_all([Video(title="Whales", labels=[Label(name="sea")]), Label(name="fish")])
    async with new_session() as session:
        print(await relabel(session, 1, ["fish"]))
