from __future__ import annotations

from unittest.mock import Mock, patch

import pytest
from garage import offers
from garage.costs import Estimate
from garage.models import Car

pytestmark = pytest.mark.anyio


@patch.object(Estimate, "of", return_value=80)
async def test_estimate(of: Mock, car: Car) -> None:
    assert offers.estimate(car) == "B 12: 80"


async def test_own_offer(car: Car, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "cost_of", lambda car: 30)
    assert offers.offer(car) == "B 12: 30"


async def test_offer(car: Car) -> None:
    with patch("garage.offers.cost_of", return_value=40):
        assert offers.offer(car) == "B 12: 40"
