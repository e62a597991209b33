from __future__ import annotations


class UnitOfWork:
    """Collects changes in memory; its commit() is a plain method."""

    def __init__(self) -> None:
        self.users: set[str] = set()
        self.seen: list[str] = []

    def add(self, user: str) -> None:
        self.seen.append(user)

    def commit(self) -> None:
        self.users.update(self.seen)

    def rollback(self) -> None:
        self.seen.clear()


async def register(uow: UnitOfWork, user: str) -> None:
    uow.add(user)
    uow.commit()


async def register_or_not(user: str, wanted: bool) -> None:
    uow = UnitOfWork()
    uow.add(user)
    if wanted:
        uow.commit()
    else:
        uow.rollback()


async def handle(command, uow):
    with uow:
        uow.users.add(command.user)
        uow.commit()
