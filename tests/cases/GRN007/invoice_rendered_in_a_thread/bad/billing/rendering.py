from __future__ import annotations

from .models import Invoice


def render(invoice: Invoice) -> str:
    amounts = [str(line.amount) for line in invoice.lines]
    return "\n".join([invoice.number, *amounts])
