"""that-depends injects a session; whatever made it, a rollback expires what it has loaded."""
# requires: sqlalchemy>=2.0, that-depends>=3

from __future__ import annotations

from ferry.container import Container
from ferry.models import Base, Passage
from ferry.passages import rebook
from that_depends import ContextScopes, container_context


async def main() -> None:
    engine = await Container.engine()
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with container_context(scope=ContextScopes.APP):
        session = await Container.session()
        session.add_all([Passage(id=1, seat=12), Passage(id=2, seat=14)])
        await session.commit()
    await rebook(1, 14)  # here: MissingGreenlet
