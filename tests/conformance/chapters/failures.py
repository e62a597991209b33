"""What `except`, `finally` and what follows them see of a `try` that may have failed anywhere."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, func, insert, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, InvalidRequestError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

from conformance.models import ANN, BOB, POST, KeepingSession, Post, Profile, Session, User
from conformance.services import fetch_users


class Base(DeclarativeBase):
    __abstract__ = True


class Diner(Base):
    __tablename__ = "diners"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(20), unique=True)

    napkins: Mapped[list[Napkin]] = relationship("Napkin")
    spoons: Mapped[list[Spoon]] = relationship("Spoon")


class Napkin(Base):
    __tablename__ = "napkins"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    diner_id: Mapped[int | None] = mapped_column(ForeignKey("diners.id"))
    spoon_id: Mapped[int | None] = mapped_column(ForeignKey("spoons.id"))


class Spoon(Base):
    __tablename__ = "spoons"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    diner_id: Mapped[int] = mapped_column(ForeignKey("diners.id"), nullable=False)

    napkins: Mapped[list[Napkin]] = relationship("Napkin")


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)


def _check(title: str) -> None:
    if title == "bad":
        raise ValueError(title)


async def a_handler_that_rolls_back_and_reads() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        session.add(Post(id=1, title="taken"))
        await session.commit()
    except IntegrityError:
        await session.rollback()
        assert user.name  # IO: expired by rollback()


async def a_handler_that_rolls_back_and_reads_what_was_kept() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    name = user.name
    try:
        session.add(Post(id=1, title="taken"))
        await session.commit()
    except IntegrityError:
        await session.rollback()
        assert name == "ann"


async def a_handler_that_rolls_back_and_refreshes() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        session.add(Post(id=1, title="taken"))
        await session.commit()
    except IntegrityError:
        await session.rollback()
        await session.refresh(user)
        assert user.name == "ann"


async def a_handler_that_rolls_back_and_raises() -> None:
    async def work(session: AsyncSession, user: User) -> str:
        try:
            session.add(Post(title="third"))
            await session.commit()
        except IntegrityError:
            await session.rollback()
            raise
        return user.name

    session = KeepingSession()
    assert await work(session, (await session.scalars(ANN)).one()) == "ann"


async def a_handler_that_rolls_back_and_returns() -> None:
    async def work(session: AsyncSession, user: User, key: int) -> str:
        try:
            session.add(Post(id=key, title="third"))
            await session.commit()
        except IntegrityError:
            await session.rollback()
            return ""
        return user.name

    session = KeepingSession()
    assert await work(session, (await session.scalars(ANN)).one(), 9) == "ann"


async def the_code_after_a_handler_that_rolls_back() -> None:
    async def work(session: AsyncSession, user: User, key: int) -> str:
        try:
            session.add(Post(id=key, title="third"))
            await session.commit()
        except IntegrityError:
            await session.rollback()
        return user.name  # IO: expired by rollback()

    session = KeepingSession()
    await work(session, (await session.scalars(ANN)).one(), 1)


async def a_new_object_after_a_failed_commit() -> None:
    session = Session()
    post = Post(id=1, title="taken")
    session.add(post)
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        assert (post.id, post.title, post.tags) == (1, "taken", [])


async def a_new_object_after_a_failed_flush() -> None:
    session = Session()
    post = Post(id=1, title="taken")
    session.add(post)
    try:
        await session.flush()
    except IntegrityError:
        await session.rollback()
    assert post.title == "taken"


async def a_new_object_that_was_flushed_before_the_failure() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    session.add(Post(id=1, title="taken"))
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        assert user.name == "cid"
        assert user.posts == []


async def an_object_that_was_committed_before_the_failure() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.commit()
    try:
        session.add(Post(id=1, title="taken"))
        await session.commit()
    except IntegrityError:
        await session.rollback()
        assert user.name == "cid"  # IO: expired by rollback()


async def a_failure_before_the_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    try:
        _check("bad")
        await session.commit()
    except ValueError:
        assert user.name == "ann"


async def a_failure_after_the_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    try:
        await session.commit()
        _check("bad")
    except ValueError:
        assert user.name == "ann"  # IO: expired by commit()


async def no_failure() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        return
    await session.refresh(user)
    assert user.name == "ann"


async def the_else_of_a_try() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    try:
        await session.commit()
    except IntegrityError:
        return
    else:
        assert user.name == "ann"  # IO: expired by commit()


async def finally_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    try:
        await session.commit()
    finally:
        assert user.name == "ann"  # IO: expired by commit()


async def finally_that_rolls_back() -> None:
    session = KeepingSession()
    try:
        user = (await session.scalars(ANN)).one()
    finally:
        await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def finally_that_closes() -> None:
    session = KeepingSession()
    try:
        user = (await session.scalars(ANN)).one()
    finally:
        await session.close()
    assert user.name == "ann"


async def finally_that_reads_what_stays() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        user.name = "anna"
        await session.commit()
    finally:
        assert user.email


async def a_failure_raised_again() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        try:
            session.add(Post(id=1, title="taken"))
            await session.flush()
        except IntegrityError:
            await session.rollback()
            await session.refresh(user)
            raise
        finally:
            other = await session.scalar(select(User).where(User.name == "nobody"))
            assert other is None
    except IntegrityError:
        await session.rollback()
        assert user.name == "ann"  # IO: expired by rollback()


async def merge_of_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    nobody: User | None = None
    try:
        await session.merge(nobody)
        session.expire(user)
    except InvalidRequestError:
        assert user.name == "ann"


async def refresh_of_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    nobody: Any = None
    try:
        await session.refresh(nobody)
        session.expire(user)
    except InvalidRequestError:
        assert user.name == "ann"


async def add_of_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        session.add(None)
        session.expire(user)
    except InvalidRequestError:
        assert user.name == "ann"


async def expire_of_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        session.expire(None)
        session.expire(user)
    except InvalidRequestError:
        assert user.name == "ann"


async def a_return_through_finally() -> None:
    async def load(session: AsyncSession) -> User:
        try:
            return (await session.scalars(ANN)).one()
        finally:
            await session.commit()

    session = Session()
    user = await load(session)
    assert user.name == "ann"  # IO: expired by commit()


async def a_value_returned_through_finally() -> None:
    async def load(session: AsyncSession) -> str:
        try:
            return (await session.scalars(ANN)).one().name
        finally:
            await session.commit()

    assert await load(Session()) == "ann"


async def suppress_of_a_failure() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    with contextlib.suppress(ValueError):
        user.name = "anna"
        _check("bad")
    assert user.name == "anna"


async def suppress_of_a_failed_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    with contextlib.suppress(ValueError):
        await session.commit()
        _check("bad")
    assert user.name == "ann"  # IO: expired by commit()


async def two_handlers() -> None:
    async def work(session: AsyncSession, user: User, title: str) -> str:
        try:
            _check(title)
            session.add(Post(id=1, title=title))
            await session.commit()
        except ValueError:
            return user.name
        except IntegrityError:
            await session.rollback()
            return user.name  # IO: expired by rollback()
        return ""

    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    assert await work(session, user, "bad") == "ann"
    await work(session, user, "third")


async def a_broad_handler() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        session.add(Post(id=1, title="taken"))
        await session.flush()
    except SQLAlchemyError:
        await session.rollback()
        assert user.name  # IO: expired by rollback()


async def a_handler_that_makes_a_new_session() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        session.add(Post(id=1, title="taken"))
        await session.commit()
    except IntegrityError:
        await session.rollback()
        other = KeepingSession()
        again = await other.get(User, 1)
        assert again is not user
        assert again and again.name == "ann"


async def a_handler_that_selects_again() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        session.add(Post(id=1, title="taken"))
        await session.commit()
    except IntegrityError:
        await session.rollback()
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def what_the_savepoint_protects() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        async with session.begin_nested():
            session.add(Post(id=1, title="taken"))
            await session.flush()
    except IntegrityError:
        assert user.name == "ann"


async def what_the_savepoint_changed() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        async with session.begin_nested():
            user.name = "anna"
            session.add(Post(id=1, title="taken"))
            await session.flush()
    except IntegrityError:
        assert user.name == "ann"  # IO: expired by rollback()


async def a_savepoint_by_hand() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    savepoint = await session.begin_nested()
    session.add(Post(title="third"))
    await savepoint.rollback()
    assert user.name == "ann"


async def a_savepoint_by_hand_takes_what_it_changed() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    savepoint = await session.begin_nested()
    user.name = "anna"
    await session.flush()
    await savepoint.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def what_an_update_in_a_savepoint_changed() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    savepoint = await session.begin_nested()
    rename = update(User).where(User.id == user.id).values(name="anna")
    await session.execute(rename.execution_options(synchronize_session="evaluate"))
    await savepoint.rollback()
    assert user.email == "ann@example.org"  # IO: expired by rollback()


async def an_update_of_the_object_by_its_own_key() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    shout = update(User).where(User.id == user.id).values(name=func.upper(User.name))
    await session.execute(shout.execution_options(synchronize_session="fetch"))
    assert user.name == "ANN"  # IO: expired by update()


async def what_an_update_in_a_savepoint_did_not_change() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    savepoint = await session.begin_nested()
    rename = update(User).where(User.id == 2).values(name="bobby")
    await session.execute(rename.execution_options(synchronize_session="evaluate"))
    await savepoint.rollback()
    assert user.name == "ann"


async def an_update_in_a_savepoint_that_tells_no_object() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    savepoint = await session.begin_nested()
    rename = update(User).where(User.id == user.id).values(name="anna")
    await session.execute(rename.execution_options(synchronize_session=False))
    await savepoint.rollback()
    assert user.name == "ann"


async def an_update_in_a_savepoint_that_is_kept() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    async with session.begin_nested():
        rename = update(User).where(User.id == user.id).values(name="anna")
        await session.execute(rename.execution_options(synchronize_session="evaluate"))
    assert user.email == "ann@example.org"


async def an_update_in_a_savepoint_that_finds_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    savepoint = await session.begin_nested()
    few = update(User).where(User.id == user.id, User.visits > 1000).values(visits=3)
    await session.execute(few.execution_options(synchronize_session="evaluate"))
    await savepoint.rollback()
    assert user.name == "ann"


async def an_update_before_a_savepoint() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    rename = update(User).where(User.id == user.id).values(name="anna")
    await session.execute(rename.execution_options(synchronize_session="evaluate"))
    savepoint = await session.begin_nested()
    await savepoint.rollback()
    assert user.email == "ann@example.org"


async def a_savepoint_by_hand_that_is_committed() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    savepoint = await session.begin_nested()
    user.name = "anna"
    await savepoint.commit()
    assert (user.name, user.email) == ("anna", "ann@example.org")


async def a_new_object_of_a_failed_savepoint() -> None:
    session = KeepingSession()
    post = Post(title="third")
    with contextlib.suppress(ValueError):
        async with session.begin_nested():
            session.add(post)
            await session.flush()
            raise ValueError
    assert (post.title, post.tags) == ("third", [])


async def a_rollback_inside_a_savepoint_takes_everything() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.begin_nested()
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def a_commit_inside_a_savepoint_commits_everything() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.begin_nested()
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_failed_select() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        (await session.scalars(select(User).where(User.id == 99))).one()
    except SQLAlchemyError:
        assert user.name == "ann"
        assert user.posts  # IO: never loaded


async def a_failed_select_after_which_everything_is_loaded() -> None:
    session = KeepingSession()
    try:
        user = (await session.scalars(select(User).where(User.id == 99))).one()
    except SQLAlchemyError:
        user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
        assert len(user.posts) == 2


async def a_handler_in_a_handler() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        try:
            session.add(Post(id=1, title="taken"))
            await session.commit()
        except IntegrityError:
            await session.rollback()
            raise ValueError from None
    except ValueError:
        assert user.name  # IO: expired by rollback()


async def a_failed_flush_is_another_error() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    session.add(Post(id=1, title="taken"))
    try:
        await session.flush()
    except IntegrityError:
        assert user.name  # raises PendingRollbackError


async def a_failed_begin() -> None:
    session = KeepingSession()
    try:
        async with session.begin():
            user = (await session.scalars(ANN)).one()
            session.add(Post(id=1, title="taken"))
    except IntegrityError:
        assert user.name  # IO: expired by rollback()


async def a_failed_flush_inside_of_begin() -> None:
    session = KeepingSession()
    async with session.begin():
        user = (await session.scalars(ANN)).one()
        session.add(Post(id=1, title="taken"))
        with contextlib.suppress(IntegrityError):
            await session.flush()
    assert user.name  # IO: expired by rollback()


async def a_failed_flush_inside_of_begin_nested() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    async with session.begin_nested():
        session.add(Post(id=1, title="taken"))
        try:
            await session.flush()
        except IntegrityError:
            assert user.name == "ann"
    assert user.name == "ann"
    await session.flush()


async def what_is_not_suppressed_goes_on() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    with contextlib.suppress(KeyError):
        await session.refresh(user)
    assert user.name == "ann"


async def what_is_suppressed_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    with contextlib.suppress(IntegrityError), contextlib.suppress(KeyError):
        await session.execute(insert(Post).values(id=1, title="taken"))
        await session.refresh(user)
    assert user.name  # IO: expired by commit()


async def a_failed_begin_of_new_objects() -> None:
    session = KeepingSession()
    post = Post(id=1, title="taken")
    try:
        async with session.begin():
            session.add(post)
    except IntegrityError:
        assert post.title == "taken"


async def a_handler_of_what_none_does_not_have() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    profile: Any = (await session.scalars(select(Profile).where(Profile.user_id == 9))).first()
    try:
        assert profile.city
    except AttributeError:
        await session.rollback()
        assert user.name  # IO: expired by rollback()


def _titles(user: Any) -> list[str]:
    return [post.title for post in user.posts]


async def a_handler_after_a_callee_that_has_had_it_before() -> None:
    session = KeepingSession()
    user: Any = (await session.scalars(ANN.options(selectinload(User.posts)))).first()
    assert _titles(user)
    try:
        assert _titles(user)
    except Exception:
        await session.rollback()
    assert [post.title for post in user.posts]


async def a_handler_after_a_callee_that_refuses_none() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    profile: Any = (await session.scalars(select(Profile).where(Profile.user_id == 1))).first()
    _refuse_none(profile)
    try:
        assert profile.city
    except Exception:
        await session.rollback()
    assert user.name == "ann"


def _refuse_none(value: Any) -> None:
    if value is None:
        raise LookupError


async def a_handler_of_what_none_does_not_have_and_of_nothing_else() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    profile: Any = (await session.scalars(select(Profile).where(Profile.user_id == 1))).first()
    try:
        assert profile.city
    except AttributeError:
        await session.rollback()
        return
    assert user.name == "ann"


async def a_savepoint_with_nothing_to_write() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        async with session.begin_nested():
            assert user.name
    except SQLAlchemyError:
        await session.rollback()
    assert user.name == "ann"


async def a_savepoint_with_something_to_write() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    session.add(Post(id=1, title="taken"))
    try:
        async with session.begin_nested():
            assert user.name
    except SQLAlchemyError:
        await session.rollback()
    assert user.name  # IO: expired by rollback()


async def what_had_an_attribute_is_not_none() -> None:
    session = KeepingSession()
    user_id = json.loads("1")
    user: Any = await session.get(User, user_id)
    user.visits = 1
    post = (await session.scalars(select(Post).where(Post.author_id == user_id))).first()
    assert post is not None
    try:
        assert user.name == "bob"
    except (AssertionError, AttributeError):
        assert post.author is user


async def a_rollback_of_what_was_inserted_in_the_turns_of_a_loop() -> None:
    session = KeepingSession()
    users = await fetch_users(session)
    user = User(name="cid")
    session.add(user)
    for other in users:
        await session.commit()
        await session.refresh(other)
    await session.rollback()
    assert user.name  # IO: expired by rollback()


async def a_merge_of_what_is_there_asks_for_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        user = await session.merge(user)
    except SQLAlchemyError:
        await session.rollback()
    assert user.name == "ann"


async def a_rollback_of_what_is_new_where_another_one_was_needed() -> None:
    session = KeepingSession()
    post = Post(title="new")
    session.add(post)
    try:
        await session.commit()
        await session.refresh(post)
    except IntegrityError:
        await session.rollback()
    await session.rollback()
    assert post.title == "new"  # IO: expired by rollback()


async def what_had_the_name_before_one_of_the_failures() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    await session.refresh(user)
    try:
        await session.commit()
        user = User(id=1, name="dot")
        session.add(user)
        await session.commit()
    except IntegrityError:
        await session.rollback()
    assert user.name == "dot"


async def what_had_the_name_before_one_of_the_failures_and_is_in_a_list() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    await session.refresh(user)
    users = [user]
    try:
        await session.commit()
        user = User(id=1, name="dot")
        session.add(user)
        await session.commit()
    except IntegrityError:
        await session.rollback()
    assert users[0].name == "cid"  # IO: expired by rollback()


async def what_only_one_of_the_branches_has_let_go() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    if json.loads("false"):
        user = User(name="cid")
        session.add(user)
        await session.flush()
    else:
        session.expire(user)
    assert user.name == "ann"  # IO: expired by expire()


async def a_target_that_only_a_failure_would_have_expired() -> None:
    session = Session()
    users = (await session.scalars(select(User).order_by(User.id))).all()
    post = Post(title="new", author_id=1)
    session.add(post)
    try:
        await session.flush()
    except IntegrityError:
        await session.rollback()
    assert post.author is users[0]


async def the_same_twice_in_a_unique_column(email: str = "eve@example.org") -> None:
    async with KeepingSession() as session:
        session.add(Diner(name="eve", email=email))
        await session.flush()
        with contextlib.suppress(IntegrityError):
            eve = Diner(name="eve", email=email)
            session.add(eve)
            await session.flush()
            assert not eve.napkins
        await session.rollback()


async def a_unique_value_that_was_changed_in_time(email: str = "eve@example.org") -> None:
    async with KeepingSession() as session:
        session.add(Diner(name="eve", email=email))
        await session.flush()
        eve = Diner(name="eve", email=email)
        session.add(eve)
        eve.email = "adam@example.org"
        await session.flush()
        assert not eve.napkins  # IO: never loaded, new
        await session.rollback()


async def a_unique_value_that_was_free_again(email: str = "eve@example.org") -> None:
    async with KeepingSession() as session:
        session.add(Diner(name="eve", email=email))
        await session.flush()
        await session.rollback()
        eve = Diner(name="eve", email=email)
        session.add(eve)
        await session.flush()
        assert not eve.napkins  # IO: never loaded, new
        await session.rollback()


async def a_loop_that_has_to_end_after_one_turn(email: str = "eve@example.org") -> None:
    async with KeepingSession() as session:
        with contextlib.suppress(IntegrityError):
            for name in ("eve", "adam"):
                eve = Diner(name=name, email=email)
                session.add(eve)
                await session.flush()
            assert not eve.napkins
        await session.rollback()


async def no_value_is_as_unique_as_any() -> None:
    async with KeepingSession() as session:
        session.add(Diner(name="eve", email=None))
        adam = Diner(name="adam", email=None)
        session.add(adam)
        await session.flush()
        assert not adam.napkins  # IO: never loaded, new
        await session.rollback()


async def one_of_two_branches_has_the_same_value(*, new: bool = False) -> None:
    async with KeepingSession() as session:
        email = "eve@example.org"
        if new:
            session.add(Diner(name="eve", email=email))
        else:
            session.add(Diner(name="adam", email=email))
        await session.flush()
        user = (await session.scalars(ANN)).one()
        assert user.posts  # IO: never loaded
        await session.rollback()


async def what_a_body_raises_itself_is_what_its_handler_expects() -> None:
    async def show(session: AsyncSession, strict: bool) -> None:
        query = ANN.options(selectinload(User.posts)) if strict else ANN
        user = (await session.scalars(query)).one()
        try:
            await session.flush()
            if strict:
                raise ValueError(user.name)
        except ValueError:
            assert user.posts

    await show(Session(), True)
    await show(Session(), False)


async def what_a_refused_flush_has_loaded_to_delete() -> None:
    session = KeepingSession()
    user = (await session.scalars(BOB)).one()
    other = (await session.scalars(ANN)).one()
    try:
        async with session.begin_nested():
            await session.delete(user)
            session.add(Post(id=1, title="taken"))
            await session.flush()
    except IntegrityError:
        assert user.posts == []
        assert other.posts  # IO: never loaded


async def a_row_without_a_key_that_it_has_to_have() -> None:
    async with KeepingSession() as session:
        with contextlib.suppress(IntegrityError):
            spoon = Spoon()
            session.add(spoon)
            await session.flush()
            assert not spoon.napkins
        await session.rollback()


async def a_row_whose_key_comes_from_what_has_it() -> None:
    async with KeepingSession() as session:
        diner = Diner(name="eve", spoons=[Spoon()])
        session.add(diner)
        await session.flush()
        assert not diner.napkins  # IO: never loaded, new
        await session.rollback()


async def a_row_whose_key_comes_in_time(diner_id: int = 1) -> None:
    async with KeepingSession() as session:
        spoon = Spoon()
        session.add(spoon)
        spoon.diner_id = diner_id
        await session.flush()
        assert not spoon.napkins  # IO: never loaded, new
        await session.rollback()


async def a_row_whose_key_is_among_what_a_loop_sets() -> None:
    async with KeepingSession() as session:
        spoon = Spoon()
        session.add(spoon)
        for name, value in json.loads('{"diner_id": 1}').items():
            setattr(spoon, name, value)
        await session.flush()
        assert not spoon.napkins  # IO: never loaded, new
        await session.rollback()


async def what_a_refused_flush_could_not_load_to_delete() -> None:
    session = KeepingSession()
    profile = (await session.scalars(select(Profile))).one()
    await session.execute(text("DELETE FROM profiles"))
    session.expire(profile)
    try:
        async with session.begin_nested():
            await session.delete(profile)
            await session.flush()
    except SQLAlchemyError:
        assert profile.city  # IO: expired by expire()


async def nothing_comes_along_with_what_is_not_there() -> None:
    session = KeepingSession()
    user: Any = (await session.scalars(ANN.options(selectinload(User.posts)))).first()
    try:
        assert user.posts
    except AttributeError:
        await session.rollback()
    for post in user.posts:
        assert post.title


async def a_get_of_what_has_expired_may_fail() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.execute(text("ALTER TABLE users RENAME TO people"))
    session.expire(user)
    try:
        await session.get(User, 1)
        await session.execute(POST)
    except SQLAlchemyError:
        assert user.name  # IO: expired by expire()


async def a_get_of_what_is_there_asks_for_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    session.add(Post(id=1, title="taken"))
    try:
        await session.get(User, 1)
    except SQLAlchemyError:
        await session.rollback()
    assert user.name == "ann"


async def what_an_update_has_expired_before_a_flush_that_fails() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        await session.execute(update(User).where(User.id == 1).values(name=func.upper("eve")))
        session.add(Post(id=1, title="taken"))
        await session.flush()
    except IntegrityError:
        assert user.name  # raises PendingRollbackError


async def what_an_update_has_expired_before_a_statement_that_fails() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        await session.execute(update(User).where(User.id == 1).values(name=func.upper("eve")))
        await session.execute(insert(Post).values(id=1, title="taken"))
        await session.flush()
    except IntegrityError:
        assert user.name  # IO: expired by update()


async def what_had_expired_in_a_savepoint_whose_flush_failed() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    session.expire(user)
    with contextlib.suppress(IntegrityError):
        async with session.begin_nested():
            session.add(Post(id=1, title="taken"))
            await session.flush()
    assert user.name  # IO: expired by expire()


async def what_none_has_not_is_no_value_error() -> None:
    session = KeepingSession()
    user: Any = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    try:
        await session.refresh(user, ["name"])
        assert user.profile.city
    except ValueError:
        await session.rollback()
    assert user.name == "ann"


async def a_value_error_beside_what_none_has_not() -> None:
    session = KeepingSession()
    user: Any = (await session.scalars(ANN.options(selectinload(User.profile)))).one()
    try:
        assert user.profile.city and int("three")
    except ValueError:
        await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def what_none_has_not_is_an_attribute_error() -> None:
    session = KeepingSession()
    user: Any = (await session.scalars(BOB.options(selectinload(User.profile)))).one()
    try:
        assert user.profile.city
    except AttributeError:
        await session.rollback()
    assert user.name == "bob"  # IO: expired by rollback()


async def a_row_of_a_key_is_there_where_something_may_have_failed() -> None:
    session = Session()
    user_id = json.loads("1")
    failures = []
    try:
        user = (await session.scalars(select(User).where(User.id == user_id))).one()
        assert user.name == "ann"
    except SQLAlchemyError as error:
        failures.append(error)
    again = await session.get(User, user_id, options=[selectinload(User.posts)])
    assert again is not None and failures == []
    assert again.posts  # IO: never loaded


async def a_row_of_a_key_is_there_with_what_its_query_has_loaded() -> None:
    session = Session()
    user_id = json.loads("1")
    posts = selectinload(User.posts)
    failures = []
    try:
        user = (await session.scalars(select(User).where(User.id == user_id).options(posts))).one()
        assert user.name == "ann"
    except SQLAlchemyError as error:
        failures.append(error)
    again = await session.get(User, user_id, options=[posts])
    assert again is not None and failures == []
    assert again.posts


async def a_row_of_another_key_is_not_what_a_query_has_found() -> None:
    session = Session()
    failures = []
    try:
        user = (await session.scalars(select(User).where(User.id == json.loads("2")))).one()
        assert user.name == "bob"
    except SQLAlchemyError as error:
        failures.append(error)
    again = await session.get(User, json.loads("1"), options=[selectinload(User.posts)])
    assert again is not None and failures == []
    assert again.posts


async def a_row_of_a_key_in_a_list() -> None:
    session = Session()
    users = (await session.scalars(select(User).where(User.id == json.loads("1")))).all()
    posts = selectinload(User.posts)
    again = await session.get(User, json.loads("2"), options=[posts])
    assert again is not None and again is not users[0]
    assert again.posts == []


async def _attempts(session: AsyncSession, user: User) -> None:
    for attempt in range(3):
        try:
            await session.refresh(user)
            if attempt == 0:
                raise SQLAlchemyError("a deadlock")
            return
        except SQLAlchemyError:
            if attempt == 2:
                raise
            await session.rollback()


async def what_the_next_attempt_has_read() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await _attempts(session, user)
    assert user.name == "ann"


async def what_an_attempt_leaves_of_another_object() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    other = (await session.scalars(BOB)).one()
    await _attempts(session, user)
    assert user.name == "ann"
    assert other.name == "bob"  # IO: expired by rollback()
