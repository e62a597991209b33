"""Access objects of class methods share a base, which selects the class that each one names."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from choir.daos import PieceDAO
from choir.database import create_tables, new_session
from choir.models import Composer, Piece


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Piece(name="Miserere", composer=Composer(name="Allegri")))
    async with new_session() as session:
        piece = await PieceDAO.find_one_or_none(session, name="Miserere")
        assert piece is not None
        print(piece.name, "by", piece.composer.name)
