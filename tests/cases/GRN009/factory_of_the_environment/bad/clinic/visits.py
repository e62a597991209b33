from __future__ import annotations

from clinic.database import Sessions, WorkerSessions
from clinic.models import Patient
from sqlalchemy.ext.asyncio import AsyncSession


async def discharge(session: AsyncSession, patient_id: int) -> str:
    patient = await session.get_one(Patient, patient_id)
    patient.discharged = True
    await session.commit()
    return await letter(patient_id) + patient.name


async def letter(patient_id: int) -> str:
    async with Sessions() as session:
        patient = await session.get_one(Patient, patient_id)
        await session.commit()
        return f"To {patient.name}: "


async def discharge_in_background(patient_id: int) -> None:
    async with WorkerSessions() as session:
        patient = await session.get_one(Patient, patient_id)
        patient.discharged = True
        await session.commit()
        print(f"{patient.name} has left")  # GRN009: MissingGreenlet
