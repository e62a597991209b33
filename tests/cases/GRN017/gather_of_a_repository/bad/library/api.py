from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from library.database import get_session
from library.repository import LoanRepository

app = FastAPI()


def get_loans(session: Annotated[AsyncSession, Depends(get_session)]) -> LoanRepository:
    return LoanRepository(session)


@app.get("/desk")
async def desk(loans: Annotated[LoanRepository, Depends(get_loans)]) -> dict[str, object]:
    titles, late = await asyncio.gather(loans.titles(), loans.late())  # GRN017: InvalidRequestError
    return {"titles": titles, "late": late}
