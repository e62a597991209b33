"""What goes over the wire."""

from pydantic import BaseModel, ConfigDict, Field


class FromModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AuthorOut(FromModel):
    id: int
    name: str


class BookOut(FromModel):
    id: int
    title: str
    genre: str
    cents: int
    author: AuthorOut


class Rating(BaseModel):
    title: str
    reviews: int
    average: float | None


class ReviewIn(BaseModel):
    rating: int = Field(ge=1, le=5)
    text: str = ""


class OrderLineIn(BaseModel):
    book_id: int
    quantity: int = Field(ge=1)


class OrderIn(BaseModel):
    customer: str
    lines: list[OrderLineIn] = Field(min_length=1)


class BookInOrder(FromModel):
    id: int
    title: str
    cents: int


class OrderLineOut(FromModel):
    quantity: int
    book: BookInOrder


class OrderOut(FromModel):
    id: int
    customer: str
    lines: list[OrderLineOut]
