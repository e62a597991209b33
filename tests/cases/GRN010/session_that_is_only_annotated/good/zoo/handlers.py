from __future__ import annotations

from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

H = TypeVar("H", bound="Handler")


class Handler:
    session: AsyncSession

    @classmethod
    def within(cls: type[H], session: AsyncSession) -> H:
        handler = cls()
        handler.session = session
        return handler
