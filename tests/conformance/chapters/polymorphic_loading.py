"""Objects that are loaded by a base class: what of their own class is there."""
# ruff: noqa: RUF012

from __future__ import annotations

import enum
from typing import Any, cast

from sqlalchemy import Enum, ForeignKey, Integer, String, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    defer,
    immediateload,
    joinedload,
    load_only,
    mapped_column,
    relationship,
    selectin_polymorphic,
    selectinload,
    undefer,
    with_polymorphic,
)

from conformance.harness import needs
from conformance.models import KeepingSession, Session


class Base(DeclarativeBase):
    __abstract__ = True


class Squad(Base):
    __tablename__ = "squads"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    members: Mapped[list[Member]] = relationship("Member", back_populates="squad")


class Member(Base):
    __tablename__ = "members"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str | None] = mapped_column(String(20))
    squad_id: Mapped[int | None] = mapped_column(ForeignKey("squads.id"))

    squad: Mapped[Squad | None] = relationship("Squad", back_populates="members")

    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "member"}


class Lead(Member):
    __tablename__ = "leads"

    id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    budget: Mapped[int | None] = mapped_column(Integer)
    bonus: Mapped[int | None] = mapped_column(Integer)
    memo: Mapped[str | None] = mapped_column(String(20), deferred=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desks.id"))

    papers: Mapped[list[Paper]] = relationship("Paper")
    eager: Mapped[list[Paper]] = relationship("Paper", lazy="selectin", viewonly=True)
    joined: Mapped[list[Paper]] = relationship("Paper", lazy="joined", viewonly=True)
    desk: Mapped[Desk | None] = relationship("Desk")

    __mapper_args__ = {"polymorphic_identity": "lead"}

    def total(self) -> int:
        return (self.budget or 0) + (self.bonus or 0)


class Chief(Lead):
    __tablename__ = "chiefs"

    id: Mapped[int] = mapped_column(ForeignKey("leads.id"), primary_key=True)
    car: Mapped[str | None] = mapped_column(String(20))

    __mapper_args__ = {"polymorphic_identity": "chief"}


class Coder(Member):
    """Its columns come with those of its base."""

    __tablename__ = "coders"

    id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    tool: Mapped[str | None] = mapped_column(String(20))

    __mapper_args__ = {"polymorphic_identity": "coder", "polymorphic_load": "inline"}


class Expert(Coder):
    """Its columns come with those of the class right above it, and no others."""

    __tablename__ = "experts"

    id: Mapped[int] = mapped_column(ForeignKey("coders.id"), primary_key=True)
    field: Mapped[str | None] = mapped_column(String(20))

    __mapper_args__ = {"polymorphic_identity": "expert", "polymorphic_load": "inline"}


class Clerk(Member):
    """Its columns are fetched after those of its base."""

    __tablename__ = "clerks"

    id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    stamp: Mapped[str | None] = mapped_column(String(20))

    __mapper_args__ = {"polymorphic_identity": "clerk", "polymorphic_load": "selectin"}


class Porter(Member):
    """What is loaded for each object by itself is loaded whatever was queried."""

    __tablename__ = "porters"

    id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    keys: Mapped[int | None] = mapped_column(Integer)

    bags: Mapped[list[Bag]] = relationship("Bag", lazy="immediate")

    __mapper_args__ = {"polymorphic_identity": "porter"}


class Guard(Member):
    """A many-to-one needs its foreign key, and with that come all columns."""

    __tablename__ = "guards"

    id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    badge: Mapped[int | None] = mapped_column(Integer)
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gates.id"))

    gate: Mapped[Gate | None] = relationship("Gate", lazy="immediate")

    __mapper_args__ = {"polymorphic_identity": "guard"}


class Pass(Base):
    __tablename__ = "passes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))

    member: Mapped[Member | None] = relationship("Member")


class Paper(Base):
    __tablename__ = "papers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("leads.id"))


class Bag(Base):
    __tablename__ = "bags"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    porter_id: Mapped[int | None] = mapped_column(ForeignKey("porters.id"))


class Desk(Base):
    __tablename__ = "desks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class Gate(Base):
    __tablename__ = "gates"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class Kind(enum.Enum):
    ROOM = "room"
    ARENA = "arena"


class Place(Base):
    """A single table, and a discriminator of a type of its own."""

    __tablename__ = "places"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[Kind] = mapped_column(Enum(Kind))

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": Kind.ROOM}


class Arena(Place):
    seats: Mapped[int | None] = mapped_column(Integer)

    __mapper_args__ = {"polymorphic_identity": Kind.ARENA}


class Animal(Base):
    """Every query of it brings all columns of every subclass."""

    __tablename__ = "animals"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))

    __mapper_args__ = {
        "polymorphic_on": "kind",
        "polymorphic_identity": "animal",
        "with_polymorphic": "*",
    }


