"""`relationship(lazy=…)`: what is loaded without being asked for."""

from __future__ import annotations

import json

import sqlalchemy
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import immediateload, joinedload, lazyload, noload, selectinload

from conformance.harness import needs, until
from conformance.models import LABEL, LEAF, ROOT, SHELF, KeepingSession, Label, Node, Session, Shelf

SHELVES = sqlalchemy.select(Shelf).where(Shelf.place == "left")


async def select() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_select  # IO: never loaded


async def true_is_select() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_true  # IO: never loaded


async def selectin() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_selectin


async def joined() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_joined


async def false_is_joined() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_false


async def subquery() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_subquery


async def immediate() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_immediate


async def raising() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_raise  # raises InvalidRequestError


async def raising_on_sql() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    assert shelf.by_raise_on_sql  # raises InvalidRequestError


async def raising_of_what_is_expired() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    session.expire(shelf)
    assert shelf.by_raise  # raises InvalidRequestError


async def one_eager_relationship_that_is_expired() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    session.expire(shelf, ["by_selectin"])
    assert shelf.by_joined
    assert shelf.by_selectin  # IO: expired by expire()


async def one_eager_relationship_does_not_come_back_with_one_column() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    session.expire(shelf, ["place", "by_selectin"])
    await session.run_sync(lambda _: shelf.place)
    assert shelf.by_joined
    assert shelf.by_selectin  # IO: expired by expire()


async def an_option_beats_raise() -> None:
    session = Session()
    query = SHELF.options(selectinload(Shelf.by_raise))
    shelf = (await session.scalars(query)).unique().one()
    assert shelf.by_raise


async def lazyload_beats_selectin() -> None:
    session = Session()
    query = SHELF.options(lazyload(Shelf.by_selectin))
    shelf = (await session.scalars(query)).unique().one()
    assert shelf.by_selectin  # IO: never loaded


async def get_loads_what_is_eager() -> None:
    session = Session()
    shelf = await session.get(Shelf, 1)
    assert shelf is not None
    assert shelf.by_selectin and shelf.by_joined


async def a_joined_many_to_one() -> None:
    session = Session()
    label = (await session.scalars(LABEL)).unique().one()
    assert label.shelf is not None
    assert label.shelf.place == "left"


async def what_an_eager_relationship_loads_is_lazy_again() -> None:
    session = Session()
    label = (await session.scalars(LABEL)).unique().one()
    assert label.shelf is not None
    assert label.shelf.by_select  # IO: never loaded


async def selectin_to_itself_loads_nothing() -> None:
    session = Session()
    node = (await session.scalars(ROOT)).one()
    assert node.eager  # IO: never loaded


async def selectin_to_itself_with_join_depth() -> None:
    session = Session()
    node = (await session.scalars(ROOT)).one()
    assert node.deep


async def children_of_a_tree() -> None:
    session = Session()
    node = (await session.scalars(ROOT)).one()
    assert node.children  # IO: never loaded


async def children_of_a_tree_one_level_deep() -> None:
    session = Session()
    node = (await session.scalars(ROOT.options(selectinload(Node.children)))).one()
    assert node.children[0].children == []  # IO: never loaded


async def children_of_a_tree_two_levels_deep() -> None:
    session = Session()
    query = ROOT.options(selectinload(Node.children).selectinload(Node.children))
    node = (await session.scalars(query)).one()
    assert node.children[0].children == []


async def parent_of_a_tree() -> None:
    session = Session()
    node = (await session.scalars(LEAF)).one()
    assert node.parent  # IO: never loaded


async def parent_of_a_tree_while_it_is_held() -> None:
    session = Session()
    root = (await session.scalars(ROOT)).one()
    node = (await session.scalars(LEAF)).one()
    assert node.parent is root


async def immediate_does_not_help_a_new_object() -> None:
    session = Session()
    shelf = Shelf(place="right")
    session.add(shelf)
    await session.flush()
    assert shelf.by_immediate == []  # IO: never loaded, new


