"""Who wrote the books."""

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from bookshop.dependencies import get_sync_session
from bookshop.models import Author
from bookshop.schemas import AuthorOut

router = APIRouter(prefix="/authors", tags=["authors"])


@router.get("")
async def list_authors(
    session: Session = Depends(get_sync_session),  # GRN003
) -> list[AuthorOut]:
    authors = session.scalars(select(Author).order_by(Author.name))
    return [AuthorOut.model_validate(author) for author in authors]
