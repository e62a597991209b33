"""The ways to declare a model: all of them make the same attributes."""
# mypy: disable-error-code="attr-defined, misc, valid-type, arg-type, assignment, return-value"
# mypy: disable-error-code="comparison-overlap, no-any-return, truthy-bool, var-annotated"

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    Mapped,
    backref,
    declarative_base,
    declared_attr,
    joinedload,
    registry,
    relationship,
    selectinload,
)

from conformance.harness import unseen
from conformance.models import KeepingSession, Session

metadata = MetaData()


# declarative_base()

Base: Any = declarative_base(metadata=metadata)


class Team(Base):
    __tablename__ = "teams"

    id = Column(Integer, primary_key=True)
    name = Column("team_name", String(20))

    players = relationship("Player", back_populates="team")


class Player(Base):
    __tablename__ = "players"

    id = Column(Integer, primary_key=True)
    name = Column(String(20))
    team_id = Column(Integer, ForeignKey("teams.id"))

    team = relationship("Team", back_populates="players")


async def a_column() -> None:
    session = Session()
    team = (await session.scalars(select(Team))).one()
    assert team.name == "blue"
    await session.commit()
    assert team.name  # IO: expired by commit()


async def a_collection() -> None:
    session = Session()
    team = (await session.scalars(select(Team))).one()
    assert team.players  # IO: never loaded


async def a_collection_with_an_option() -> None:
    session = Session()
    team = (await session.scalars(select(Team).options(selectinload(Team.players)))).one()
    assert team.players[0].name == "ann"


async def a_many_to_one() -> None:
    session = Session()
    player = (await session.scalars(select(Player))).one()
    assert player.team  # IO: never loaded


async def a_many_to_one_with_an_option() -> None:
    session = Session()
    player = (await session.scalars(select(Player).options(joinedload(Player.team)))).one()
    assert player.team.name == "blue"


async def a_new_object() -> None:
    session = KeepingSession()
    team = Team(name="red")
    session.add(team)
    await session.commit()
    assert (team.id, team.name) == (2, "red")
    assert team.players == []  # IO: never loaded, new


# A base with contents


class Timestamped:
    """A mixin, with a column that the database changes."""

    changed = Column(DateTime, onupdate=func.now())
    edits = Column(Integer, default=0, onupdate=1)


class Owned:
    """A mixin, with what has to be made anew for each class."""

    @declared_attr
    def owner_id(cls) -> Mapped[int]:  # noqa: N805
        return Column(Integer, ForeignKey("owners.id"))

    @declared_attr
    def owner(cls) -> Mapped[Owner]:  # noqa: N805
        return relationship("Owner")

    @property
    def owner_name(self) -> str:
        return self.owner.name


class Entity(Base):
    """An abstract base."""

    __abstract__ = True

    id = Column(Integer, primary_key=True)
    name = Column(String(20))

    @declared_attr
    def __tablename__(cls) -> str:  # noqa: N805
        return cls.__name__.lower() + "s"

    def label(self) -> str:
        return f"{self.id}: {self.name}"


class Owner(Entity):
    pass


class Garden(Timestamped, Owned, Entity):
    trees = relationship("Tree", back_populates="garden")


class Tree(Entity):
    garden_id = Column(ForeignKey("gardens.id"))
    garden = relationship(Garden, back_populates="trees")


async def a_column_of_an_abstract_base() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden))).one()
    assert (garden.id, garden.name) == (1, "old")
    await session.commit()
    assert garden.name  # IO: expired by commit()


async def a_key_of_an_abstract_base() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden))).one()
    await session.commit()
    assert garden.id  # IO: expired by commit()


async def a_method_of_an_abstract_base() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden))).one()
    assert garden.label() == "1: old"
    await session.commit()
    assert garden.label()  # IO: expired by commit()


async def a_column_of_a_mixin() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden))).one()
    await session.commit()
    assert garden.edits  # IO: expired by commit()


async def a_generated_column_of_a_mixin() -> None:
    session = KeepingSession()
    garden = (await session.scalars(select(Garden))).one()
    garden.name = "new"
    await session.commit()
    assert garden.changed  # IO: generated


async def a_python_column_of_a_mixin() -> None:
    session = KeepingSession()
    garden = (await session.scalars(select(Garden))).one()
    garden.name = "new"
    await session.commit()
    assert garden.edits == 1


async def a_declared_relationship() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden))).one()
    assert garden.owner  # IO: never loaded


async def a_declared_relationship_with_an_option() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden).options(selectinload(Garden.owner)))).one()
    assert garden.owner.name == "eve"