async def subquery_does_not_help_a_new_object() -> None:
    session = KeepingSession()
    shelf = Shelf(place="right")
    session.add(shelf)
    await session.commit()
    assert shelf.by_subquery == []  # IO: never loaded, new


async def joined_does_not_help_a_new_object_with_a_key() -> None:
    session = KeepingSession()
    label = Label(shelf_id=1)
    session.add(label)
    await session.commit()
    assert label.shelf  # IO: never loaded, new


async def a_new_object_that_is_selected_again() -> None:
    session = KeepingSession()
    shelf = Shelf(place="right")
    session.add(shelf)
    await session.commit()
    query = sqlalchemy.select(Shelf).where(Shelf.place == "right")
    again = (await session.scalars(query)).unique().one()
    assert again is shelf and again.by_selectin == []


async def get_does_not_fill_a_new_object() -> None:
    session = KeepingSession()
    shelf = Shelf(id=7, place="right")
    session.add(shelf)
    await session.commit()
    again = await session.get(Shelf, 7)
    assert again is shelf
    assert shelf.by_selectin == []  # IO: never loaded, new


async def joined_to_itself_loads_nothing() -> None:
    session = Session()
    query = ROOT.options(joinedload(Node.children).lazyload(Node.deep))
    node = (await session.scalars(query)).unique().one()
    assert node.children[0].deep == []  # IO: never loaded


async def an_option_beats_joined() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF.options(immediateload(Shelf.by_joined)))).unique().one()
    assert shelf.by_joined


async def an_option_takes_one_away() -> None:
    session = Session()
    query = SHELF.options(lazyload(Shelf.by_joined), lazyload(Shelf.by_selectin))
    shelf = (await session.scalars(query)).unique().one()
    assert shelf.by_subquery
    assert shelf.by_joined  # IO: never loaded


async def eager_relationships_are_expired_too() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.commit()
    assert shelf.by_selectin  # IO: expired by commit()


async def eager_relationships_come_back_with_a_column() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.commit()
    await session.run_sync(lambda _: shelf.place)
    assert shelf.by_selectin and shelf.by_joined


async def eager_relationships_come_back_with_a_query() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.commit()
    again = (await session.scalars(SHELF)).unique().one()
    assert again is shelf and shelf.by_selectin and shelf.by_joined


@needs(2, 0)
async def raise_can_be_refreshed_by_its_name() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await session.refresh(shelf, ["by_raise"])
    assert shelf.by_raise


@needs(2, 0)
async def raise_raises_when_it_is_awaited_too() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    await shelf.awaitable_attrs.by_raise  # raises InvalidRequestError


async def raise_of_a_new_object_before_its_flush() -> None:
    session = Session()
    shelf = Shelf(place="right")
    session.add(shelf)
    assert shelf.by_raise == []


@until(2, 1)
async def noload_instead_of_selectin() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF.options(noload(Shelf.by_selectin)))).unique().one()
    assert shelf.by_selectin == []


async def what_follows_a_raise_is_not_run() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    try:
        print(shelf.by_raise)
        session.expire(shelf)
    except InvalidRequestError:
        print("as it should be")
    assert shelf.place == "left"


@needs(2, 0)
async def what_follows_a_raise_that_is_awaited_is_not_run() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    try:
        await shelf.awaitable_attrs.by_raise_on_sql
        session.expire(shelf)
    except InvalidRequestError:
        print("as it should be")
    assert shelf.place == "left"


async def getattr_with_a_default_raises_all_the_same() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    try:
        print(getattr(shelf, "by_raise", None))
    except InvalidRequestError:
        session.expire(shelf)
    assert shelf.place == "left"  # IO: expired by expire()


async def hasattr_raises_all_the_same() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    try:
        print(hasattr(shelf, "by_raise"))
    except InvalidRequestError:
        session.expire(shelf)
    assert shelf.place == "left"  # IO: expired by expire()