class Dog(Animal):
    __tablename__ = "dogs"

    id: Mapped[int] = mapped_column(ForeignKey("animals.id"), primary_key=True)
    bark: Mapped[str | None] = mapped_column(String(20))

    __mapper_args__ = {"polymorphic_identity": "dog"}


class Puppy(Dog):
    __tablename__ = "puppies"

    id: Mapped[int] = mapped_column(ForeignKey("dogs.id"), primary_key=True)
    age: Mapped[int | None] = mapped_column(Integer)

    __mapper_args__ = {"polymorphic_identity": "puppy"}


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    kinds = ["member", "lead", "chief", "coder", "expert", "clerk", "porter", "guard"]
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Squad, {"id": 1}),
        (Desk, {"id": 1}),
        (Gate, {"id": 1}),
        *((Member, {"id": n, "kind": kind, "squad_id": 1}) for n, kind in enumerate(kinds)),
        (Lead, {"id": 1, "budget": 5, "bonus": 6, "desk_id": 1}),
        (Lead, {"id": 2, "budget": 7, "bonus": 8}),
        (Chief, {"id": 2, "car": "red"}),
        (Coder, {"id": 3, "tool": "saw"}),
        (Coder, {"id": 4, "tool": "pen"}),
        (Expert, {"id": 4, "field": "ink"}),
        (Clerk, {"id": 5, "stamp": "ok"}),
        (Porter, {"id": 6, "keys": 9}),
        (Guard, {"id": 7, "badge": 3, "gate_id": 1}),
        (Paper, {"id": 1, "lead_id": 1}),
        (Pass, {"id": 1, "member_id": 1}),
        (Bag, {"id": 1, "porter_id": 6}),
        (Place, {"id": 1, "kind": Kind.ARENA, "seats": 40}),
        (Animal, {"id": 1, "kind": "puppy"}),
        (Dog, {"id": 1, "bark": "w"}),
        (Puppy, {"id": 1, "age": 1}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


LEAD = select(Member).where(Member.id == 1)
CHIEF = select(Member).where(Member.id == 2)


# How the class of a row is found out


async def after_a_test() -> None:
    session = Session()
    for member in (await session.scalars(select(Member))).unique():
        if isinstance(member, Lead):
            assert member.budget  # IO: left to a subclass


async def after_a_test_that_leaves() -> None:
    session = Session()
    for member in (await session.scalars(select(Member))).unique():
        if not isinstance(member, Lead):
            continue
        assert member.budget  # IO: left to a subclass


async def after_a_test_among_others() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one_or_none()
    if member is not None and isinstance(member, Lead) and member.id == 1:
        assert member.budget  # IO: left to a subclass


async def after_a_test_in_a_comprehension() -> None:
    session = Session()
    members = (await session.scalars(select(Member))).unique().all()
    assert [m.budget for m in members if isinstance(m, Lead)]  # IO: left to a subclass


async def in_an_expression() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert (member.budget if isinstance(member, Lead) else 0) == 5  # IO: left to a subclass


async def of_the_other_class() -> None:
    session = Session()
    for member in (await session.scalars(select(Member))).unique():
        if isinstance(member, Coder):
            assert member.tool
        elif isinstance(member, Lead):
            assert member.bonus  # IO: left to a subclass


async def of_several_classes() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    if isinstance(member, (Lead, Coder)):
        assert member.name is None


async def not_of_the_class() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    if isinstance(member, Coder):
        return
    assert not isinstance(member, Coder)
    assert member.name is None


async def by_a_pattern() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    match member:
        case Coder():
            assert member.tool
        case Lead():
            assert member.budget  # IO: left to a subclass


async def by_a_pattern_with_a_name() -> None:
    session = Session()
    match (await session.scalars(LEAD)).unique().one():
        case Lead() as lead:
            assert lead.budget  # IO: left to a subclass


async def by_a_pattern_that_reads() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    match member:
        case Coder(tool="saw"):
            raise AssertionError
        case Lead(budget=5):  # IO: left to a subclass
            assert member.name is None


async def by_a_pattern_of_what_is_loaded() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    match member:
        case Coder(tool=tool):
            assert tool
        case Member(name=name):
            assert name is None


async def by_its_kind() -> None:
    session = Session()
    member = cast(Any, (await session.scalars(LEAD)).unique().one())
    if member.kind == "lead":
        assert member.budget  # IO: left to a subclass


async def by_its_kind_that_is_not() -> None:
    session = Session()
    member = cast(Any, (await session.scalars(LEAD)).unique().one())
    if member.kind != "lead":
        return
    assert member.budget  # IO: left to a subclass


async def by_a_kind_that_is_an_enumeration() -> None:
    session = Session()
    place = cast(Any, (await session.scalars(select(Place))).one())
    if place.kind == Kind.ARENA:
        assert place.seats  # IO: left to a subclass


async def by_a_kind_that_is_loaded() -> None:
    session = Session()
    member = cast(Any, (await session.get(Member, 3)))
    if member.kind == "coder":
        assert member.tool == "saw"


async def by_a_cast() -> None:
    session = Session()
    lead = cast(Lead, (await session.scalars(LEAD)).unique().one())
    assert lead.budget  # IO: left to a subclass


async def in_a_method_of_the_class() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    if isinstance(member, Lead):
        assert member.total()  # IO: left to a subclass


async def in_a_function() -> None:
    def budget_of(member: Member) -> int | None:
        return member.budget if isinstance(member, Lead) else None  # IO: left to a subclass

    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert budget_of(member)


async def of_a_new_object() -> None:
    def budget_of(member: Member) -> int | None:
        return member.budget if isinstance(member, Lead) else None

    session = Session()
    member = Member(name="new")
    session.add(member)
    await session.commit()
    assert budget_of(member) is None


async def of_a_new_object_of_the_class() -> None:
    def budget_of(member: Member) -> int | None:
        return member.budget if isinstance(member, Lead) else None

    session = KeepingSession()
    member = Lead(budget=4)
    session.add(member)
    await session.commit()
    assert budget_of(member) == 4


async def of_what_is_handed_in() -> None:
    async def budget_of(member: Member | None) -> int | None:
        return member.budget if isinstance(member, Lead) else None

    session = Session()
    assert await budget_of((await session.scalars(select(Lead))).unique().first())


async def of_what_a_relationship_holds() -> None:
    session = Session()
    query = select(Pass).options(joinedload(Pass.member))
    item = (await session.scalars(query)).one()
    if isinstance(item.member, Lead):
        assert item.member.budget  # IO: left to a subclass


async def of_what_a_relationship_may_hold() -> None:
    session = Session()
    item = (await session.scalars(select(Pass).options(joinedload(Pass.member)))).one()
    member = cast(Lead, item.member)
    assert member.budget  # IO: left to a subclass


# What a query of the base brings


async def all_columns_at_once() -> None:
    session = Session()
    member = await session.get(Member, 1)
    assert isinstance(member, Lead)
    assert member.name is None and member.kind and member.id and member.squad_id
    assert member.bonus  # IO: left to a subclass


async def a_deferred_column_of_a_subclass() -> None:
    session = Session()
    member = await session.get(Member, 1)
    assert isinstance(member, Lead)
    assert member.memo  # IO: left to a subclass


async def a_foreign_key_of_a_subclass() -> None:
    session = Session()
    member = await session.get(Member, 1)
    assert isinstance(member, Lead)
    assert member.desk_id  # IO: left to a subclass


async def a_many_to_one_of_a_subclass() -> None:
    session = Session()
    member = await session.get(Member, 1)
    assert isinstance(member, Lead)
    assert member.desk  # IO: never loaded


async def a_many_to_one_of_a_subclass_that_is_held() -> None:
    session = Session()
    desk = (await session.scalars(select(Desk))).one()
    member = await session.get(Member, 1)
    assert isinstance(member, Lead)
    await session.refresh(member)
    assert member.desk is desk


async def selectin_of_a_subclass() -> None:
    session = Session()
    member = await session.get(Member, 1)
    assert isinstance(member, Lead)
    assert member.eager  # IO: never loaded


async def joined_of_a_subclass() -> None:
    session = Session()
    member = await session.get(Member, 1)
    assert isinstance(member, Lead)
    assert member.joined  # IO: never loaded


async def eager_ones_of_the_class_itself() -> None:
    session = Session()
    lead = await session.get(Lead, 1)
    assert lead is not None and lead.eager and lead.joined


async def immediate_of_a_subclass() -> None:
    session = Session()
    member = await session.get(Member, 6)
    assert isinstance(member, Porter)
    assert len(member.bags) == 1
    assert member.keys  # IO: left to a subclass


async def immediate_many_to_one_of_a_subclass() -> None:
    session = Session()
    member = await session.get(Member, 7)
    assert isinstance(member, Guard)
    assert member.gate is not None and member.badge == 3


async def inline() -> None:
    session = Session()
    member = await session.get(Member, 4)
    assert isinstance(member, Coder)
    assert member.tool == "pen"
    assert isinstance(member, Expert)
    assert member.field  # IO: left to a subclass


async def inline_right_above() -> None:
    session = Session()
    coder = await session.get(Coder, 4)
    assert isinstance(coder, Expert)
    assert coder.field == "ink"


async def selectin() -> None:
    session = Session()
    member = await session.get(Member, 5)
    assert isinstance(member, Clerk)
    assert member.stamp == "ok"


async def everything_by_the_mapping() -> None:
    session = Session()
    animal = await session.get(Animal, 1)
    assert isinstance(animal, Puppy)
    assert animal.age == 1 and animal.bark == "w"


async def only_of_the_class_that_says_so() -> None:
    session = Session()
    dog = await session.get(Dog, 1)
    assert isinstance(dog, Puppy)
    assert dog.bark == "w"
    assert dog.age  # IO: left to a subclass


async def two_levels_down() -> None:
    session = Session()
    lead = (await session.scalars(select(Lead).where(Lead.id == 2))).unique().one()
    assert isinstance(lead, Chief)
    assert lead.budget == 7
    assert lead.car  # IO: left to a subclass


async def step_by_step() -> None:
    session = Session()
    member = (await session.scalars(CHIEF)).unique().one()
    assert isinstance(member, Lead)
    if isinstance(member, Chief):
        assert member.car  # IO: left to a subclass


# What options bring


async def selectin_polymorphic_covers_what_is_below() -> None:
    session = Session()
    query = CHIEF.options(selectin_polymorphic(Member, [Lead]))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Chief)
    assert member.budget == 7
    assert member.car  # IO: left to a subclass


