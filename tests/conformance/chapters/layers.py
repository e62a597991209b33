"""The same facts across functions, classes and files: who loads, who expires, who reads."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conformance.models import ANN, KeepingSession, Post, Session, User
from conformance.services import (
    UnitOfWork,
    Users,
    apply,
    fetch_first_posts,
    fetch_user,
    fetch_users,
    save,
    save_and_refresh,
    user_row,
    user_tree,
)

logger = logging.getLogger(__name__)


async def a_serializer_of_columns() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user_row(user) == {"id": 1, "name": "ann"}


async def a_serializer_of_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user_tree(user)  # IO: never loaded


async def a_serializer_of_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert user_tree(user)["posts"] == ["first", "second"]


async def a_serializer_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user_row(user)  # IO: expired by commit()


async def a_serializer_after_a_keeping_commit() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user_row(user)


async def a_serializer_of_every_row() -> None:
    session = Session()
    users = await fetch_users(session)
    assert [user_tree(user) for user in users]  # IO: never loaded


async def a_serializer_that_is_mapped() -> None:
    session = Session()
    users = await fetch_users(session)
    await session.commit()
    assert list(map(user_row, users))  # IO: expired by commit()


async def what_a_helper_fetched_and_another_shows() -> None:
    session = Session()
    user = await fetch_user(session)
    assert user_tree(user)  # IO: never loaded


async def what_a_helper_fetched_with_options() -> None:
    session = Session()
    user = await fetch_user(session, posts=True)
    assert user_tree(user)


async def a_helper_that_commits() -> None:
    session = Session()
    user = User(name="cid")
    await save(session, user)
    assert user.id == 3  # IO: expired by commit()


async def a_helper_that_commits_what_is_kept() -> None:
    session = KeepingSession()
    user = User(name="cid")
    await save(session, user)
    assert user.id == 3


async def a_helper_that_commits_another_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await save(session, Post(title="third"))
    assert user.name == "ann"  # IO: expired by commit()


async def a_helper_that_refreshes() -> None:
    session = Session()
    user = await save_and_refresh(session, User(name="cid"))
    assert (user.id, user.name) == (3, "cid")


async def a_helper_that_refreshes_no_collection() -> None:
    session = Session()
    user = await save_and_refresh(session, User(name="cid"))
    assert user.posts == []  # IO: never loaded


async def a_helper_that_refreshes_one_of_two() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await save_and_refresh(session, Post(title="third"))
    assert user.name == "ann"  # IO: expired by commit()


async def a_helper_that_is_not_awaited_in_place() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    saving = save(session, Post(title="third"))
    assert user.name == "ann"
    await saving
    assert user.name == "ann"  # IO: expired by commit()


async def values_that_a_helper_applies() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    apply(user, {"name": "anna", "email": None})
    await session.flush()
    assert (user.name, user.email) == ("anna", None)


async def a_repository_that_adds() -> None:
    users = Users(Session())
    user = await users.add(User(name="cid"))
    assert (user.id, user.name) == (3, "cid")


async def a_repository_that_adds_loads_nothing() -> None:
    users = Users(Session())
    user = await users.add(User(name="cid"))
    assert user.posts == []  # IO: never loaded, new


async def a_repository_that_commits() -> None:
    users = Users(Session())
    user = await users.find(1)
    await users.update(user, name="anna")
    assert user.name == "anna"  # IO: expired by commit()


async def a_repository_that_commits_and_returns() -> None:
    users = Users(Session())
    user = await users.update(await users.find(1), name="anna")
    assert user.name == "anna"  # IO: expired by commit()


async def a_repository_that_commits_what_is_kept() -> None:
    users = Users(KeepingSession())
    user = await users.update(await users.find(1), name="anna")
    assert user.name == "anna"


async def a_repository_with_a_method_of_its_own() -> None:
    users = Users(Session())
    user = await users.with_posts()
    assert len(user.posts) == 2


async def a_repository_of_every_row() -> None:
    users = Users(Session())
    for user in await users.all():
        assert user.posts is not None  # IO: never loaded


async def a_repository_shares_its_session() -> None:
    session = Session()
    user = await Users(session).find(1)
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def two_repositories_of_one_session() -> None:
    session = Session()
    ann = await Users(session).find(1)
    await Users(session).update(await Users(session).find(2), name="bert")
    assert ann.name == "ann"  # IO: expired by commit()


async def a_unit_of_work_inside() -> None:
    async with UnitOfWork(Session) as work:
        user = await work.users.find(1)
        assert user.name == "ann"
        assert user.posts  # IO: never loaded


async def a_unit_of_work_afterwards() -> None:
    async with UnitOfWork(Session) as work:
        user = await work.users.find(1)
    assert user.name == "ann"  # IO: expired by commit()


async def a_unit_of_work_that_keeps() -> None:
    async with UnitOfWork(KeepingSession) as work:
        user = await work.users.find(1)
    assert user.name == "ann"


async def a_unit_of_work_that_commits_in_between() -> None:
    async with UnitOfWork(Session) as work:
        user = await work.users.find(1)
        await work.session.commit()
        assert user.name == "ann"  # IO: expired by commit()


async def a_service_with_a_session_of_its_own() -> None:
    class Service:
        def __init__(self) -> None:
            self.session = Session()

        async def load(self) -> User:
            return (await self.session.scalars(ANN)).one()

        async def close_month(self) -> None:
            await self.session.commit()

    service = Service()
    user = await service.load()
    assert user.name == "ann"
    await service.close_month()
    assert user.name == "ann"  # IO: expired by commit()


async def a_service_that_keeps_the_object() -> None:
    class Service:
        def __init__(self, session: AsyncSession, user: User) -> None:
            self.session = session
            self.user = user

        async def rename(self, name: str) -> str:
            self.user.name = name
            await self.session.commit()
            return self.user.name  # IO: expired by commit()

    session = Session()
    service = Service(session, (await session.scalars(ANN)).one())
    await service.rename("anna")


async def a_base_class_that_commits() -> None:
    class Base:
        def __init__(self, session: AsyncSession) -> None:
            self.session = session

        async def done(self) -> None:
            await self.session.commit()

    class Renaming(Base):
        async def run(self) -> str:
            user = (await self.session.scalars(ANN)).one()
            user.name = "anna"
            await self.done()
            return user.name  # IO: expired by commit()

    await Renaming(Session()).run()


async def an_override_that_refreshes() -> None:
    class Base:
        def __init__(self, session: AsyncSession) -> None:
            self.session = session

        async def done(self, user: User) -> None:
            await self.session.commit()

    class Renaming(Base):
        async def done(self, user: User) -> None:
            await super().done(user)
            await self.session.refresh(user)

        async def run(self) -> str:
            user = (await self.session.scalars(ANN)).one()
            user.name = "anna"
            await self.done(user)
            return user.name

    assert await Renaming(Session()).run() == "anna"


async def a_generator_of_sessions() -> None:
    async def sessions() -> AsyncIterator[AsyncSession]:
        async with Session() as session:
            yield session

    async for session in sessions():
        user = (await session.scalars(ANN)).one()
        assert user.name == "ann"
        await session.commit()
        assert user.name == "ann"  # IO: expired by commit()


async def a_generator_of_rows() -> None:
    async def rows(session: AsyncSession) -> AsyncIterator[User]:
        for user in (await session.scalars(select(User))).all():
            yield user

    async for user in rows(Session()):
        assert user.posts is not None  # IO: never loaded


async def a_tuple_of_objects() -> None:
    async def both(session: AsyncSession) -> tuple[User, Sequence[Post]]:
        user = (await session.scalars(ANN)).one()
        return user, (await session.scalars(select(Post))).all()

    user, posts = await both(Session())
    assert [post.title for post in posts if post.author_id == user.id] == ["first", "second"]
    assert posts[0].tags  # IO: never loaded


async def a_dictionary_of_objects() -> None:
    session = Session()
    by_name = {user.name: user for user in await fetch_users(session)}
    assert by_name["ann"].visits == 0
    assert by_name["ann"].posts  # IO: never loaded


async def a_dictionary_after_a_commit() -> None:
    session = Session()
    by_name = {user.name: user for user in await fetch_users(session)}
    await session.commit()
    assert by_name["ann"].visits == 0  # IO: expired by commit()


async def a_closure() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()

    def title() -> str:
        return user.name.title()

    assert title() == "Ann"
    await session.commit()
    user.name = "anna"
    assert title() == "Anna"


async def a_value_that_was_kept() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    key, name = user.id, user.name
    await session.commit()
    assert (key, name) == (1, "ann")


async def a_row_that_was_kept() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    tree = user_tree(user)
    await session.commit()
    assert tree["posts"] == ["first", "second"]


async def a_log_line() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    logger.info("renamed %s", user.name)  # IO: expired by commit()


async def a_log_line_of_the_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    logger.info("renamed %s", user)


async def a_log_line_leaves_the_object_known() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    logger.info("renamed %s", user)
    assert user.posts  # IO: never loaded


async def arguments_by_name() -> None:
    async def rename(*, session: AsyncSession, user: User, **values: Any) -> None:
        for name, value in values.items():
            setattr(user, name, value)
        await session.commit()

    session = Session()
    user = (await session.scalars(ANN)).one()
    await rename(session=session, user=user, name="anna")
    assert user.name == "anna"  # IO: expired by commit()


async def what_a_callee_reads_of_its_own_rows() -> None:
    session = Session()
    query = ANN.options(selectinload(User.posts), selectinload(User.profile))
    user = (await session.scalars(query)).one()
    assert await fetch_first_posts(session) == user.posts
