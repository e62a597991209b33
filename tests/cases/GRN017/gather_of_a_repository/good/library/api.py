from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from library.database import get_session
from library.repository import LoanRepository

app = FastAPI()


def get_loans(
    session: Annotated[AsyncSession, Depends(get_session, use_cache=False)],
) -> LoanRepository:
    return LoanRepository(session)


@app.get("/desk")
async def desk(
    loans: Annotated[LoanRepository, Depends(get_loans)],
    others: Annotated[LoanRepository, Depends(get_loans, use_cache=False)],
) -> dict[str, object]:
    titles, late = await asyncio.gather(loans.titles(), others.late())
    return {"titles": titles, "late": late}