async def selectin_polymorphic_of_another_class() -> None:
    session = Session()
    query = LEAD.options(selectin_polymorphic(Member, [Chief, Coder]))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert member.budget  # IO: left to a subclass


async def selectin_polymorphic_in_get() -> None:
    session = Session()
    member = await session.get(Member, 1, options=[selectin_polymorphic(Member, [Lead])])
    assert isinstance(member, Lead)
    assert member.budget == 5
    assert member.papers  # IO: never loaded


async def selectin_polymorphic_brings_what_is_eager() -> None:
    session = Session()
    query = LEAD.options(selectin_polymorphic(Member, [Lead]))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert len(member.eager) == len(member.joined) == 1
    assert member.desk  # IO: never loaded


async def selectin_polymorphic_leaves_deferred_ones() -> None:
    session = Session()
    query = LEAD.options(selectin_polymorphic(Member, [Lead]))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert member.memo  # IO: deferred


async def selectin_polymorphic_of_nobody_knows_what() -> None:
    async def load(classes: Any) -> Member:
        query = LEAD.options(selectin_polymorphic(Member, classes))
        return (await Session().scalars(query)).unique().one()

    member = await load([Lead])
    assert isinstance(member, Lead)
    assert member.budget == 5


async def with_polymorphic_of_a_class_below() -> None:
    session = Session()
    everybody = with_polymorphic(Member, [Chief])
    member = (await session.scalars(select(everybody).where(everybody.id == 1))).unique().one()
    assert isinstance(member, Lead)
    assert member.budget == 5


