"""Generic schemas: what is read is what the type parameters stand for."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, RootModel
from sqlalchemy.orm import joinedload, selectinload

from conformance.models import ANN, POST, KeepingSession, Post, Session, User

Item = TypeVar("Item")
Key = TypeVar("Key")


class FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Headline(FromRow):
    title: str


class Person(FromRow):
    name: str


class Author(FromRow):
    name: str
    posts: list[Headline]


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    total: int = 0


class Answer(BaseModel, Generic[Item]):
    data: Item | None = None
    error: str | None = None


class Keyed(FromRow, Generic[Key, Item]):
    id: Key
    author: Item


class PageOfAuthors(Page[Author]):
    title: str = ""


class Numbered(Page[Item], Generic[Item]):
    number: int = 1


class Turned(Keyed[Item, Key], Generic[Key, Item]):
    pass


class Shelf(RootModel[list[Author]]):
    pass


class Pile(RootModel[list[Item]], Generic[Item]):
    pass


class Said(RootModel[Any]):
    root: list[Author]


async def a_page_of_what_is_not_loaded() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    Page[Author](items=users)  # raises ValidationError: never loaded, by a schema


async def a_page_of_what_is_loaded() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN.options(selectinload(User.posts)))).all()
    assert Page[Author](items=users).items[0].posts[0].title


async def a_page_of_what_has_columns_only() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    assert Page[Person](items=users).items[0].name == "ann"


async def a_page_that_nobody_has_said_the_items_of() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    page: Page[Any] = Page(items=list(users))
    assert page.items[0].name == "ann"


async def the_items_of_a_page_are_still_the_rows() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    page: Page[Any] = Page(items=list(users))
    await session.commit()
    print(page.items[0].name)  # IO: expired by commit()


async def a_page_from_a_dictionary() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    Page[Author].model_validate(  # raises ValidationError: never loaded, by a schema
        {"items": users}
    )


async def a_page_that_is_a_class() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    PageOfAuthors(items=users)  # raises ValidationError: never loaded, by a schema


async def a_page_that_is_a_class_with_an_option() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN.options(selectinload(User.posts)))).all()
    assert PageOfAuthors(items=users).items[0].name


async def a_page_below_another() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    Numbered[Author](items=users)  # raises ValidationError: never loaded, by a schema


async def a_page_below_another_of_columns() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    assert Numbered[Person](items=users).number == 1


async def a_page_in_an_answer() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    Answer[Page[Author]].model_validate(  # raises ValidationError: never loaded, by a schema
        {"data": {"items": users}}
    )


async def a_page_in_an_answer_of_columns() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    assert Answer[Page[Person]].model_validate({"data": {"items": users}}).data


async def an_answer_without_data() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Answer[Author](error="no").data is None
    assert user.name == "ann"


async def two_parameters() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    Keyed[int, Person].model_validate(post)  # raises ValidationError: never loaded, by a schema


async def two_parameters_with_an_option() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert Keyed[int, Person].model_validate(post).author.name == "ann"


async def the_second_parameter_decides() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    Keyed[int, Author].model_validate(post)  # raises ValidationError: never loaded, by a schema


async def parameters_the_other_way_round() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    Turned[Author, int].model_validate(post)  # raises ValidationError: never loaded, by a schema


async def parameters_the_other_way_round_of_columns() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert Turned[Person, int].model_validate(post).author.name == "ann"


async def what_was_validated_is_not_read_again() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    made = Author.model_validate(user)
    await session.commit()
    assert Page[Author](items=[made]).items[0].posts


async def a_page_of_one_kind_for_a_page_of_another() -> None:
    session = KeepingSession()
    users = (await session.scalars(ANN)).all()
    page: Page[Any] = Page(items=list(users))
    Page[Author].model_validate(  # raises ValidationError: never loaded, by a schema
        page, from_attributes=True
    )


async def a_root() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    Shelf.model_validate(users)  # raises ValidationError: never loaded, by a schema


async def a_root_with_an_option() -> None:
    session = Session()
    users = (await session.scalars(ANN.options(selectinload(User.posts)))).all()
    shelf = Shelf.model_validate(users)
    await session.commit()
    assert shelf.root[0].name == "ann"


async def a_root_in_a_constructor() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    Shelf(users)  # raises ValidationError: never loaded, by a schema


async def a_root_that_is_a_parameter() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    Pile[Author].model_validate(users)  # raises ValidationError: never loaded, by a schema


async def a_root_that_is_a_parameter_of_columns() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    assert Pile[Person].model_validate(users).root[0].name == "ann"


async def a_root_that_is_a_field() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    Said.model_validate(users)  # raises ValidationError: never loaded, by a schema


async def a_root_that_is_a_field_with_an_option() -> None:
    session = Session()
    users = (await session.scalars(ANN.options(selectinload(User.posts)))).all()
    assert Said.model_validate(users).root
