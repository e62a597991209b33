from __future__ import annotations

import pytest
from makers import MakeTicket
from models import in_order


@pytest.mark.anyio
async def test_one(make_ticket: MakeTicket) -> None:
    ticket = await make_ticket("leak")
    assert in_order([ticket]) == ["leak"]


@pytest.mark.anyio
async def test_two(make_ticket: MakeTicket) -> None:
    leak = await make_ticket("leak", rank=2)
    fire = await make_ticket("fire", rank=1)
    assert fire.rank < leak.rank
