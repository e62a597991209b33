"""Pydantic's schemas: which attributes they read of the object that they are made from."""

from __future__ import annotations

import warnings
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import (
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    computed_field,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel
from sqlalchemy.orm import joinedload, load_only, selectinload

from conformance.models import ANN, BOB, POST, KeepingSession, Post, Session, User

Item = TypeVar("Item")


class FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Title(FromRow):
    title: str


class Name(FromRow):
    name: str


class Titles(FromRow):
    name: str
    posts: list[Title]


class Written(FromRow):
    title: str
    author: Name | None


class WrittenWithMore(FromRow):
    author: Titles | None = None


async def columns_that_are_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Name.model_validate(user).name == "ann"


async def columns_that_have_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    Name.model_validate(user)  # raises ValidationError: expired by commit(), by a schema


async def columns_that_a_query_left_out() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.email)))).one()
    Name.model_validate(user)  # raises ValidationError: deferred, by a schema


async def columns_that_it_does_not_have() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(load_only(User.name)))).one()
    assert Name.model_validate(user).name == "ann"


async def a_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Titles.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_collection_with_an_option() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert Titles.model_validate(user).posts[0].title


async def a_collection_that_it_does_not_have() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Name.model_validate(user).name == "ann"


async def one_object() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    Written.model_validate(post)  # raises ValidationError: never loaded, by a schema


async def one_object_with_an_option() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    assert Written.model_validate(post).author


async def one_level_too_deep() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    WrittenWithMore.model_validate(post)  # raises ValidationError: never loaded, by a schema


async def two_levels_with_their_options() -> None:
    session = Session()
    options = joinedload(Post.author).selectinload(User.posts)
    post = (await session.scalars(POST.options(options))).unique().one()
    assert WrittenWithMore.model_validate(post).author


class Optional(FromRow):
    posts: list[Title] | None = None


class Anything(FromRow):
    posts: Any = None


class Excluded(FromRow):
    posts: list[Title] = Field(exclude=True)


async def a_field_that_may_be_none() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Optional.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_field_of_any_type() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Anything.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_field_that_is_left_out_of_the_answer() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Excluded.model_validate(user)  # raises ValidationError: never loaded, by a schema


class Aliased(FromRow):
    entries: list[Title] = Field(alias="posts")


class ReadAs(FromRow):
    entries: list[Title] = Field(validation_alias="posts")


class WrittenAs(FromRow):
    posts: list[Title] = Field(serialization_alias="entries")


class OneOf(FromRow):
    entries: list[Title] = Field(validation_alias=AliasChoices("articles", "posts"))


class WithAnotherName(FromRow):
    posts: list[Title] = Field(default=[], alias="entries")


class WithEitherName(FromRow):
    model_config = ConfigDict(populate_by_name=True)

    posts: list[Title] = Field(default=[], alias="entries")


class OfAPath(FromRow):
    posts: list[Title] = Field(default=[], validation_alias=AliasPath("data", 0))


class Camels(FromRow):
    model_config = ConfigDict(alias_generator=to_camel)

    post_count: int = 0


class CamelsOrNames(FromRow):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    name: str
    post_count: int


class CamelsWithin(CamelsOrNames):
    posts: list[Title]


class WithMetadata(FromRow):
    entries: Annotated[list[Title], Field(alias="posts")]


async def a_field_by_its_alias() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Aliased.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_field_by_the_alias_that_it_is_read_by() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    ReadAs.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_field_with_an_alias_to_be_written_by() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    WrittenAs.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_field_by_one_of_its_aliases() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    OneOf.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_field_by_an_alias_in_its_annotation() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    WithMetadata.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def an_alias_that_the_object_has_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert WithAnotherName.model_validate(user).posts == []


async def an_alias_that_the_object_has_not_and_the_name() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    WithEitherName.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_path_for_an_alias() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert OfAPath.model_validate(user).posts == []


async def an_alias_that_is_generated() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Camels.model_validate(user).post_count == 0


async def a_name_beside_an_alias_that_is_generated() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    CamelsOrNames.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_name_beside_an_alias_that_is_generated_with_an_option() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert CamelsWithin.model_validate(user).post_count


class Computed(FromRow):
    name: str

    @computed_field  # type: ignore[prop-decorator]
    @property
    def posts(self) -> int:
        return 0


class OfTheClass(FromRow):
    name: str
    posts: ClassVar[int] = 0
    _profile: int = 0


class Property(FromRow):
    post_count: int


class Counted(FromRow):
    posts: int

    @field_validator("posts", mode="before")
    @classmethod
    def count(cls, value: Any) -> int:
        return len(value)


class Shortened(FromRow):
    name: str

    @field_validator("name")
    @classmethod
    def shorten(cls, value: str) -> str:
        return value[:1]


class CountedByItsType(FromRow):
    posts: Annotated[int, BeforeValidator(len)]


class ByHand(FromRow):
    name: str
    posts: list[int] = []

    @model_validator(mode="before")
    @classmethod
    def take(cls, value: Any) -> Any:
        return {"name": value.name}


class Checked(FromRow):
    posts: list[Title]

    @model_validator(mode="after")
    def check(self) -> Checked:
        return self


