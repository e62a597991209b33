"""The class is a plain one: it is mapped by a call in another file."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from depot import orm
from depot.model import Crate
from depot.services import create_tables, labels_of, new_session


async def main() -> None:
    orm.start_mappers()
    await create_tables()
    async with new_session() as session:
        crate = Crate("north")
        crate.pack("tea")
        session.add(crate)
        await session.commit()
    print(await labels_of("north"))
