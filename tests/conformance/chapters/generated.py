"""What the database makes: there after a SELECT, and not always after a flush."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import selectinload

from conformance.harness import needs, unseen, until
from conformance.models import (
    ANN,
    NOTE,
    POST,
    Fetching,
    KeepingSession,
    Leaving,
    Note,
    Post,
    Session,
    User,
)


async def onupdate_after_an_update() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.flush()
    assert note.changed is not None  # IO: generated


async def onupdate_after_a_keeping_commit() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.commit()
    assert note.changed is not None  # IO: generated


async def onupdate_before_the_flush() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    assert note.changed is None


async def onupdate_without_a_change() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    await session.flush()
    assert note.changed is None


async def onupdate_of_an_autoflush() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.scalars(NOTE.with_only_columns(Note.id))
    assert note.changed is not None  # IO: generated


async def onupdate_that_is_assigned_by_hand() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    note.changed = None
    await session.flush()
    assert note.text == "new"


async def onupdate_of_python() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.flush()
    assert note.edits == 7


async def onupdate_after_an_insert() -> None:
    session = Session()
    note = Note(text="new")
    session.add(note)
    await session.flush()
    assert note.changed is None


@needs(2, 0)
async def onupdate_with_eager_defaults() -> None:
    session = Session()
    note = await session.get(Fetching, 1)
    assert note is not None
    note.text = "new"
    await session.flush()
    assert note.changed is not None


@until(2, 0)
@unseen("SQLAlchemy 2 fetches it")
async def onupdate_with_eager_defaults_of_old() -> None:
    session = Session()
    note = await session.get(Fetching, 1)
    assert note is not None
    note.text = "new"
    await session.flush()
    assert note.changed is not None  # IO: generated


async def other_columns_after_an_update() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.flush()
    assert (note.id, note.text) == (1, "new")
    assert note.created is not None


async def relationships_after_an_update() -> None:
    session = Session()
    query = POST.options(selectinload(Post.author), selectinload(Post.tags))
    post = (await session.scalars(query)).one()
    post.title = "new"
    await session.flush()
    assert post.author is not None
    assert [tag.label for tag in post.tags] == ["new"]


async def onupdate_after_a_savepoint() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    async with session.begin_nested():
        note.text = "new"
    assert note.text == "new"
    assert note.changed is not None  # IO: generated


@needs(2, 0)
async def server_default_after_an_insert() -> None:
    session = Session()
    note = Note(text="new")
    session.add(note)
    await session.flush()
    assert note.created is not None


@until(2, 0)
@unseen("SQLAlchemy 2 fetches it, where the database can return what it inserts")
async def server_default_after_an_insert_of_old() -> None:
    session = Session()
    note = Note(text="new")
    session.add(note)
    await session.flush()
    assert note.created is not None  # IO: generated


async def server_default_with_eager_defaults() -> None:
    session = Session()
    note = Fetching(text="new")
    session.add(note)
    await session.flush()
    assert note.created is not None


async def server_default_without_eager_defaults() -> None:
    session = Session()
    note = Leaving(text="new")
    session.add(note)
    await session.flush()
    assert note.created is not None  # IO: generated


async def server_default_after_a_select() -> None:
    session = Session()
    note = await session.get(Leaving, 1)
    assert note is not None
    assert note.created is not None


async def server_default_that_is_given() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    other = Leaving(text="new", created=note.created)
    session.add(other)
    await session.flush()
    assert other.created == note.created


async def column_property_after_a_select() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    assert note.loud == "NOTE"


async def column_property_after_an_insert() -> None:
    session = Session()
    note = Note(text="new")
    session.add(note)
    await session.flush()
    assert note.loud == "NEW"  # IO: generated


async def column_property_after_an_update() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.flush()
    assert note.loud == "NEW"  # IO: generated


async def column_property_before_the_flush() -> None:
    session = Session()
    note = Note(text="new")
    session.add(note)
    assert note.loud is None


async def an_expression_in_an_insert() -> None:
    session = Session()
    note = Note(text=func.lower("NEW"))
    session.add(note)
    await session.flush()
    assert note.text == "new"  # IO: generated


async def an_expression_in_an_update() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    note.text = func.lower("NEW")
    await session.commit()
    assert note.text == "new"  # IO: generated


async def a_commit_expires_it_anyway() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.commit()
    assert note.changed is not None  # IO: generated


async def a_refresh_of_its_name() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.flush()
    await session.refresh(note, ["changed"])
    assert note.changed is not None


async def in_run_sync() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.flush()
    await session.run_sync(lambda _: note.changed)
    assert note.changed is not None


async def column_property_after_a_keeping_commit() -> None:
    session = KeepingSession()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    await session.commit()
    assert note.loud == "NEW"  # IO: generated


async def an_expression_after_a_keeping_commit() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    user.visits = User.visits + 1
    await session.commit()
    assert user.visits == 1  # IO: generated


async def an_expression_leaves_other_columns() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    user.visits = User.visits + 1
    await session.commit()
    assert user.name == "ann"


@needs(2, 0)
async def server_default_after_a_keeping_commit() -> None:
    session = KeepingSession()
    note = Note(text="new")
    session.add(note)
    await session.commit()
    assert note.created is not None


async def of_a_row_that_was_rolled_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    note = Note(text="new")
    session.add(note)
    await session.flush()
    await session.rollback()
    assert note.text == "new"
    assert note.loud  # raises DetachedInstanceError
    assert user.name == "ann"


async def of_a_row_that_was_rolled_back_where_that_is_caught() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    note = Leaving(text="new")
    session.add(note)
    await session.flush()
    await session.rollback()
    try:
        assert note.created is not None
    except SQLAlchemyError:
        assert user.name == "ann"  # IO: expired by rollback()