async def with_polymorphic_of_a_class_above() -> None:
    session = Session()
    everybody = with_polymorphic(Member, [Lead])
    member = (await session.scalars(select(everybody).where(everybody.id == 2))).unique().one()
    assert isinstance(member, Chief)
    assert member.budget == 7
    assert member.car  # IO: left to a subclass


async def with_polymorphic_instead_of_the_mapping() -> None:
    session = Session()
    everybody = with_polymorphic(Member, [Lead])
    member = (await session.scalars(select(everybody).where(everybody.id == 3))).unique().one()
    assert isinstance(member, Coder)
    assert member.tool  # IO: left to a subclass


async def with_polymorphic_and_defer() -> None:
    session = Session()
    everybody = with_polymorphic(Member, [Lead])
    query = select(everybody).where(everybody.id == 1).options(defer(everybody.Lead.budget))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert member.bonus == 6
    assert member.budget  # IO: deferred


async def with_polymorphic_and_a_relationship_of_the_base() -> None:
    session = Session()
    everybody = with_polymorphic(Member, [Lead])
    query = select(everybody).where(everybody.id == 1).options(selectinload(everybody.squad))
    member = (await session.scalars(query)).unique().one()
    assert member.squad is not None
    assert isinstance(member, Lead)
    assert member.papers  # IO: never loaded


