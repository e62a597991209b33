"""Models that only their annotations describe."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from typing import Annotated, Any, Optional

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncSession
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    WriteOnlyMapped,
    declared_attr,
    joinedload,
    mapped_column,
    registry,
    relationship,
    selectinload,
    undefer_group,
)

from conformance.models import KeepingSession, Session

Key = Annotated[int, mapped_column(primary_key=True)]
Name = Annotated[str, mapped_column(String(20))]
Created = Annotated[datetime.datetime, mapped_column(server_default=func.now())]
Changed = Annotated[Optional[datetime.datetime], mapped_column(onupdate=func.now())]  # noqa: UP045


class Base(AsyncAttrs, DeclarativeBase):
    type_annotation_map = {str: String(40)}  # noqa: RUF012


class HasKey:
    id: Mapped[int] = mapped_column(primary_key=True)


class HasTimes:
    created: Mapped[Created]
    changed: Mapped[Changed]


class HasCity:
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))

    @declared_attr
    def city(cls) -> Mapped[City | None]:  # noqa: N805
        return relationship()

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        return f"{cls.__name__.lower()}s"  # type: ignore[attr-defined]


class City(HasKey, HasTimes, Base):
    __tablename__ = "cities"

    name: Mapped[Name]
    about: Mapped[str | None] = mapped_column(Text, deferred=True)
    anthem: Mapped[str | None] = mapped_column(deferred_group="culture")
    poem: Mapped[str | None] = mapped_column(deferred=True, deferred_group="culture")
    secret: Mapped[str | None] = mapped_column(deferred_raiseload=True)

    streets: Mapped[list[Street]] = relationship(back_populates="city")
    mayor: Mapped[Optional["Mayor"]] = relationship(back_populates="city")  # noqa: UP037, UP045
    log: WriteOnlyMapped[Entry] = relationship()


class Street(Base):
    __tablename__ = "streets"

    id: Mapped[Key]
    name: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey(City.id))

    city: Mapped[Optional[City]] = relationship(back_populates="streets")  # noqa: UP045


class Mayor(Base):
    __tablename__ = "mayors"

    id: Mapped[Key]
    name: Mapped[str]
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))

    city: Mapped["City"] = relationship(lazy="joined", innerjoin=True)  # noqa: UP037


class Park(HasKey, HasCity, Base):
    name: Mapped[str] = mapped_column(default="park")


class Entry(Base):
    __tablename__ = "entries"

    id: Mapped[Key]
    text: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))


reg = registry()


@reg.mapped
class Lake:
    __tablename__ = "lakes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    boats: Mapped[list[Ferry]] = relationship()


@reg.mapped
class Ferry:
    __tablename__ = "ferries"

    id: Mapped[int] = mapped_column(primary_key=True)
    lake_id: Mapped[int] = mapped_column(ForeignKey("lakes.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    reg.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (City, {"id": 1, "name": "Ulm", "about": "a minster"}),
        (Street, {"id": 1, "name": "High", "city_id": 1}),
        (Mayor, {"id": 1, "name": "Eva", "city_id": 1}),
        (Park, {"id": 1, "name": "old", "city_id": 1}),
        (Entry, {"id": 1, "text": "built", "city_id": 1}),
        (Lake, {"id": 1, "name": "blue"}),
        (Ferry, {"id": 1, "lake_id": 1}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


CITY = select(City).where(City.id == 1)


async def a_column() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    assert (city.id, city.name) == (1, "Ulm")
    await session.commit()
    assert city.name  # IO: expired by commit()


async def a_collection() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    assert city.streets  # IO: never loaded


async def a_collection_with_an_option() -> None:
    session = Session()
    city = (await session.scalars(CITY.options(selectinload(City.streets)))).one()
    assert city.streets[0].city is city


async def one_object() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    assert city.mayor  # IO: never loaded


async def one_object_with_an_option() -> None:
    session = Session()
    city = (await session.scalars(CITY.options(joinedload(City.mayor)))).one()
    assert city.mayor is not None and city.mayor.name == "Eva"


async def a_many_to_one() -> None:
    session = Session()
    street = (await session.scalars(select(Street))).one()
    assert street.city  # IO: never loaded


async def an_eager_many_to_one() -> None:
    session = Session()
    mayor = (await session.scalars(select(Mayor))).one()
    assert mayor.city.name == "Ulm"
    assert mayor.city.streets  # IO: never loaded


async def an_eager_many_to_one_of_a_new_object() -> None:
    session = KeepingSession()
    mayor = Mayor(name="Uwe", city_id=1)
    session.add(mayor)
    await session.commit()
    assert mayor.city is not None  # IO: never loaded, new


async def a_deferred_column() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    assert city.about  # IO: deferred


async def a_column_of_a_deferred_group() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    assert city.anthem is None  # IO: deferred


async def a_deferred_group_that_is_undeferred() -> None:
    session = Session()
    city = (await session.scalars(CITY.options(undefer_group("culture")))).one()
    assert city.anthem is None and city.poem is None
    assert city.about  # IO: deferred


async def awaitable_attrs_of_a_deferred_group() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    await city.awaitable_attrs.anthem
    assert city.poem is None


async def a_deferred_column_that_raises() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    assert city.secret  # raises InvalidRequestError


async def a_generated_column_of_an_annotation() -> None:
    session = KeepingSession()
    city = (await session.scalars(CITY)).one()
    city.name = "Bonn"
    await session.commit()
    assert city.changed  # IO: generated


async def a_default_of_an_annotation() -> None:
    session = KeepingSession()
    city = City(name="Bonn")
    session.add(city)
    await session.commit()
    assert city.created is not None


async def a_key_of_a_mixin() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    await session.commit()
    assert city.id  # IO: expired by commit()


async def a_declared_relationship() -> None:
    session = Session()
    park = (await session.scalars(select(Park))).one()
    assert park.city  # IO: never loaded


async def a_declared_relationship_with_an_option() -> None:
    session = Session()
    park = (await session.scalars(select(Park).options(selectinload(Park.city)))).one()
    assert park.city is not None and park.city.name == "Ulm"


async def a_column_with_a_default() -> None:
    session = KeepingSession()
    park = Park()
    session.add(park)
    await session.commit()
    assert park.name == "park"


async def a_mapped_class() -> None:
    session = Session()
    lake = (await session.scalars(select(Lake))).one()
    assert lake.name == "blue"
    assert lake.boats  # IO: never loaded


async def a_mapped_class_with_an_option() -> None:
    session = Session()
    lake = (await session.scalars(select(Lake).options(selectinload(Lake.boats)))).one()
    assert len(lake.boats) == 1


# Write-only collections


async def naming_a_write_only_collection() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    assert city.log is not None


async def adding_to_a_write_only_collection() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    city.log.add(Entry(text="sold"))
    city.log.add_all([Entry(text="lost")])
    await session.flush()
    assert city.name == "Ulm"


async def removing_from_a_write_only_collection() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    entry = (await session.scalars(select(Entry))).one()
    city.log.remove(entry)
    await session.flush()
    assert entry.city_id is None


async def selecting_from_a_write_only_collection() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    entries = (await session.scalars(city.log.select().order_by(Entry.id))).all()
    assert entries[0].text == "built"


async def iterating_over_a_write_only_collection() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    log: Any = city.log
    list(log)  # raises TypeError: write-only


async def a_write_only_collection_of_a_new_object() -> None:
    session = KeepingSession()
    city = City(name="Bonn", log=[Entry(text="built")])
    session.add(city)
    await session.commit()
    assert city.log is not None


# awaitable_attrs and refresh


async def a_refresh_takes_what_awaitable_attrs_loaded() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    await city.awaitable_attrs.streets
    await session.refresh(city)
    assert city.streets  # IO: expired by refresh()


async def a_refresh_takes_what_a_named_refresh_loaded() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    await session.refresh(city, ["streets"])
    await session.refresh(city)
    assert city.streets  # IO: expired by refresh()


async def awaitable_attrs_in_a_loop() -> None:
    session = Session()
    cities = (await session.scalars(select(City))).all()
    for city in cities:
        for street in await city.awaitable_attrs.streets:
            assert street.name
        assert city.streets


async def awaitable_attrs_of_a_chain() -> None:
    session = Session()
    street = (await session.scalars(select(Street))).one()
    mayor = await (await street.awaitable_attrs.city).awaitable_attrs.mayor
    assert mayor.name == "Eva"


async def awaitable_attrs_in_a_helper() -> None:
    async def names(city: City) -> list[str]:
        return [street.name for street in await city.awaitable_attrs.streets]

    session = Session()
    city = (await session.scalars(CITY)).one()
    assert await names(city) == ["High"]


async def awaitable_attrs_of_a_deferred_column() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    assert await city.awaitable_attrs.about
    assert city.about


async def awaitable_attrs_of_a_generated_column() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    city.name = "Bonn"
    await session.flush()
    await city.awaitable_attrs.changed
    assert city.changed


async def awaitable_attrs_of_a_collection_leave_a_generated_column() -> None:
    session = Session()
    city = (await session.scalars(CITY)).one()
    city.name = "Bonn"
    await session.flush()
    await city.awaitable_attrs.streets
    assert city.changed  # IO: generated


async def awaitable_attrs_in_a_generator() -> None:
    async def streets(session: AsyncSession) -> AsyncIterator[Street]:
        for city in (await session.scalars(select(City))).all():
            for street in await city.awaitable_attrs.streets:
                yield street

    assert [street.name async for street in streets(Session())] == ["High"]
