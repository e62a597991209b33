from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI

from dogs.database import alchemy
from dogs.models import Kennel
from dogs.schemas import KennelOut
from dogs.services import Kennels

router = APIRouter()
ProvidedKennels = Annotated[Kennels, Depends(alchemy.provide_service(Kennels, load=[Kennel.dogs]))]


@router.get("/kennels/{kennel_id}", response_model=KennelOut)
async def kennel(kennel_id: int, kennels: ProvidedKennels) -> Kennel:
    return await kennels.get(kennel_id)


app = FastAPI()
alchemy.init_app(app)
app.include_router(router)
