from __future__ import annotations

from .models import Crate


async def receive(db, label):
    crate = Crate(label=label)
    db.add(crate)
    db.commit()  # GRN002: never awaited: coroutine 'AsyncSession.commit' was never awaited
    return crate


async def receive_all(db, crates):
    for crate in crates:
        db.add(crate)
    db.flush()  # GRN002: never awaited: coroutine 'AsyncSession.flush' was never awaited
    return len(crates)
