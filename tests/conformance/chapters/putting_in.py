"""What happens at once when something is put into a collection or taken out, and what does not
happen when only the other side is set."""

from __future__ import annotations

import json
import warnings
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from conformance.models import (
    ANN,
    BOB,
    POST,
    PROFILE,
    KeepingSession,
    Post,
    Profile,
    Session,
    User,
)


class Base(DeclarativeBase):
    __abstract__ = True


class Stable(Base):
    __tablename__ = "stables"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    loud: Mapped[str] = column_property(func.upper(name))

    horses: Mapped[list[Horse]] = relationship("Horse", back_populates="stable")
    carts: Mapped[list[Cart]] = relationship("Cart")


class Horse(Base):
    __tablename__ = "horses"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    moved: Mapped[str | None] = mapped_column(String(20), onupdate=func.lower("YES"))
    stable_id: Mapped[int | None] = mapped_column(ForeignKey("stables.id"))

    stable: Mapped[Stable | None] = relationship("Stable", back_populates="horses")


class Cart(Base):
    __tablename__ = "carts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    wheels: Mapped[int] = mapped_column(Integer)
    moved: Mapped[str | None] = mapped_column(String(20), onupdate=func.lower("YES"))
    stable_id: Mapped[int | None] = mapped_column(ForeignKey("stables.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Stable, {"id": 1, "name": "mews"}),
        (Horse, {"id": 1, "name": "bay", "stable_id": 1}),
        (Horse, {"id": 2, "name": "roan", "stable_id": None}),
        (Cart, {"id": 1, "wheels": 2, "stable_id": 1}),
        (Cart, {"id": 2, "wheels": 4, "stable_id": None}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


MEWS = select(Stable).options(selectinload(Stable.horses), selectinload(Stable.carts))
ROAN = select(Horse).where(Horse.name == "roan")
BAY = select(Horse).where(Horse.name == "bay")
BIG = select(Cart).where(Cart.wheels == 4)
SMALL = select(Cart).where(Cart.wheels == 2)


async def append_tells_the_other_side() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    stable.horses.append(horse)
    assert horse.stable is stable


async def append_does_not_tell_the_key() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    stable.horses.append(horse)
    assert horse.stable_id is None


async def append_of_something_old_updates_it() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    stable.horses.append(horse)
    await session.flush()
    assert horse.moved  # IO: generated


async def append_without_another_side_updates_it() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    cart = (await session.scalars(BIG)).one()
    stable.carts.append(cart)
    await session.flush()
    assert cart.moved  # IO: generated


async def append_is_a_change_of_the_owner() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    stable.horses.append(horse)
    await session.flush()
    assert stable.loud == "MEWS"  # IO: generated


async def extend_is_a_change_of_the_owner() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    carts = (await session.scalars(BIG)).all()
    stable.carts.extend(carts)
    await session.flush()
    assert stable.loud == "MEWS"  # IO: generated


async def setting_the_other_side_adds_to_what_was_loaded() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    session.expire(horse)
    horse.stable = stable
    for each in stable.horses:
        assert each.name  # IO: expired by expire()


async def remove_tells_the_other_side() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(BAY)).one()
    stable.horses.remove(horse)
    assert horse.stable is None


async def remove_updates_it() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(BAY)).one()
    stable.horses.remove(horse)
    await session.flush()
    assert horse.moved  # IO: generated


async def remove_without_another_side_updates_it() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    cart = (await session.scalars(SMALL)).one()
    stable.carts.remove(cart)
    await session.flush()
    assert cart.moved  # IO: generated


async def remove_is_a_change_of_the_owner() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(BAY)).one()
    stable.horses.remove(horse)
    await session.flush()
    assert stable.loud == "MEWS"  # IO: generated


async def clear_is_a_change_of_the_owner() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    stable.horses.clear()
    await session.flush()
    assert stable.loud == "MEWS"  # IO: generated


async def what_is_put_into_an_expired_owner_makes_a_flush_load_it() -> None:
    session = KeepingSession()
    stable = (await session.scalars(select(Stable))).one()
    horse = (await session.scalars(ROAN)).one()
    session.expire(stable)
    horse.stable = stable
    await session.flush()
    assert stable.name == "mews"


