from __future__ import annotations

from clinic.saving import save
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///clinic.db")
Session = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Patient(Base):
    __tablename__ = "patient"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    visits: Mapped[int]


async def admit(patient_id: int) -> str:
    async with Session() as session:
        patient = await session.get_one(Patient, patient_id)
        patient.visits += 1
        await session.commit()
        return patient.name  # GRN009: MissingGreenlet


async def dismiss(patient_id: int) -> str:
    async with Session() as session:
        patient = await session.get_one(Patient, patient_id)
        patient.visits += 1
        await save(session)
        return patient.name