async def getattr_with_a_default_of_what_is_not_there_raises_nothing() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    try:
        print(getattr(shelf, "nothing", None))
    except InvalidRequestError:
        session.expire(shelf)
    assert shelf.place == "left"


async def what_follows_a_comprehension_that_raises_has_no_items() -> None:
    session = KeepingSession()
    shelves = (await session.scalars(SHELVES)).unique().all()
    try:
        print([shelf.by_raise for shelf in shelves])
        session.expire_all()
    except InvalidRequestError:
        print("as it should be")
    assert [shelf.place for shelf in shelves]


async def what_follows_a_comprehension_that_surely_raises_is_not_run() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    shelves = (await session.scalars(SHELVES)).unique().all()
    if shelves:
        try:
            print([each.by_raise for each in shelves])
            session.expire(shelf)
        except InvalidRequestError:
            print("as it should be")
    assert shelf.place == "left"


async def what_follows_a_comprehension_that_leaves_out_what_raises() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    shelves = (await session.scalars(SHELVES)).unique().all()
    if shelves:
        try:
            print([each.by_raise for each in shelves if each.place == "right"])
            session.expire(shelf)
        except InvalidRequestError:
            print("as it should not be")
    assert shelf.place == "left"  # IO: expired by expire()


async def what_one_branch_has_loaded_does_not_raise() -> None:
    session = KeepingSession()
    shelf = (await session.scalars(SHELF)).unique().one()
    if shelf.place == "left":
        query = SHELF.options(selectinload(Shelf.by_raise))
        query = query.execution_options(populate_existing=True)
        shelf = (await session.scalars(query)).unique().one()
    assert shelf.by_raise
    session.expire(shelf)
    assert shelf.place == "left"  # IO: expired by expire()


async def selectinload_instead_of_raise_on_sql() -> None:
    session = Session()
    query = SHELF.options(selectinload(Shelf.by_raise_on_sql))
    shelf = (await session.scalars(query)).unique().one()
    assert shelf.by_raise_on_sql


async def a_joined_many_to_one_with_an_option() -> None:
    session = Session()
    query = LABEL.options(joinedload(Label.shelf).selectinload(Shelf.by_select))
    label = (await session.scalars(query)).unique().one()
    assert label.shelf is not None and label.shelf.by_select


async def what_may_be_there_with_an_option_does_not_raise() -> None:
    session = KeepingSession()
    query = SHELVES.options(selectinload(Shelf.by_raise))
    shelves = (await session.scalars(query)).unique().all()
    shelf = await session.get(Shelf, json.loads("1"))
    assert shelf is not None and shelf in shelves and shelf.by_raise
    session.expire(shelf)
    assert shelf.place == "left"  # IO: expired by expire()


async def what_may_be_there_with_an_option_is_loaded_again_with_it() -> None:
    session = Session()
    query = SHELVES.options(selectinload(Shelf.by_raise))
    shelves = (await session.scalars(query)).unique().all()
    shelf_id = json.loads("1")
    shelf = await session.get(Shelf, shelf_id)
    await session.commit()
    shelf = await session.get(Shelf, shelf_id)
    assert shelf is not None and shelf in shelves and shelf.by_raise
    session.expire(shelf)
    assert shelf.place == "left"  # IO: expired by expire()


async def what_may_have_come_along_with_an_option_does_not_raise() -> None:
    session = KeepingSession()
    query = LABEL.options(joinedload(Label.shelf).selectinload(Shelf.by_raise))
    label = (await session.scalars(query)).unique().one()
    shelf = await session.get(Shelf, json.loads("1"))
    assert shelf is not None and shelf.by_raise and label.id
    session.expire(shelf)
    assert shelf.place == "left"  # IO: expired by expire()


async def assigning_what_raises() -> None:
    session = Session()
    shelf = (await session.scalars(SHELF)).unique().one()
    shelf.by_raise = []  # raises InvalidRequestError
