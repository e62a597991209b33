from __future__ import annotations

from typing import Any

from .models import Invoice, Position


def position_to_json(position: Position) -> dict[str, Any]:
    return {"text": position.text, "cents": position.cents}


def invoice_to_json(invoice: Invoice) -> dict[str, Any]:
    return {
        "number": invoice.number,
        "positions": [position_to_json(position) for position in invoice.positions],
    }