async def with_polymorphic_and_joinedload() -> None:
    session = Session()
    everybody = with_polymorphic(Member, "*")
    query = select(everybody).where(everybody.id == 1)
    query = query.options(joinedload(everybody.Lead.papers))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert len(member.papers) == 1


async def an_option_for_a_subclass_alone() -> None:
    session = Session()
    query = LEAD.options(selectinload(Lead.papers))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert member.papers  # IO: never loaded


async def a_joined_option_for_a_subclass_alone() -> None:
    session = Session()
    query = LEAD.options(joinedload(Lead.papers))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert member.papers  # IO: never loaded


async def an_immediate_option_for_a_subclass_alone() -> None:
    session = Session()
    query = LEAD.options(immediateload(Lead.papers))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert len(member.papers) == 1
    assert member.budget  # IO: left to a subclass


async def an_option_for_a_subclass_is_remembered() -> None:
    session = Session()
    query = LEAD.options(selectinload(Lead.papers))
    member = (await session.scalars(query)).unique().one()
    await session.refresh(member)
    assert isinstance(member, Lead)
    assert len(member.papers) == 1 and member.budget == 5


async def undefer_of_a_subclass() -> None:
    session = Session()
    member = (await session.scalars(LEAD.options(undefer(Lead.budget)))).unique().one()
    assert isinstance(member, Lead)
    assert member.budget  # IO: left to a subclass