async def an_expired_collection_into_which_something_was_put_is_not_loaded_by_the_flush() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    session.expire(stable)
    session.add(Horse(name="dun", stable=stable))
    await session.flush()
    assert stable.name == "mews"
    assert len(stable.horses) == 2  # IO: expired by expire()


async def nor_is_one_that_has_expired_on_one_path_only() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    if json.loads("true"):
        session.expire(stable)
    session.add(Horse(name="dun", stable=stable))
    await session.flush()
    assert stable.name == "mews"
    assert len(stable.horses) == 2  # IO: expired by expire()


async def what_was_put_in_on_one_path_is_loaded_where_it_has_expired_on_the_other() -> None:
    session = KeepingSession()
    options = [selectinload(Stable.horses), selectinload(Stable.carts)]
    stable = await session.get(Stable, 1, options=options)
    assert stable is not None
    if json.loads("true"):
        session.expire(stable)
    else:
        session.add(Horse(name="dun", stable=stable))
    with session.no_autoflush:
        await session.get(Stable, 1)
    assert stable.horses


async def an_expired_collection_into_which_something_was_put_is_not_loaded_by_a_get() -> None:
    session = KeepingSession()
    options = [selectinload(Stable.horses), selectinload(Stable.carts)]
    stable = await session.get(Stable, 1, options=options)
    assert stable is not None
    session.expire(stable)
    session.add(Horse(name="dun", stable=stable))
    await session.get(Stable, 1)
    assert len(stable.carts) == 1
    assert len(stable.horses) == 2  # IO: expired by expire()


async def what_was_put_into_a_collection_before_it_expired_is_loaded_by_the_flush() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    session.add(Horse(name="dun", stable=stable))
    session.expire(stable)
    await session.flush()
    assert stable.horses


async def nothing_makes_a_flush_load_an_expired_owner() -> None:
    session = KeepingSession()
    stable = (await session.scalars(select(Stable))).one()
    session.expire(stable)
    await session.flush()
    assert stable.name == "mews"  # IO: expired by expire()


async def reading_is_no_change_of_the_owner() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    assert [horse.name for horse in stable.horses]
    await session.flush()
    assert stable.loud == "MEWS"


async def an_assignment_tells_what_has_left() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(BAY)).one()
    stable.horses = []
    assert horse.stable is None


async def assigning_what_is_there_updates_nothing() -> None:
    session = KeepingSession()
    horse = (await session.scalars(BAY.options(joinedload(Horse.stable)))).one()
    horse.stable = horse.stable
    await session.flush()
    assert horse.moved is None


async def assigning_what_it_was_made_with_updates_nothing() -> None:
    session = KeepingSession()
    stable = await session.get(Stable, 1)
    horse = Horse(name="grey", stable=stable)
    session.add(horse)
    await session.flush()
    await session.refresh(stable)
    horse.stable = stable
    await session.flush()
    assert horse.moved is None


async def assigning_what_is_there_is_no_change_of_the_other_side() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = Horse(name="grey", stable=stable)
    session.add(horse)
    await session.flush()
    await session.refresh(stable)
    horse.stable = stable
    await session.flush()
    assert stable.loud == "MEWS"


async def assigning_something_else_updates_it() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN.options(joinedload(Horse.stable)))).one()
    horse.stable = stable
    await session.flush()
    assert horse.moved  # IO: generated


async def what_is_appended_is_in_the_session() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = Horse(name="grey")
    stable.horses.append(horse)
    await session.flush()
    assert horse.moved is None
    await session.rollback()
    assert horse.name == "grey"


async def what_is_appended_is_inserted_by_a_flush() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    cart = Cart(wheels=1)
    stable.carts.append(cart)
    await session.flush()
    session.expire(cart)
    assert cart.wheels == 1  # IO: expired by expire()


async def what_only_leads_to_the_owner_is_not_in_the_session() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = Horse(name="grey", stable=stable)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        await session.flush()
    await session.rollback()
    assert horse.name == "grey"


