"""What readers think of the books."""

from fastapi import APIRouter, Response

from bookshop.dependencies import SessionDep
from bookshop.models import Review
from bookshop.repository import BookRepository, ReviewRepository
from bookshop.schemas import ReviewIn
from bookshop.service import NotFoundError

router = APIRouter(prefix="/books/{book_id}/reviews", tags=["reviews"])


@router.post("", status_code=201)
async def add_review(book_id: int, data: ReviewIn, session: SessionDep, response: Response) -> None:
    if await BookRepository(session).get(book_id) is None:
        raise NotFoundError(f"no book {book_id}")
    review = Review(book_id=book_id, rating=data.rating, text=data.text)
    await ReviewRepository(session).add(review)
    response.headers["Location"] = f"/books/{book_id}/reviews/{review.id}"


@router.delete("/{review_id}", status_code=204)
async def remove_review(book_id: int, review_id: int, session: SessionDep) -> None:
    reviews = ReviewRepository(session)
    review = await reviews.get(review_id)
    if review is None or review.book_id != book_id:
        raise NotFoundError(f"no review {review_id} of book {book_id}")
    await reviews.remove(review)
