from __future__ import annotations

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from clinic.database import get_db
from clinic.models import Patient

app = FastAPI()


@app.get("/patients/{patient_id}")
async def get_patient(
    patient_id: int,
    db: AsyncSession = Depends(get_db),  # GRN003[5]: TypeError later
) -> dict[str, str]:
    query = select(Patient).where(Patient.id == patient_id)
    result = await db.execute(query)  # here: TypeError: …ChunkedIteratorResult…can't be…await
    patient = result.scalar_one_or_none()
    return {"name": patient.name if patient else "nobody"}