async def a_declared_column() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden))).one()
    assert garden.owner_id == 1
    await session.commit()
    assert garden.owner_id  # IO: expired by commit()


async def a_property_of_a_mixin() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden))).one()
    assert garden.owner_name  # IO: never loaded


async def a_property_of_a_mixin_with_an_option() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden).options(selectinload(Garden.owner)))).one()
    assert garden.owner_name == "eve"


async def a_collection_beside_mixins() -> None:
    session = Session()
    garden = (await session.scalars(select(Garden))).one()
    assert garden.trees  # IO: never loaded


async def a_relationship_to_the_class_itself() -> None:
    session = Session()
    tree = (await session.scalars(select(Tree))).one()
    assert tree.garden  # IO: never loaded


# backref


class Shop(Base):
    __tablename__ = "shops"

    id = Column(Integer, primary_key=True)
    name = Column(String(20))


class Ware(Base):
    __tablename__ = "wares"

    id = Column(Integer, primary_key=True)
    shop_id = Column(ForeignKey("shops.id"))
    maker_id = Column(ForeignKey("shops.id"))

    shop = relationship("Shop", backref="wares", foreign_keys=[shop_id])
    maker = relationship(
        Shop, backref=backref("products", lazy="selectin"), foreign_keys="Ware.maker_id"
    )


async def a_backref() -> None:
    session = Session()
    shop = (await session.scalars(select(Shop))).one()
    assert shop.wares  # IO: never loaded


async def a_backref_with_an_option() -> None:
    session = Session()
    shop = (await session.scalars(select(Shop).options(selectinload(Shop.wares)))).one()
    assert shop.wares[0].shop is shop


async def a_backref_of_a_new_object() -> None:
    session = Session()
    shop = Shop(name="new")
    session.add(shop)
    await session.flush()
    assert shop.wares == []  # IO: never loaded, new


async def a_backref_that_is_filled_from_the_other_side() -> None:
    session = Session()
    shop = Shop(name="new")
    session.add(Ware(shop=shop))
    await session.flush()
    assert len(shop.wares) == 1


async def a_backref_with_a_strategy() -> None:
    session = Session()
    shop = (await session.scalars(select(Shop))).one()
    assert len(shop.products) == 1


async def a_backref_with_a_strategy_of_a_new_object() -> None:
    session = Session()
    shop = Shop(name="new")
    session.add(shop)
    await session.flush()
    assert shop.products == []  # IO: never loaded, new


async def what_a_backref_hangs_on() -> None:
    session = Session()
    ware = (await session.scalars(select(Ware))).one()
    assert ware.maker  # IO: never loaded


# registry

mapper_registry = registry(metadata=metadata)
Generated: Any = mapper_registry.generate_base()


class Boat(Generated):
    __tablename__ = "boats"

    id = Column(Integer, primary_key=True)
    oars = relationship(lambda: Oar, back_populates="boat")


class Oar(Generated):
    __tablename__ = "oars"

    id = Column(Integer, primary_key=True)
    boat_id = Column(ForeignKey("boats.id"))
    boat = relationship(lambda: Boat, back_populates="oars")


@mapper_registry.mapped
class Harbour:
    __tablename__ = "harbours"

    id = Column(Integer, primary_key=True)
    name = Column(String(20))
    keeper_id = Column(ForeignKey("boats.id"))
    keeper = relationship("Boat", foreign_keys=[keeper_id])


@mapper_registry.mapped
class Pier:
    __table__ = Table(
        "piers",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("name", String(20)),
        Column("harbour_id", ForeignKey("harbours.id")),
    )

    harbour = relationship("Harbour")


async def a_generated_base() -> None:
    session = Session()
    boat = (await session.scalars(select(Boat))).one()
    assert boat.id == 1
    await session.commit()
    assert boat.id  # IO: expired by commit()


async def a_target_by_lambda() -> None:
    session = Session()
    boat = (await session.scalars(select(Boat))).one()
    assert boat.oars  # IO: never loaded


async def a_target_by_lambda_with_an_option() -> None:
    session = Session()
    query = select(Boat).options(selectinload(Boat.oars))
    boat = (await session.scalars(query)).one()
    assert boat.oars[0].boat is boat


async def a_mapped_class() -> None:
    session = Session()
    harbour = (await session.scalars(select(Harbour))).one()
    assert harbour.name == "east"
    await session.commit()
    assert harbour.name  # IO: expired by commit()


