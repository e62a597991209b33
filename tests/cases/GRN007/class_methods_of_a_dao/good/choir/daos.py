from __future__ import annotations

from sqlalchemy.orm import selectinload

from choir.base_dao import BaseDAO
from choir.models import Composer, Piece


class ComposerDAO(BaseDAO):
    model = Composer


class PieceDAO(BaseDAO):
    model = Piece
    options = (selectinload(Piece.composer),)
