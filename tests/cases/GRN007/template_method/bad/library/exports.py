from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from library.export import Export
from library.models import Loan


class LoanExport(Export):
    async def fetch(self) -> Sequence[Loan]:
        return (await self.session.scalars(select(Loan))).all()

    def line(self, row: Loan) -> str:
        return f"{row.title};{row.reader.name}"
