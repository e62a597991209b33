from __future__ import annotations

from ferry.container import Container
from ferry.models import Passage
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from that_depends import ContextScopes, Provide, container_context, inject


@container_context(scope=ContextScopes.APP)
@inject
async def rebook(
    passage_id: int, seat: int, session: AsyncSession = Provide[Container.session]
) -> None:
    passage = await session.get_one(Passage, passage_id)
    passage.seat = seat
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        print("seat", seat, "is taken, it stays", passage.seat)  # GRN010: MissingGreenlet
    else:
        print("the seat is", passage.seat)