async def undefer_with_selectin_polymorphic() -> None:
    session = Session()
    query = LEAD.options(selectin_polymorphic(Member, [Lead]), undefer(Lead.memo))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert member.memo is None and member.budget == 5


async def load_only_of_a_subclass() -> None:
    session = Session()
    member = (await session.scalars(LEAD.options(load_only(Lead.budget)))).unique().one()
    assert isinstance(member, Lead)
    assert member.budget  # IO: left to a subclass


async def of_type_with_others_loaded_inline() -> None:
    session = Session()
    query = select(Squad).options(selectinload(Squad.members.of_type(Lead)))
    squad = (await session.scalars(query)).one()
    for member in squad.members:
        if isinstance(member, Lead):
            assert member.budget
        elif isinstance(member, Coder):
            assert member.tool  # IO: left to a subclass


async def of_type_with_with_polymorphic() -> None:
    session = Session()
    everybody = with_polymorphic(Member, [Lead, Coder])
    query = select(Squad).options(selectinload(Squad.members.of_type(everybody)))
    squad = (await session.scalars(query)).one()
    for member in squad.members:
        if isinstance(member, (Lead, Coder)):
            assert member.budget if isinstance(member, Lead) else member.tool
        elif isinstance(member, Clerk):
            assert member.stamp == "ok"


async def of_type_with_with_polymorphic_and_a_chain() -> None:
    session = Session()
    everybody = with_polymorphic(Member, [Lead])
    option = selectinload(Squad.members.of_type(everybody)).selectinload(everybody.Lead.papers)
    squad = (await session.scalars(select(Squad).options(option))).one()
    for member in squad.members:
        if isinstance(member, Lead):
            assert len(member.papers) < 2
            assert member.desk  # IO: never loaded


@needs(2, 0)
async def selectin_polymorphic_in_a_chain() -> None:
    session = Session()
    option = selectinload(Squad.members).selectin_polymorphic([Lead])
    squad = (await session.scalars(select(Squad).options(option))).one()
    for member in squad.members:
        if isinstance(member, Lead):
            assert member.budget
            assert member.papers  # IO: never loaded


async def selectin_polymorphic_among_the_options_of_an_option() -> None:
    session = Session()
    option = selectinload(Squad.members).options(selectin_polymorphic(Member, [Lead]))
    squad = (await session.scalars(select(Squad).options(option))).one()
    for member in squad.members:
        if isinstance(member, Lead):
            assert member.budget


async def joinedload_of_the_base() -> None:
    session = Session()
    query = select(Squad).options(joinedload(Squad.members))
    squad = (await session.scalars(query)).unique().one()
    for member in squad.members:
        if isinstance(member, Lead):
            assert member.budget  # IO: left to a subclass


# What else brings it


async def refresh() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    if isinstance(member, Lead):
        await session.refresh(member)
        assert member.budget == 5 and member.bonus == 6
        assert len(member.eager) == 1
        assert member.desk  # IO: never loaded


async def refresh_before_the_test() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    await session.refresh(member)
    assert isinstance(member, Lead)
    assert member.budget == 5
    assert member.papers  # IO: never loaded


async def refresh_by_name() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert isinstance(member, Lead)
    await session.refresh(member, ["budget"])
    assert member.budget == 5
    assert member.bonus  # IO: left to a subclass


@needs(2, 0, 4)
async def refresh_of_a_relationship() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert isinstance(member, Lead)
    await session.refresh(member, ["papers"])
    assert len(member.papers) == 1
    assert member.bonus  # IO: left to a subclass


async def refresh_on_the_way() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    if isinstance(member, Lead):
        await session.refresh(member)
    assert member.name is None
    if isinstance(member, Lead):
        assert member.budget == 5


