from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from fair.queries import last_visits, stalls_by_street


async def street_map(session: AsyncSession) -> list[str]:
    lines = []
    for street, stalls in (await stalls_by_street(session)).items():
        for stall in stalls:
            lines.append(f"{street}: {len(stall.visits)} x {stall.wares}")  # GRN007: MissingGreenlet
    return lines


async def latest_visits(session: AsyncSession) -> list[str]:
    latest = await last_visits(session)
    return [f"{visit.by}: {visit.stall.wares}" for visit in latest.values()]  # GRN007: MissingGreenlet
