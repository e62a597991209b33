from __future__ import annotations

from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Film
from .rows import Row, film_row, table


async def titles(session: AsyncSession) -> list[Row]:
    films = (await session.scalars(select(Film))).all()
    return table(films, film_row)


async def full_programme(session: AsyncSession) -> list[Row]:
    films = (await session.scalars(select(Film).options(selectinload(Film.screenings)))).all()
    return table(films, partial(film_row, columns="full"))
