"""`relationship(lazy=…)`: what is loaded without being asked for."""

from __future__ import annotations

from sqlalchemy.orm import lazyload, selectinload

from conformance.models import LABEL, LEAF, ROOT, SHELF, Node, Session, Shelf


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