async def refresh_of_each() -> None:
    session = Session()
    members = (await session.scalars(select(Member))).unique().all()
    for member in members:
        if isinstance(member, Lead):
            await session.refresh(member)
    for member in members:
        if isinstance(member, Lead):
            assert member.budget


async def a_commit_and_a_refresh() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    await session.commit()
    await session.refresh(member)
    assert isinstance(member, Lead)
    assert member.budget == 5


async def a_commit() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    await session.commit()
    assert isinstance(member, Lead)
    assert member.budget  # IO: left to a subclass


async def a_commit_of_the_class_itself() -> None:
    session = Session()
    member = (await session.scalars(select(Lead).where(Lead.id == 1))).unique().one()
    await session.commit()
    assert member.budget  # IO: expired by commit()


async def a_commit_of_what_an_option_brought() -> None:
    session = Session()
    query = LEAD.options(selectin_polymorphic(Member, [Lead]))
    member = (await session.scalars(query)).unique().one()
    await session.commit()
    assert isinstance(member, Lead)
    assert member.budget  # IO: expired by commit()


async def a_commit_and_a_get() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    await session.commit()
    member = (await session.get(Member, 1)) or member
    assert isinstance(member, Lead)
    assert member.budget == 5


async def a_commit_and_a_query_of_the_base() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    await session.commit()
    (await session.scalars(LEAD)).unique().one()
    assert member.name is None
    assert isinstance(member, Lead)
    assert member.budget  # IO: left to a subclass


async def a_read_in_a_greenlet() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert isinstance(member, Lead)
    assert await session.run_sync(lambda _: member.budget) == 5
    assert member.bonus == 6
    assert member.papers  # IO: never loaded


async def a_many_to_one_read_in_a_greenlet() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert isinstance(member, Lead)
    assert await session.run_sync(lambda _: member.desk)
    assert member.bonus == 6


async def a_collection_read_in_a_greenlet() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert isinstance(member, Lead)
    assert await session.run_sync(lambda _: member.papers)
    assert member.bonus  # IO: left to a subclass


async def what_is_set_is_there() -> None:
    session = KeepingSession()
    member = (await session.scalars(LEAD)).unique().one()
    assert isinstance(member, Lead)
    member.budget = 1
    await session.commit()
    assert member.budget == 1
    assert member.bonus  # IO: left to a subclass


async def get_of_the_class_brings_nothing() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    lead = await session.get(Lead, 1)
    assert lead is member
    assert lead.budget  # IO: left to a subclass


async def a_query_of_the_class_brings_it() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    lead = (await session.scalars(select(Lead).where(Lead.id == 1))).unique().one()
    assert lead is member
    assert lead.budget == 5


async def a_query_of_all_of_the_class_brings_it() -> None:
    session = Session()
    members = (await session.scalars(select(Member))).unique().all()
    (await session.scalars(select(Lead))).unique().all()
    for member in members:
        if isinstance(member, Lead):
            assert member.budget


async def a_query_of_the_base_takes_nothing_away() -> None:
    session = Session()
    lead = (await session.scalars(select(Lead).where(Lead.id == 1))).unique().one()
    member = (await session.scalars(LEAD)).unique().one()
    assert member is lead
    assert lead.budget == 5
    assert isinstance(member, Lead)
    assert member.bonus == 6


async def what_was_there_as_its_subclass() -> None:
    session = Session()
    leads = (await session.scalars(select(Lead))).unique().all()
    for member in (await session.scalars(select(Member))).unique():
        if isinstance(member, Lead):
            assert member in leads and member.budget


async def a_second_query_of_the_base() -> None:
    session = Session()
    (await session.scalars(select(Member))).unique().all()
    for member in (await session.scalars(select(Member))).unique():
        if isinstance(member, Lead):
            assert member.budget  # IO: left to a subclass


