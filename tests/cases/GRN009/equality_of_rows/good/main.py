"""Two rows are compared by a column, after the commit of another one."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from chess.database import create_tables, new_session
from chess.models import Player
from chess.pairing import pair


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add_all([Player(id=1, title="master"), Player(id=2, title="novice")])
    async with new_session() as session:
        print(await pair(session, 1, 2))
