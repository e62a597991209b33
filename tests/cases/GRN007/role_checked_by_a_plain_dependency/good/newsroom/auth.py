from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .database import SessionDep
from .models import Editor


async def current_editor(session: SessionDep) -> Editor:
    query = select(Editor).where(Editor.id == 1)
    query = query.options(joinedload(Editor.role))
    return (await session.execute(query)).scalar_one()


def require_chief(editor: Annotated[Editor, Depends(current_editor)]) -> Editor:
    if editor.role.name != "chief":
        raise HTTPException(403)
    return editor
