from __future__ import annotations

from .models import Car


def cost_of(car: Car) -> int:
    return sum(repair.cost for repair in car.repairs)


class Estimate:
    def of(self, car: Car) -> int:
        return 2 * cost_of(car)
