"""dependency-injector hands a session to a service, and the service reads what it never loaded."""
# requires: sqlalchemy>=2.0, dependency-injector

from __future__ import annotations

import bakery.orders
from bakery.containers import Container
from bakery.models import Base, Loaf, Order


async def main() -> None:
    container = Container()
    container.wire(modules=[bakery.orders])
    async with container.engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with container.sessions()() as session:
        session.add(Order(id=4, customer="Ada", loaves=[Loaf(kind="rye")]))
        await session.commit()
    print(await bakery.orders.show(4))
