"""The ways to declare a model: all of them make the same attributes."""
# mypy: disable-error-code="attr-defined, misc, valid-type, arg-type, assignment, return-value"
# mypy: disable-error-code="comparison-overlap, no-any-return, truthy-bool, var-annotated"

from __future__ import annotations

import dataclasses
import datetime
import warnings
from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    Mapped,
    backref,
    declarative_base,
    declared_attr,
    deferred,
    joinedload,
    mapper,
    registry,
    relationship,
    selectinload,
)

from conformance import VERSION
from conformance.harness import until
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
    varnished = Column(DateTime, onupdate=func.now())
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


async def a_value_of_the_database_below_a_generated_base() -> None:
    session = KeepingSession()
    oar = (await session.scalars(select(Oar))).one()
    oar.boat_id = None
    await session.flush()
    assert oar.varnished  # IO: generated


async def a_value_of_the_database_that_was_fetched() -> None:
    session = KeepingSession()
    oar = (await session.scalars(select(Oar))).one()
    oar.boat_id = None
    await session.flush()
    await session.refresh(oar, ["varnished"])
    assert oar.varnished


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


async def a_many_to_one_of_a_class_with_a_table() -> None:
    session = Session()
    pier = (await session.scalars(select(Pier))).one()
    harbour = await session.get(Harbour, pier.harbour_id)
    assert pier.harbour is harbour


async def a_column_of_a_table_under_its_key() -> None:
    session = Session()
    ferry = (await session.scalars(select(Ferry))).one()
    assert ferry.name == "swan"
    await session.commit()
    assert ferry.name  # IO: expired by commit()


async def a_column_of_a_table_under_another_name() -> None:
    session = Session()
    ferry = (await session.scalars(select(Ferry))).one()
    await session.commit()
    assert ferry.knots  # IO: expired by commit()


async def a_property_with_the_name_of_a_column() -> None:
    session = KeepingSession()
    ferry = (await session.scalars(select(Ferry))).one()
    await session.commit()
    assert ferry.speed == "9 knots"
    session.expire(ferry, ["knots"])
    assert ferry.speed  # IO: expired by expire()


async def a_generated_column_of_a_table() -> None:
    session = KeepingSession()
    ferry = (await session.scalars(select(Ferry))).one()
    ferry.name = "duck"
    await session.commit()
    assert ferry.checked  # IO: generated


async def a_relationship_that_the_mapper_was_told() -> None:
    session = Session()
    ferry = (await session.scalars(select(Ferry))).one()
    assert ferry.decks  # IO: never loaded


async def a_many_to_one_to_a_class_with_a_table() -> None:
    session = Session()
    deck = (await session.scalars(select(Deck))).one()
    assert deck.ferry  # IO: never loaded


async def a_field_of_a_dataclass_that_is_a_relationship() -> None:
    session = Session()
    ferry = Ferry(name="duck")
    session.add(ferry)
    await session.flush()
    assert ferry.decks == []


async def a_relationship_that_is_no_field_of_a_dataclass() -> None:
    session = Session()
    ferry = Ferry(name="duck")
    session.add(ferry)
    await session.flush()
    assert ferry.crew == []  # IO: never loaded, new


@mapper_registry.mapped
@dataclasses.dataclass
class Ferry:
    __table__ = Table(
        "liners",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("ferry_name", String(20), key="name"),
        Column("speed", Integer),
        Column("checked", DateTime, onupdate=func.now()),
    )
    __mapper_args__ = {  # noqa: RUF012
        "properties": {
            "decks": relationship("Deck", back_populates="ferry"),
            "crew": relationship("Sailor"),
        }
    }

    name: str
    knots = __table__.c.speed
    id: int = dataclasses.field(init=False)
    decks: list[Deck] = dataclasses.field(default_factory=list)

    @property
    def speed(self) -> str:
        return f"{self.knots} knots"


