from __future__ import annotations

from parcels.unit_of_work import UnitOfWork


async def dispatch(code: str) -> str:
    async with UnitOfWork() as uow:
        parcel = await uow.parcels.by_code(code)
        parcel.state = "on its way"
        message = f"{parcel.code} is {parcel.state}"
        await uow.commit()
        return message
