from __future__ import annotations

import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column


class Timestamps:
    updated_at: Mapped[datetime.datetime] = mapped_column(
        server_default=func.now(), onupdate=func.now()
    )

    @property
    def changed_on(self) -> str:
        return self.updated_at.date().isoformat()