async def a_second_query_with_an_option() -> None:
    session = Session()
    (await session.scalars(LEAD)).unique().one()
    query = LEAD.options(selectin_polymorphic(Member, [Lead]))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    assert member.budget == 5


async def a_query_of_those_that_matter() -> None:
    session = Session()
    members = (await session.scalars(select(Member))).unique().all()
    ids = [member.id for member in members if isinstance(member, Lead)]
    (await session.scalars(select(Lead).where(Lead.id.in_(ids)))).unique().all()
    for member in members:
        if isinstance(member, Lead):
            assert member.budget


async def an_option_on_a_condition() -> None:
    async def budgets(*, full: bool) -> list[int | None]:
        query = select(Member)
        if full:
            query = query.options(selectin_polymorphic(Member, [Lead]))
        members = (await Session().scalars(query)).unique().all()
        return [m.budget for m in members if isinstance(m, Lead)] if full else []

    assert await budgets(full=True) and not await budgets(full=False)


async def an_option_on_a_condition_that_is_forgotten() -> None:
    async def budgets(*, full: bool) -> list[int | None]:
        query = select(Member)
        if full:
            query = query.options(selectin_polymorphic(Member, [Lead]))
        members = (await Session().scalars(query)).unique().all()
        return [m.budget for m in members if isinstance(m, Lead)]  # IO: left to a subclass

    assert await budgets(full=False)


async def options_that_are_handed_on() -> None:
    async def find(*options: Any) -> Member:
        return (await Session().scalars(LEAD.options(*options))).unique().one()

    member = await find(selectin_polymorphic(Member, [Lead]))
    assert isinstance(member, Lead)
    assert member.budget == 5


async def refresh_of_one_kind() -> None:
    session = Session()
    for member in (await session.scalars(select(Member))).unique().all():
        if isinstance(member, Lead):
            await session.refresh(member, ["budget"])
        elif isinstance(member, Porter):
            await session.refresh(member)
        if isinstance(member, Lead):
            assert member.budget
        elif isinstance(member, Porter):
            assert member.keys


async def a_rollback() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert isinstance(member, Lead)
    await session.refresh(member)
    await session.rollback()
    assert member.budget  # IO: expired by rollback()


async def a_rollback_and_a_refresh() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    await session.rollback()
    await session.refresh(member)
    assert isinstance(member, Lead)
    assert member.budget == 5


async def expire_of_one_column() -> None:
    session = Session()
    query = LEAD.options(selectin_polymorphic(Member, [Lead]))
    member = (await session.scalars(query)).unique().one()
    assert isinstance(member, Lead)
    session.expire(member, ["budget"])
    assert member.bonus == 6
    assert member.budget  # IO: expired by expire()


async def populate_existing() -> None:
    session = Session()
    member = (await session.scalars(select(Lead).where(Lead.id == 1))).unique().one()
    query = LEAD.options(selectin_polymorphic(Member, [Lead]))
    query = query.execution_options(populate_existing=True)
    assert (await session.scalars(query)).unique().one() is member
    assert member.budget == 5


async def a_new_relationship_of_a_subclass() -> None:
    session = KeepingSession()
    member = (await session.scalars(LEAD.options(immediateload(Lead.papers)))).unique().one()
    assert isinstance(member, Lead)
    member.papers.append(Paper())
    await session.commit()
    assert len(member.papers) == 2


async def an_append_to_a_relationship_of_a_subclass() -> None:
    session = Session()
    member = (await session.scalars(LEAD)).unique().one()
    assert isinstance(member, Lead)
    member.papers.append(Paper())  # IO: never loaded


@needs(2, 0)
async def a_refresh_of_a_target_brings_no_deferred_column() -> None:
    session = Session()
    query = select(Lead).where(Lead.id == 1).options(undefer(Lead.memo))
    lead = (await session.scalars(query)).unique().one()
    await session.commit()
    await session.refresh(lead, ["desk"])
    assert lead.memo is None  # IO: expired by commit()
