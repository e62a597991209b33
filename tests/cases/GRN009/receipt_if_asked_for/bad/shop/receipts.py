from __future__ import annotations

from shop.models import Sale


def send_receipt(sale: Sale) -> None:
    print(f"To {sale.buyer}: {sale.total}")  # here: MissingGreenlet
