from __future__ import annotations

from .costs import Estimate, cost_of
from .models import Car


def offer(car: Car) -> str:
    return f"{car.plate}: {cost_of(car)}"


def estimate(car: Car) -> str:
    return f"{car.plate}: {Estimate().of(car)}"