async def what_only_leads_to_the_owner_does_not_come_in_by_a_flush() -> None:
    session = KeepingSession()
    stable = (await session.scalars(select(Stable))).one()
    horse = Horse(name="grey", stable=stable)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        await session.commit()
    await session.rollback()
    assert horse.moved is None


async def what_leads_to_the_owner_and_is_added() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = Horse(name="grey", stable=stable)
    session.add(horse)
    await session.flush()
    await session.rollback()
    assert horse.name == "grey"
    assert stable.name == "mews"  # IO: expired by rollback()


async def an_append_in_a_savepoint_that_is_rolled_back() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    savepoint = await session.begin_nested()
    stable.horses.append(horse)
    await savepoint.rollback()
    assert stable.horses  # IO: expired by rollback()


async def an_append_to_one_of_two_in_a_savepoint() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    if horse.name == "roan":
        stable.horses = []
    try:
        async with session.begin_nested():
            stable.horses.append(horse)
            raise ValueError
    except ValueError:
        assert stable.horses  # IO: expired by rollback()


async def an_append_before_a_savepoint_that_is_rolled_back() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    stable.horses.append(horse)
    savepoint = await session.begin_nested()
    await savepoint.rollback()
    assert stable.horses


async def what_the_other_side_has_put_in_before_anybody_looked() -> None:
    session = KeepingSession()
    stable = (await session.scalars(MEWS)).one()
    horse = (await session.scalars(ROAN)).one()
    horse.stable = stable
    session.expire(horse, ["name"])
    assert [one.name for one in stable.horses]  # IO: expired by expire()


async def what_has_lost_a_member_in_a_savepoint_that_is_rolled_back() -> None:
    session = KeepingSession()
    query = select(Horse).where(Horse.id == 1).options(selectinload(Horse.stable))
    horse = (await session.scalars(query)).one()
    before, after = horse.stable, await session.get(Stable, 2)
    assert before
    savepoint = await session.begin_nested()
    horse.stable = after
    await savepoint.rollback()
    assert before.name  # IO: expired by rollback()


async def what_had_lost_a_member_before_a_savepoint_that_is_rolled_back() -> None:
    session = KeepingSession()
    query = select(Horse).where(Horse.id == 1).options(selectinload(Horse.stable))
    horse = (await session.scalars(query)).one()
    before = horse.stable
    assert before
    horse.stable = None
    savepoint = await session.begin_nested()
    await savepoint.rollback()
    assert before.name


async def what_has_lost_the_one_that_it_had() -> None:
    session = KeepingSession()
    query = PROFILE.options(selectinload(Profile.user))
    profile = (await session.scalars(query)).one()
    user = profile.user
    assert user
    profile.user = (await session.scalars(BOB)).one()
    assert user.profile is None


async def what_another_one_has_taken_stays_where_it_was() -> None:
    session = KeepingSession()
    query = ANN.options(selectinload(User.profile))
    user = (await session.scalars(query)).one()
    other = (await session.scalars(BOB.options(selectinload(User.profile)))).one()
    other.profile = user.profile
    assert user.profile is other.profile


async def nothing_is_in_a_list_into_which_nothing_was_put() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    kept: list[User] = []
    if user in kept:
        await session.commit()
    assert user.name == "ann"


async def something_is_in_a_list_into_which_it_was_put() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    kept: list[User] = []
    kept.append(user)
    if user in kept:
        await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def nothing_is_in_a_list_in_the_first_turn_of_a_loop() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    kept: list[User] = []
    for other in (await session.scalars(select(User).where(User.id == 1))).all():
        if other in kept:
            await session.commit()
            break
        kept.append(other)
        assert user.name == "ann"


async def nothing_is_in_the_collection_of_a_new_object() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    user = User(name="cid")
    if post in user.posts:
        await session.commit()
    assert post.title == "first"


async def something_is_in_the_collection_of_its_new_owner() -> None:
    session = Session()
    post = (await session.scalars(POST.options(selectinload(Post.author)))).one()
    post.author = user = User(name="cid")
    if post in user.posts:
        await session.commit()
    assert post.title == "first"  # IO: expired by commit()
