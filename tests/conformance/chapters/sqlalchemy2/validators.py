"""Validators of the project: what they read, and what becomes of what they return."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    ValidationInfo,
    WrapValidator,
    field_validator,
    model_validator,
)
from sqlalchemy.orm import joinedload, selectinload

from conformance.models import ANN, POST, Post, Session, User


class FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Heading(FromRow):
    title: str


class Team(FromRow):
    author: str

    @field_validator("author", mode="before")
    @classmethod
    def name_of(cls, value: Any) -> Any:
        return value.name


class Shout(FromRow):
    author: int

    @field_validator("author", mode="before")
    @classmethod
    def count(cls, value: Any, info: ValidationInfo) -> Any:
        return len(value.posts)


class Told(FromRow):
    posts: list[str]

    @field_validator("posts", mode="before")
    @classmethod
    def titles(cls, value: Any) -> Any:
        return [post.title for post in value]


class Whole(FromRow):
    name: str
    posts: list[Heading]

    @model_validator(mode="before")
    @classmethod
    def take(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        return {"name": value.name, "posts": value.posts}


class Careful(FromRow):
    name: str
    posts: list[Heading] = []

    @model_validator(mode="before")
    @classmethod
    def take(cls, value: Any) -> Any:
        loaded = "posts" in value.__dict__
        return {"name": value.name, "posts": value.posts if loaded else []}


class AndMore(Whole):
    email: str | None = None


class Other(Whole):
    @model_validator(mode="before")
    @classmethod
    def take(cls, value: Any) -> Any:
        return {"name": value.name, "posts": []}


class After(FromRow):
    name: str
    posts: list[Heading]

    @field_validator("posts", mode="after")
    @classmethod
    def first(cls, value: list[Heading]) -> list[Heading]:
        return value[:1]


class Upper(FromRow):
    name: str
    posts: list[Heading]

    @model_validator(mode="after")
    def upper(self) -> Upper:
        self.name = self.name.upper()
        return self


class Wrapped(FromRow):
    posts: list[Heading]

    @field_validator("posts", mode="wrap")
    @classmethod
    def anyhow(cls, value: Any, handler: Any) -> Any:
        return handler(value)


class Ignored(FromRow):
    posts: list[Heading] = []

    @model_validator(mode="wrap")
    @classmethod
    def anyhow(cls, value: Any, handler: Any) -> Any:
        return handler({})


def _wrapped(value: Any, handler: Any) -> Any:
    return handler(value)


class InAnnotations(FromRow):
    id: int
    author: Annotated[str, BeforeValidator(lambda author: author.name)]


class Plain(FromRow):
    posts: Annotated[int, PlainValidator(lambda posts: len(posts[0].author.posts))]


class Late(FromRow):
    posts: Annotated[list[Heading], AfterValidator(lambda posts: posts[:1])]


class Around(FromRow):
    posts: Annotated[list[Heading], WrapValidator(_wrapped)]


class Holder(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    user: User
    other: Any = None


async def a_validator_that_reads_of_what_it_gets() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    Team.model_validate(post)  # raises ValidationError: never loaded, by a schema


async def a_validator_that_reads_what_is_loaded() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert Team.model_validate(post).author == "ann"


async def a_validator_that_reads_one_level_too_deep() -> None:
    class Deep(FromRow):
        author: int

        @field_validator("author", mode="before")
        @classmethod
        def count(cls, value: Any, info: ValidationInfo) -> Any:
            return len(value.posts)  # IO: never loaded, by a schema

    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    Deep.model_validate(post)


async def a_validator_that_reads_two_levels() -> None:
    session = Session()
    options = joinedload(Post.author).selectinload(User.posts)
    post = (await session.scalars(POST.options(options))).unique().one()
    assert Shout.model_validate(post).author


async def a_validator_that_goes_through_a_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    told = Told.model_validate(user)
    await session.commit()
    assert told.posts[0]


async def a_validator_of_the_whole_that_reads_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert Whole.model_validate(user).posts[0].title


async def a_validator_of_the_whole_that_reads_what_is_not_loaded() -> None:
    class Taken(FromRow):
        name: str
        posts: int

        @model_validator(mode="before")
        @classmethod
        def take(cls, value: Any) -> Any:
            return {"name": value.name, "posts": len(value.posts)}  # IO: never loaded, by a schema

    session = Session()
    user = (await session.scalars(ANN)).one()
    Taken.model_validate(user)


async def a_validator_of_the_whole_that_looks_first() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Careful.model_validate(user).posts == []


async def a_validator_of_the_whole_that_is_inherited() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert AndMore.model_validate(user).name == "ann"


async def a_validator_of_the_whole_that_another_takes_the_place_of() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Other.model_validate(user).posts == []


async def a_validator_of_the_whole_that_is_given_a_dictionary() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Whole.model_validate({"name": user.name, "posts": []}).name


async def a_validator_that_comes_after_the_reading() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    After.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_validator_that_comes_after_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    made = After.model_validate(user)
    await session.commit()
    assert made.posts[0].title


async def a_validator_of_the_whole_that_comes_after_the_reading() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Upper.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_validator_of_the_whole_that_comes_after_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    made = Upper.model_validate(user)
    await session.commit()
    assert made.name == "ANN"
    assert made.posts[0].title


async def a_validator_around_the_reading() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Wrapped.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_validator_around_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert Wrapped.model_validate(user).posts


async def a_validator_that_lets_nothing_through() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Ignored.model_validate(user).posts == []


async def a_validator_in_an_annotation() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    InAnnotations.model_validate(post)  # raises ValidationError: never loaded, by a schema


async def a_validator_in_an_annotation_and_what_is_loaded() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert InAnnotations.model_validate(post).author == "ann"


async def a_validator_in_the_place_of_a_type() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert Plain.model_validate(user).posts


async def a_validator_after_a_type() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Late.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_validator_around_a_type() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert Around.model_validate(user).posts


async def an_object_that_a_schema_holds_as_it_is() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    holder = Holder(user=user, other=user)
    assert holder.user.name == "ann"
    print(holder.user.posts)  # IO: never loaded


async def an_object_that_a_schema_holds_under_any_type() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    holder = Holder(user=user, other=user)
    await session.commit()
    print(holder.other.name)  # IO: expired by commit()


async def an_object_that_a_schema_holds_and_that_is_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    holder = Holder(user=user)
    await session.commit()
    await session.refresh(user)
    assert holder.user.name == "ann"


async def what_may_be_none_and_is_read_after_it_was_validated() -> None:
    session = Session()
    user: Any = await session.get(User, 1)
    assert Other.model_validate(user).name
    print(user.posts)  # IO: never loaded