async def a_relationship_of_a_mapped_class() -> None:
    session = Session()
    harbour = (await session.scalars(select(Harbour))).one()
    assert harbour.keeper  # IO: never loaded


@unseen("a class with __table__ has no known columns")
async def a_class_with_a_table() -> None:
    session = Session()
    pier = (await session.scalars(select(Pier))).one()
    assert pier.name == "long"
    await session.commit()
    assert pier.name  # IO: expired by commit()


async def a_relationship_of_a_class_with_a_table() -> None:
    session = Session()
    pier = (await session.scalars(select(Pier))).one()
    assert pier.harbour  # IO: never loaded


# Imperative mapping


class Planet:
    id: int
    name: str
    moons: list[Moon]

    def __init__(self, name: str) -> None:
        self.name = name

    def count(self) -> int:
        return len(self.moons)


class Moon:
    id: int
    planet: Planet


planets = Table(
    "planets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(20)),
)
moons = Table(
    "moons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("planet_id", ForeignKey("planets.id")),
)
mapper_registry.map_imperatively(
    Planet, planets, properties={"moons": relationship(Moon, back_populates="planet")}
)
mapper_registry.map_imperatively(
    Moon, moons, properties={"planet": relationship(Planet, back_populates="moons")}
)


@unseen("imperative mapping is not read")
async def an_imperative_column() -> None:
    session = Session()
    planet = (await session.scalars(select(Planet))).one()
    assert planet.name == "mars"
    await session.commit()
    assert planet.name  # IO: expired by commit()


@unseen("imperative mapping is not read")
async def an_imperative_relationship() -> None:
    session = Session()
    planet = (await session.scalars(select(Planet))).one()
    assert planet.moons  # IO: never loaded


async def an_imperative_relationship_with_an_option() -> None:
    session = Session()
    query = select(Planet).options(selectinload(Planet.moons))
    planet = (await session.scalars(query)).one()
    assert planet.count() == 1


@unseen("imperative mapping is not read")
async def a_new_imperative_object() -> None:
    session = Session()
    planet = Planet("venus")
    session.add(planet)
    await session.flush()
    assert planet.name == "venus"
    assert planet.moons == []  # IO: never loaded, new


# __init__ of its own


class Account(Base):
    __tablename__ = "accounts"

    id = Column(Integer, primary_key=True)
    owner = Column(String(20))
    opened = Column(DateTime)

    bookings = relationship("Booking", back_populates="account")

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.opened = datetime.datetime(2024, 1, 1)
        self.bookings = []


class Booking(Base):
    __tablename__ = "bookings"

    id = Column(Integer, primary_key=True)
    account_id = Column(ForeignKey("accounts.id"))

    account = relationship("Account", back_populates="bookings")

    @classmethod
    def of(cls, account: Account) -> Booking:
        return cls(account=account)


async def a_constructor_that_gives_a_collection() -> None:
    session = Session()
    account = Account("ann")
    session.add(account)
    await session.flush()
    assert account.bookings == []
    assert account.owner == "ann"


async def a_constructor_is_not_run_by_a_query() -> None:
    session = Session()
    account = (await session.scalars(select(Account))).one()
    assert account.bookings == []  # IO: never loaded


async def a_class_method_that_makes_an_object() -> None:
    session = Session()
    account = Account("ann")
    booking = Booking.of(account)
    session.add(booking)
    await session.flush()
    assert booking.account is account
    assert account.bookings == [booking]


def fill(connection: Connection) -> None:
    metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Team.__table__, {"id": 1, "team_name": "blue"}),
        (Player.__table__, {"id": 1, "name": "ann", "team_id": 1}),
        (Owner.__table__, {"id": 1, "name": "eve"}),
        (Garden.__table__, {"id": 1, "name": "old", "owner_id": 1}),
        (Tree.__table__, {"id": 1, "name": "oak", "garden_id": 1}),
        (Shop.__table__, {"id": 1, "name": "corner"}),
        (Ware.__table__, {"id": 1, "shop_id": 1, "maker_id": 1}),
        (Boat.__table__, {"id": 1}),
        (Oar.__table__, {"id": 1, "boat_id": 1}),
        (Harbour.__table__, {"id": 1, "name": "east", "keeper_id": 1}),
        (Pier.__table__, {"id": 1, "name": "long", "harbour_id": 1}),
        (planets, {"id": 1, "name": "mars"}),
        (moons, {"id": 1, "planet_id": 1}),
        (Account.__table__, {"id": 1, "owner": "bob"}),
    ]
    for table, row in rows:
        connection.execute(table.insert(), row)
