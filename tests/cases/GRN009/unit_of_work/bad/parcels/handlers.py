from __future__ import annotations

from parcels.unit_of_work import UnitOfWork


async def dispatch(code: str) -> str:
    async with UnitOfWork() as uow:
        parcel = await uow.parcels.by_code(code)
        parcel.state = "on its way"
        await uow.commit()
        return f"{parcel.code} is {parcel.state}"  # GRN009: MissingGreenlet