async def a_computed_field_is_the_schemas_own() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Computed.model_validate(user).posts == 0


async def what_is_the_class_s_own_is_no_field() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert OfTheClass.model_validate(user).name == "ann"


async def a_property_of_the_model() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Property.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_property_of_the_model_with_an_option() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert Property.model_validate(user).post_count


async def a_validator_gets_what_is_read() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Counted.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_validator_gets_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert Counted.model_validate(user).posts


async def a_validator_of_a_type_gets_what_is_read() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    CountedByItsType.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_validator_that_comes_after() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Shortened.model_validate(user).name == "a"


async def a_validator_of_the_whole_that_comes_first() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert ByHand.model_validate(user).posts == []


async def a_validator_of_the_whole_that_comes_after() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Checked.model_validate(user)  # raises ValidationError: never loaded, by a schema


with warnings.catch_warnings():
    # This is how version 1 was told.
    warnings.simplefilter("ignore")

    class OldStyle(BaseModel):
        posts: list[Title]

        class Config:
            from_attributes = True


class ByKeyword(BaseModel, from_attributes=True):
    posts: list[Title]


class Unasked(BaseModel):
    posts: list[Title]


class TurnedOff(FromRow):
    model_config = ConfigDict(from_attributes=False)

    posts: list[Title]


class AndMore(Titles):
    visits: int


class Mixin(BaseModel):
    posts: list[Title]


class Mixed(Mixin, FromRow):
    name: str


async def a_setting_of_old() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    OldStyle.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_setting_by_keyword() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    ByKeyword.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def no_setting() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Unasked.model_validate(user)  # raises ValidationError


async def no_setting_and_the_callers_word() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Unasked.model_validate(  # raises ValidationError: never loaded, by a schema
        user, from_attributes=True
    )


async def a_setting_that_is_turned_off() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    TurnedOff.model_validate(user)  # raises ValidationError


async def a_field_of_a_base_class() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    AndMore.model_validate(user)  # raises ValidationError: never loaded, by a schema


async def a_field_and_a_setting_of_two_base_classes() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    Mixed.model_validate(user)  # raises ValidationError: never loaded, by a schema


class Nested(BaseModel):
    author: Unasked


async def an_object_below_without_the_setting() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    Nested.model_validate({"author": post.author})  # raises ValidationError


class Page(BaseModel):
    users: list[Titles]
    total: int = 0


class Box(BaseModel, Generic[Item]):
    item: Item


async def rows_in_a_constructor() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN)).all()
    Page(users=users)  # raises ValidationError: never loaded, by a schema


async def rows_in_a_constructor_with_an_option() -> None:
    session = Session()
    users: Any = (await session.scalars(ANN.options(selectinload(User.posts)))).all()
    assert Page(users=users).users[0].posts[0].title


async def rows_in_a_dictionary() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    Page.model_validate({"users": users})  # raises ValidationError: never loaded, by a schema


async def schemas_in_a_constructor_are_not_read_again() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    made = Titles.model_validate(user)
    await session.commit()
    assert Page(users=[made]).users[0].name == "ann"


async def a_schema_holds_values() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    made = Titles.model_validate(user)
    await session.commit()
    assert made.posts[0].title
    assert user.name  # IO: expired by commit()


async def a_generic_schema() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert Box(item=user.name).item == "ann"


async def a_type_adapter() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    adapter = TypeAdapter(list[Titles])
    adapter.validate_python(users)  # raises ValidationError: never loaded, by a schema


async def a_type_adapter_with_an_option() -> None:
    session = Session()
    users = (await session.scalars(ANN.options(selectinload(User.posts)))).all()
    assert TypeAdapter(list[Titles]).validate_python(users)


async def a_tuple_of_two_schemas() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    adapter = TypeAdapter(tuple[Name, Titles])
    adapter.validate_python((user, user))  # raises ValidationError: never loaded, by a schema


async def a_tuple_of_a_schema_and_a_number() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    made, number = TypeAdapter(tuple[Name, int]).validate_python((user, 3))
    assert (made.name, number) == ("ann", 3)


async def a_tuple_of_several_rows() -> None:
    session = Session()
    users = (await session.scalars(ANN.options(selectinload(User.posts)))).all()
    assert TypeAdapter(tuple[Titles, ...]).validate_python(users)


async def each_row_in_a_comprehension() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    made = [
        Titles.model_validate(user)  # raises ValidationError: never loaded, by a schema
        for user in users
    ]
    assert made


async def in_the_greenlet() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    made = await session.run_sync(lambda _: Titles.model_validate(user))
    assert made.posts


async def what_may_be_none() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one_or_none()
    assert TypeAdapter(Titles | None).validate_python(user)


async def a_schema_that_a_helper_makes() -> None:
    def to_schema(user: User) -> Titles:
        return Titles.model_validate(user)  # raises ValidationError: never loaded, by a schema

    session = Session()
    user = (await session.scalars(BOB)).one()
    to_schema(user)


async def a_refresh_that_brings_what_it_reads() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.refresh(user, ["posts"])
    assert Titles.model_validate(user).posts


async def after_a_rollback() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    Name.model_validate(user)  # raises ValidationError: expired by rollback(), by a schema
