from __future__ import annotations

from .database import open_session
from .models import Sensor


async def calibrate(sensor_id: int, offset: int) -> str:
    async with open_session() as session:
        sensor = await session.get(Sensor, sensor_id)
        if sensor is None:
            return "no such sensor"
        if sensor.offset != offset:
            sensor.offset = offset
            await session.commit()
            await session.refresh(sensor)
        return f"{sensor.name}: {offset:+d}"
