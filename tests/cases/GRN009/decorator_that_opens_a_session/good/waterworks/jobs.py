from __future__ import annotations

from sqlalchemy import select

from .database import with_session
from .models import Meter


@with_session
async def reset(meter_id, *, session):
    meter = await session.get_one(Meter, meter_id)
    meter.litres = 0
    print(f"{meter.street} starts at zero")
    await session.commit()


@with_session
async def meters_in_use(*, session):
    return (await session.scalars(select(Meter.id).where(Meter.litres > 10))).all()


async def close_the_month():
    for meter_id in await meters_in_use():
        await reset(meter_id)
