from __future__ import annotations

from .models import Crate


async def receive(db, label):
    crate = Crate(label=label)
    db.add(crate)
    await db.commit()
    return crate


async def receive_all(db, crates):
    for crate in crates:
        db.add(crate)
    await db.flush()
    return len(crates)
