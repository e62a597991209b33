from __future__ import annotations

import pytest
from orders.invoices import total
from orders.models import Order

pytestmark = pytest.mark.anyio


async def test_total_of_what_was_made(order: Order) -> None:
    assert total(order) == 7