class Deck(Generated):
    __tablename__ = "decks"

    id = Column(Integer, primary_key=True)
    ferry_id = Column(ForeignKey(Ferry.__table__.c.id))
    ferry = relationship(Ferry, back_populates="decks")


class Sailor(Generated):
    __tablename__ = "sailors"

    id = Column(Integer, primary_key=True)
    ferry_id = Column(ForeignKey("liners.id"))


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


class Comet:
    number: int
    tail: str
    star: Star


class Star:
    comets: list[Comet]

    def __init__(self, id: int) -> None:
        self.id = id


stars = Table("stars", metadata, Column("id", Integer, primary_key=True))
comets = Table(
    "comets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tail", String(20)),
    Column("star_id", ForeignKey(stars.c.id)),
)


def start_mappers() -> None:
    """Applications do this once, when they start."""
    mapper_registry.map_imperatively(Star, stars)
    mapper_registry.map_imperatively(
        Comet,
        comets,
        properties={
            "number": comets.c.id,
            "tail": deferred(comets.c.tail),
            "star": relationship(Star, backref="comets"),
        },
    )


start_mappers()


class Dust:
    id: int


dust = Table("dust", metadata, Column("id", Integer, primary_key=True))
if VERSION < (2, 0):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mapper(Dust, dust)


async def an_imperative_column() -> None:
    session = Session()
    planet = (await session.scalars(select(Planet))).one()
    assert planet.name == "mars"
    await session.commit()
    assert planet.name  # IO: expired by commit()


async def an_imperative_relationship() -> None:
    session = Session()
    planet = (await session.scalars(select(Planet))).one()
    assert planet.moons  # IO: never loaded


async def an_imperative_relationship_with_an_option() -> None:
    session = Session()
    query = select(Planet).options(selectinload(Planet.moons))
    planet = (await session.scalars(query)).one()
    assert planet.count() == 1


async def a_new_imperative_object() -> None:
    session = Session()
    planet = Planet("venus")
    session.add(planet)
    await session.flush()
    assert planet.name == "venus"
    assert planet.moons == []  # IO: never loaded, new


async def an_imperative_column_under_another_name() -> None:
    session = Session()
    comet = (await session.scalars(select(Comet))).one()
    assert comet.number == 1
    await session.commit()
    assert comet.number  # IO: expired by commit()


async def an_imperative_column_that_is_deferred() -> None:
    session = Session()
    comet = (await session.scalars(select(Comet))).one()
    assert comet.tail  # IO: deferred


async def an_imperative_many_to_one() -> None:
    session = Session()
    comet = (await session.scalars(select(Comet))).one()
    assert comet.star  # IO: never loaded


async def an_imperative_many_to_one_that_is_there() -> None:
    session = Session()
    comet = (await session.scalars(select(Comet))).one()
    star = await session.get(Star, comet.star_id)
    assert comet.star is star


async def an_imperative_backref() -> None:
    session = Session()
    star = (await session.scalars(select(Star))).one()
    assert star.comets  # IO: never loaded


async def an_imperative_backref_with_an_option() -> None:
    session = Session()
    star = (await session.scalars(select(Star).options(selectinload(Star.comets)))).one()
    assert star.comets[0].star is star


@until(2, 0)
async def a_class_that_the_old_mapper_maps() -> None:
    session = Session()
    session.add(Dust())
    await session.flush()
    grain = (await session.scalars(select(Dust))).one()
    await session.commit()
    assert grain.id  # IO: expired by commit()


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
        (Ferry.__table__, {"id": 1, "name": "swan", "speed": 9}),
        (Deck.__table__, {"id": 1, "ferry_id": 1}),
        (stars, {"id": 1}),
        (comets, {"id": 1, "tail": "long", "star_id": 1}),
        (Account.__table__, {"id": 1, "owner": "bob"}),
    ]
    for table, row in rows:
        connection.execute(table.insert(), row)
