"""One condition twice: what a branch loaded is there wherever the same branch is taken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, load_only, selectinload

from conformance.models import (
    ANN,
    POST,
    SHELF,
    KeepingSession,
    Note,
    Post,
    Profile,
    Session,
    Shelf,
    Tag,
    User,
)
from conformance.services import Users, describe, fetch_user, user_query


async def an_option_and_its_reader() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        query = select(User).where(User.id == 1)
        if with_posts:
            query = query.options(selectinload(User.posts))
        user = (await session.scalars(query)).one()
        if with_posts:
            return len(user.posts)
        return 0

    assert await show(Session(), True) == 2
    assert await show(Session(), False) == 0


async def an_option_and_a_reader_without_condition() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        query = select(User).where(User.id == 1)
        if with_posts:
            query = query.options(selectinload(User.posts))
        user = (await session.scalars(query)).one()
        return len(user.posts)  # IO: never loaded

    assert await show(Session(), True) == 2
    await show(Session(), False)


async def an_option_and_the_opposite_reader() -> None:
    async def show(session: AsyncSession, brief: bool) -> int:
        query = ANN
        if not brief:
            query = query.options(selectinload(User.posts))
        user = (await session.scalars(query)).one()
        return 0 if brief else len(user.posts)

    assert await show(Session(), False) == 2
    assert await show(Session(), True) == 0


async def an_option_and_the_wrong_reader() -> None:
    async def show(session: AsyncSession, brief: bool) -> int:
        query = ANN
        if brief:
            query = query.options(selectinload(User.posts))
        user = (await session.scalars(query)).one()
        return 0 if brief else len(user.posts)  # IO: never loaded

    await show(Session(), False)


async def two_options_and_their_readers() -> None:
    async def show(session: AsyncSession, posts: bool, profile: bool) -> list[Any]:
        query = ANN
        if posts:
            query = query.options(selectinload(User.posts))
        if profile:
            query = query.options(joinedload(User.profile))
        user = (await session.scalars(query)).one()
        shown: list[Any] = [user.name]
        if posts:
            shown += [post.title for post in user.posts]
        if profile and user.profile:
            shown.append(user.profile.city)
        return shown

    for posts in (True, False):
        for profile in (True, False):
            assert len(await show(Session(), posts, profile)) == 1 + 2 * posts + profile


async def two_options_and_the_wrong_reader() -> None:
    async def show(session: AsyncSession, posts: bool, profile: bool) -> object:
        query = ANN
        if posts:
            query = query.options(selectinload(User.posts))
        if profile:
            query = query.options(joinedload(User.profile))
        user = (await session.scalars(query)).one()
        return user.profile if posts else None  # IO: never loaded

    await show(Session(), True, False)


async def a_list_of_options() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        options: list[Any] = []
        if with_posts:
            options.append(selectinload(User.posts))
        user = (await session.scalars(ANN.options(*options))).one()
        return len(user.posts) if with_posts else 0

    assert await show(Session(), True) == 2
    assert await show(Session(), False) == 0


async def a_list_of_options_and_a_reader_without_condition() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        options: list[Any] = []
        if with_posts:
            options.append(selectinload(User.posts))
        user = (await session.scalars(ANN.options(*options))).one()
        return len(user.posts)  # IO: never loaded

    await show(Session(), False)


async def a_conditional_expression() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        query = ANN.options(selectinload(User.posts)) if with_posts else ANN
        user = (await session.scalars(query)).one()
        return len(user.posts) if with_posts else 0

    assert await show(Session(), True) == 2
    assert await show(Session(), False) == 0


async def a_conditional_expression_and_a_reader_without_condition() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        query = ANN.options(selectinload(User.posts)) if with_posts else ANN
        user = (await session.scalars(query)).one()
        return len(user.posts)  # IO: never loaded

    await show(Session(), False)


async def a_tuple_of_names() -> None:
    async def show(session: AsyncSession, include: Sequence[str]) -> int:
        query = ANN
        if "posts" in include:
            query = query.options(selectinload(User.posts))
        user = (await session.scalars(query)).one()
        return len(user.posts) if "posts" in include else 0

    assert await show(Session(), ("posts",)) == 2
    assert await show(Session(), ()) == 0


async def a_helper_with_a_constant_flag() -> None:
    session = Session()
    user = await fetch_user(session, posts=True)
    assert len(user.posts) == 2


async def a_helper_with_the_other_flag() -> None:
    session = Session()
    user = await fetch_user(session, posts=False)
    assert user.posts  # IO: never loaded


async def a_helper_with_its_default_flag() -> None:
    session = Session()
    user = await fetch_user(session)
    assert user.posts  # IO: never loaded


async def a_helper_that_makes_the_statement() -> None:
    session = Session()
    user = (await session.scalars(user_query(posts=True))).one()
    assert len(user.posts) == 2


async def a_helper_that_makes_the_other_statement() -> None:
    session = Session()
    user = (await session.scalars(user_query())).one()
    assert user.posts  # IO: never loaded


async def a_flag_that_is_handed_on() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> str:
        user = await fetch_user(session, posts=with_posts)
        return describe(user, posts=with_posts)

    assert await show(Session(), True) == "ann: 2"
    assert await show(Session(), False) == "ann"


async def a_flag_that_only_the_reader_has() -> None:
    session = Session()
    user = await fetch_user(session)
    assert describe(user) == "ann"
    assert describe(user, posts=True)  # IO: never loaded


async def a_flag_that_is_handed_on_and_read_without_condition() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        user = await fetch_user(session, posts=with_posts)
        return len(user.posts)  # IO: never loaded

    await show(Session(), False)


async def a_refresh_and_its_reader() -> None:
    async def show(session: AsyncSession, fresh: bool) -> str | None:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        if fresh:
            await session.refresh(user)
        return user.name if fresh else None

    assert await show(Session(), True) == "ann"
    assert await show(Session(), False) is None


async def a_refresh_and_a_reader_without_condition() -> None:
    async def show(session: AsyncSession, fresh: bool) -> str:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        if fresh:
            await session.refresh(user)
        return user.name  # IO: expired by commit()

    await show(Session(), False)


async def a_commit_and_its_refresh() -> None:
    async def rename(session: AsyncSession, name: str, commit: bool) -> str:
        user = (await session.scalars(ANN)).one()
        user.name = name
        if commit:
            await session.commit()
        else:
            await session.flush()
        if commit:
            await session.refresh(user)
        return user.name

    assert await rename(Session(), "anna", True) == "anna"
    assert await rename(Session(), "anna", False) == "anna"


async def an_early_return() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        query = ANN.options(selectinload(User.posts)) if with_posts else ANN
        user = (await session.scalars(query)).one()
        if not with_posts:
            return 0
        return len(user.posts)

    assert await show(Session(), True) == 2
    assert await show(Session(), False) == 0


async def an_early_return_of_what_needs_no_commit() -> None:
    async def rename(session: AsyncSession, user: User, name: str) -> str:
        if user.name == name:
            return user.name
        user.name = name
        await session.commit()
        return name

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await rename(session, user, "anna") == "anna"


async def an_early_return_before_the_commit_is_not_the_only_way() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if user.visits > 0:
        return
    user.visits = 1
    await session.commit()
    assert user.visits == 1  # IO: expired by commit()


async def an_early_raise() -> None:
    async def load(session: AsyncSession, key: int) -> User:
        user = await session.get(User, key, options=[selectinload(User.posts)])
        if user is None:
            raise LookupError(key)
        return user

    assert len((await load(Session(), 1)).posts) == 2


async def found_or_made() -> None:
    async def load(session: AsyncSession, name: str) -> User:
        user = (await session.scalars(select(User).where(User.name == name))).first()
        if user is None:
            user = User(name=name)
            session.add(user)
            await session.commit()
            await session.refresh(user)
        return user

    assert (await load(Session(), "ann")).name == "ann"
    assert (await load(Session(), "cid")).name == "cid"


async def found_or_made_and_not_refreshed() -> None:
    async def load(session: AsyncSession, name: str) -> int:
        user = (await session.scalars(select(User).where(User.name == name))).first()
        if user is None:
            user = User(name=name)
            session.add(user)
            await session.commit()
        return user.id  # IO: expired by commit()

    assert await load(Session(), "ann") == 1
    await load(Session(), "cid")


async def found_or_made_with_a_collection() -> None:
    async def load(session: AsyncSession, name: str) -> int:
        query = select(User).where(User.name == name).options(selectinload(User.posts))
        user = (await session.scalars(query)).first()
        if user is None:
            user = User(name=name, posts=[])
            session.add(user)
            await session.commit()
        return len(user.posts)

    assert await load(KeepingSession(), "ann") == 2
    assert await load(KeepingSession(), "cid") == 0


async def found_or_made_without_its_collection() -> None:
    async def load(session: AsyncSession, name: str) -> int:
        query = select(User).where(User.name == name).options(selectinload(User.posts))
        user = (await session.scalars(query)).first()
        if user is None:
            user = User(name=name)
            session.add(user)
            await session.commit()
        return len(user.posts)  # IO: never loaded, new

    assert await load(KeepingSession(), "ann") == 2
    await load(KeepingSession(), "cid")


async def what_was_changed_remembers_it() -> None:
    async def update(session: AsyncSession, name: str | None) -> str:
        user = (await session.scalars(ANN)).one()
        changed = False
        if name is not None:
            user.name = name
            changed = True
        if changed:
            await session.commit()
            await session.refresh(user)
        return user.name

    assert await update(Session(), None) == "ann"
    assert await update(Session(), "anna") == "anna"


async def what_was_changed_forgets_to_refresh() -> None:
    async def update(session: AsyncSession, name: str | None) -> str:
        user = (await session.scalars(ANN)).one()
        changed = False
        if name is not None:
            user.name = name
            changed = True
        if changed:
            await session.commit()
        return user.name  # IO: expired by commit()

    assert await update(Session(), None) == "ann"
    await update(Session(), "anna")


async def a_guard_against_none() -> None:
    async def tags(session: AsyncSession, key: int) -> list[Tag]:
        post = await session.get(Post, key)
        if post is None:
            return []
        return post.tags  # IO: never loaded

    assert await tags(Session(), 99) == []
    await tags(Session(), 1)


async def a_guard_by_the_foreign_key() -> None:
    session = Session()
    posts = (await session.scalars(select(Post).where(Post.author_id.is_(None)))).all()
    for post in posts:
        if post.author_id is None:
            assert post.author is None


async def a_guard_by_the_wrong_side_of_the_foreign_key() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    if post.author_id is not None:
        assert post.author  # IO: never loaded


async def a_conjunction() -> None:
    async def show(session: AsyncSession, with_posts: bool, loud: bool) -> int:
        query = ANN
        if with_posts and loud:
            query = query.options(selectinload(User.posts))
        user = (await session.scalars(query)).one()
        if with_posts and loud:
            return len(user.posts)
        return 0

    assert await show(Session(), True, True) == 2
    assert await show(Session(), True, False) == 0


async def a_conjunction_of_which_one_half_is_forgotten() -> None:
    async def show(session: AsyncSession, with_posts: bool, loud: bool) -> int:
        query = ANN
        if with_posts and loud:
            query = query.options(selectinload(User.posts))
        user = (await session.scalars(query)).one()
        if with_posts:
            return len(user.posts)  # IO: never loaded
        return 0

    await show(Session(), True, False)


async def a_choice_of_words() -> None:
    async def show(session: AsyncSession, detail: str) -> list[object]:
        if detail == "full":
            query = ANN.options(selectinload(User.posts), selectinload(User.profile))
        elif detail == "posts":
            query = ANN.options(selectinload(User.posts))
        else:
            query = ANN
        user = (await session.scalars(query)).one()
        if detail == "full":
            return [user.name, user.profile, *user.posts]
        if detail == "posts":
            return [user.name, *user.posts]
        return [user.name]

    assert len(await show(Session(), "full")) == 4
    assert len(await show(Session(), "posts")) == 3
    assert len(await show(Session(), "")) == 1


async def a_choice_of_words_with_one_too_few() -> None:
    async def show(session: AsyncSession, detail: str) -> object:
        query = ANN.options(selectinload(User.posts)) if detail == "full" else ANN
        user = (await session.scalars(query)).one()
        if detail == "full" and user.posts:
            return user.profile  # IO: never loaded
        return user.name

    await show(Session(), "full")


async def a_flag_on_self() -> None:
    class Page:
        def __init__(self, session: AsyncSession, with_posts: bool) -> None:
            self.session = session
            self.with_posts = with_posts

        async def show(self) -> int:
            query = ANN
            if self.with_posts:
                query = query.options(selectinload(User.posts))
            user = (await self.session.scalars(query)).one()
            return len(user.posts) if self.with_posts else 0

    assert await Page(Session(), True).show() == 2
    assert await Page(Session(), False).show() == 0


async def a_flag_that_is_tested_early() -> None:
    async def show(session: AsyncSession, key: int, with_posts: bool) -> object:
        if with_posts:
            user = await session.get(User, key, options=[selectinload(User.posts)])
        else:
            user = await session.get(User, key)
        if user is None:
            return None
        if not with_posts:
            return user.name
        return user.posts

    assert await show(Session(), 1, True)
    assert await show(Session(), 1, False) == "ann"


async def what_either_branch_loads() -> None:
    async def show(session: AsyncSession, joined: bool) -> object:
        option = joinedload(User.profile) if joined else selectinload(User.profile)
        user = (await session.scalars(ANN.options(option))).one()
        return user.profile

    assert await show(Session(), True)
    assert await show(Session(), False)


async def the_same_condition_about_another_object() -> None:
    async def show(session: AsyncSession, wanted: bool) -> object:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        if wanted:
            await session.refresh(user)
        other = user if wanted else await session.get(User, 2)
        return other and other.name

    assert await show(Session(), True) == "ann"
    assert await show(Session(), False) == "bob"


async def a_constant_that_is_true() -> None:
    with_posts = True
    session = Session()
    query = ANN.options(selectinload(User.posts)) if with_posts else ANN
    user = (await session.scalars(query)).one()
    assert user.posts


async def _find_ann(session: AsyncSession, with_posts: bool) -> User:
    query = ANN
    if with_posts:
        query = query.options(selectinload(User.posts))
    return (await session.scalars(query)).one()


async def a_condition_of_a_callee_and_of_its_caller() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        user = await _find_ann(session, with_posts)
        return len(user.posts) if with_posts else 0

    assert await show(Session(), True) == 2
    assert await show(Session(), False) == 0


async def _write(session: AsyncSession, *, commit: bool) -> None:
    if commit:
        await session.commit()
    else:
        await session.flush()


async def a_commit_that_a_callee_is_asked_for_and_its_caller_follows() -> None:
    async def rename(commit: bool) -> str:
        async with Session() as session:
            user = (await session.scalars(ANN)).one()
            await _write(session, commit=commit)
            if commit:
                await session.refresh(user)
            return user.name

    assert await rename(True) == await rename(False)


async def a_commit_that_a_callee_is_asked_for_and_its_caller_forgets() -> None:
    async def rename(commit: bool) -> str:
        async with Session() as session:
            user = (await session.scalars(ANN)).one()
            await _write(session, commit=commit)
            if not commit:
                await session.refresh(user)
            return user.name  # IO: expired by commit()

    await rename(False)
    await rename(True)


async def an_answer_that_a_callee_gives_for_each_condition() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        if not with_posts:
            await session.commit()
        user = await _find_ann(session, with_posts)
        if not with_posts:
            return user.visits
        return len(user.posts)

    assert await show(Session(), True) == 2
    assert await show(Session(), False) == 0


async def a_condition_of_a_callee_that_its_caller_turns_round() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        user = await _find_ann(session, with_posts)
        if with_posts:
            return len(user.posts)
        return len(user.posts)  # IO: never loaded

    assert await show(Session(), True) == 2
    assert await show(Session(), False) == 0


async def a_condition_that_changes() -> None:
    async def show(session: AsyncSession, with_posts: bool) -> int:
        query = ANN
        if with_posts:
            query = query.options(selectinload(User.posts))
        user = (await session.scalars(query)).one()
        with_posts = True
        return len(user.posts) if with_posts else 0  # IO: never loaded

    await show(Session(), False)


async def a_note_that_is_only_sometimes_changed() -> None:
    async def edit(session: AsyncSession, text: str | None) -> object:
        note = await session.get(Note, 1)
        assert note is not None
        if text is not None:
            note.text = text
            await session.flush()
        if text is None:
            return note.changed
        return note.text

    assert await edit(Session(), None) is None
    assert await edit(Session(), "new") == "new"


async def a_repository_with_options() -> None:
    user = await Users(Session()).find(1, selectinload(User.posts))
    assert len(user.posts) == 2


async def a_repository_without_options() -> None:
    user = await Users(Session()).find(1)
    assert user.posts  # IO: never loaded


async def what_a_branch_has_read_does_not_answer_elsewhere() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    if json.loads("false"):
        user = await session.get(User, post.author_id)
        assert post.author is user
    assert post.author is not None  # IO: never loaded


async def what_each_branch_has_got_answers() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    if json.loads("false"):
        user = await session.get(User, post.author_id)
        assert post.author is user
    else:
        user = await session.get(User, post.author_id)
    assert post.author is user


async def a_list_of_all_that_only_one_branch_has_loaded_with_more(more: str | None = None) -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if more is not None:
        users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
        assert user in users
    everyone = (await session.scalars(select(User))).all()
    for one in everyone:
        assert one.posts  # IO: never loaded


async def a_get_of_what_one_branch_has_fetched_begins_on_the_other(*, first: bool = False) -> None:
    session = KeepingSession()
    user: User | None = None
    if first:
        user = (await session.scalars(ANN)).one()
    await session.commit()
    user = await session.get(User, 1)
    await session.rollback()
    assert user
    assert user.name  # IO: expired by rollback()


async def a_get_of_what_both_branches_have_fetched_begins_nothing(*, first: bool = False) -> None:
    session = KeepingSession()
    if first:
        user: User | None = (await session.scalars(ANN)).one()
    else:
        user = await session.get(User, 1)
    await session.commit()
    again = await session.get(User, 1)
    await session.rollback()
    assert again is user
    assert user
    assert user.name == "ann"


async def a_name_is_not_what_could_not_be_read(new: str | None = None) -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.rollback()
    if new:
        shelf = Shelf(place="right")
    assert shelf.by_raise == []  # raises InvalidRequestError
    assert shelf.place


async def a_name_may_still_be_what_could_be_read(new: str | None = None) -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    if new:
        shelf = Shelf(place="right")
    assert shelf.place == "left"
    await session.rollback()
    assert shelf.place == "left"  # IO: expired by rollback()


async def a_refresh_brings_nothing_that_no_branch_has_asked_for(*, brief: bool = False) -> None:
    session = Session()
    wanted = select(Profile)
    if brief:
        wanted = wanted.options(load_only(Profile.city))
    profile = (await session.scalars(wanted)).one()
    await session.refresh(profile)
    post = (await session.scalars(POST)).one()
    assert profile.city
    assert post.author  # IO: never loaded


async def a_refresh_brings_what_both_branches_have_asked_for(*, brief: bool = False) -> None:
    session = Session()
    wanted = select(Profile).options(joinedload(Profile.user))
    if brief:
        wanted = wanted.options(load_only(Profile.city))
    profile = (await session.scalars(wanted)).one()
    await session.refresh(profile)
    post = (await session.scalars(POST)).one()
    assert post.author and post.author is profile.user


async def a_refresh_brings_what_one_branch_has_asked_for_with_more(*, full: bool = False) -> None:
    session = Session()
    wanted = select(Profile).options(joinedload(Profile.user))
    if full:
        wanted = wanted.options(joinedload(Profile.user).selectinload(User.posts))
    profile = (await session.scalars(wanted)).one()
    await session.refresh(profile)
    post = (await session.scalars(POST)).one()
    assert post.author and post.author is profile.user
