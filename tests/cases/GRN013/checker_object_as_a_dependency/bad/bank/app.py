from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI

from .models import Account
from .routing import VersionedRouter
from .schemas import AccountOut
from .security import RequiresScope

router = VersionedRouter(1)
can_read = RequiresScope("read")


@router.get("/account", response_model=AccountOut)
async def read_account(account: Annotated[Account, Depends(can_read)]) -> Account:
    return account  # GRN013: ResponseValidationError later


app = FastAPI()
app.include_router(router)
