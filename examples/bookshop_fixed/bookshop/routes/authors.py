"""Who wrote the books."""

from fastapi import APIRouter
from sqlalchemy import select

from bookshop.dependencies import SessionDep
from bookshop.models import Author
from bookshop.schemas import AuthorOut

router = APIRouter(prefix="/authors", tags=["authors"])


@router.get("")
async def list_authors(session: SessionDep) -> list[AuthorOut]:
    authors = await session.scalars(select(Author).order_by(Author.name))
    return [AuthorOut.model_validate(author) for author in authors]
