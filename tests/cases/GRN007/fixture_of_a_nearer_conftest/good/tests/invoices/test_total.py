from __future__ import annotations

import pytest
from orders.invoices import total
from orders.models import Order

pytestmark = pytest.mark.anyio


async def test_total(order: Order) -> None:
    assert total(order) == 7
