"""What expiring, refreshing, expunging or deleting an object does to what hangs on it."""
# mypy: disable-error-code="attr-defined"

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Integer, String, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

from conformance.models import KeepingSession, Session


class Base(DeclarativeBase):
    __abstract__ = True


class Tree(Base):
    __tablename__ = "elms"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))

    branches: Mapped[list[Branch]] = relationship(
        "Branch", back_populates="tree", cascade="all, delete-orphan"
    )
    burrows: Mapped[list[Burrow]] = relationship("Burrow")
    trunk: Mapped[Trunk | None] = relationship(
        "Trunk", uselist=False, cascade="save-update, merge, refresh-expire"
    )
    signs: Mapped[list[Sign]] = relationship("Sign", cascade="all", lazy="selectin")


class Branch(Base):
    __tablename__ = "branches"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    tree_id: Mapped[int | None] = mapped_column(ForeignKey("elms.id"))

    tree: Mapped[Tree | None] = relationship("Tree", back_populates="branches")
    leaves: Mapped[list[Leaf]] = relationship("Leaf", cascade="all")
    fruits: Mapped[list[Fruit]] = relationship("Fruit")


class Leaf(Base):
    __tablename__ = "leaves"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))


class Fruit(Base):
    __tablename__ = "fruits"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))


class Burrow(Base):
    __tablename__ = "burrows"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    tree_id: Mapped[int | None] = mapped_column(ForeignKey("elms.id"))


class Trunk(Base):
    __tablename__ = "trunks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    tree_id: Mapped[int | None] = mapped_column(ForeignKey("elms.id"))


class Sign(Base):
    __tablename__ = "signs"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    tree_id: Mapped[int | None] = mapped_column(ForeignKey("elms.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Tree, {}),
        (Branch, {"tree_id": 1}),
        (Leaf, {"branch_id": 1}),
        (Fruit, {"branch_id": 1}),
        (Burrow, {"tree_id": 1}),
        (Trunk, {"tree_id": 1}),
        (Sign, {"tree_id": 1}),
    ]
    for model, keys in rows:
        connection.execute(model.__table__.insert(), {"id": 1, "name": "one", **keys})


TREE = select(Tree).where(Tree.id == 1)
WITH_BRANCHES = TREE.options(selectinload(Tree.branches))
WITH_LEAVES = TREE.options(selectinload(Tree.branches).selectinload(Branch.leaves))


# Expire


async def expire_reaches_the_children() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    session.expire(tree)
    assert branch.name  # IO: expired by expire()


async def expire_reaches_a_child_in_a_loop() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branches = tree.branches
    session.expire(tree)
    for branch in branches:
        assert branch.name  # IO: expired by expire()


async def expire_reaches_the_children_of_children() -> None:
    session = Session()
    tree = (await session.scalars(WITH_LEAVES)).one()
    leaf = tree.branches[0].leaves[0]
    session.expire(tree)
    assert leaf.name  # IO: expired by expire()


async def expire_reaches_one_to_one() -> None:
    session = Session()
    tree = (await session.scalars(TREE.options(selectinload(Tree.trunk)))).one()
    trunk = tree.trunk
    assert trunk is not None
    session.expire(tree)
    assert trunk.name  # IO: expired by expire()


async def expire_of_a_name_does_not_reach_the_children() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    session.expire(tree, ["branches"])
    assert branch.name == "one"


async def expire_does_not_reach_what_has_no_such_cascade() -> None:
    session = Session()
    tree = (await session.scalars(TREE.options(selectinload(Tree.burrows)))).one()
    burrow = tree.burrows[0]
    session.expire(tree)
    assert burrow.name == "one"


async def expire_does_not_reach_the_parent() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    session.expire(tree.branches[0])
    assert tree.name == "one"


async def expire_does_not_reach_what_is_not_loaded() -> None:
    session = Session()
    tree = (await session.scalars(TREE)).one()
    branch = (await session.scalars(select(Branch).where(Branch.id == 1))).one()
    session.expire(tree)
    assert branch.name == "one"


async def what_was_reached_comes_back_by_itself() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    session.expire(tree)
    await session.refresh(branch)
    assert branch.name == "one"


# Refresh


async def refresh_reaches_children_that_no_option_loaded() -> None:
    session = Session()
    tree = Tree(name="new", branches=[Branch(name="new")])
    session.add(tree)
    await session.flush()
    branch = tree.branches[0]
    await session.refresh(tree)
    assert branch.name  # IO: expired by refresh()


async def refresh_loads_children_that_an_option_loaded() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    await session.refresh(tree)
    assert branch.name == "one"


async def refresh_loads_children_that_are_always_loaded() -> None:
    session = Session()
    tree = (await session.scalars(TREE)).one()
    sign = tree.signs[0]
    await session.refresh(tree)
    assert sign.name == "one"


async def refresh_leaves_what_has_no_such_cascade() -> None:
    session = Session()
    tree = Tree(name="new", burrows=[Burrow(name="new")])
    session.add(tree)
    await session.flush()
    burrow = tree.burrows[0]
    await session.refresh(tree)
    assert burrow.name == "new"


async def refresh_by_name_reaches_nobody() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    await session.refresh(tree, ["name"])
    assert branch.name == "one"


async def refresh_drops_what_the_children_had() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    await session.run_sync(lambda _: branch.fruits)
    await session.refresh(tree)
    assert branch.fruits  # IO: expired by refresh()


async def refresh_leaves_what_others_had() -> None:
    session = Session()
    option = selectinload(Tree.branches).selectinload(Branch.fruits)
    tree = (await session.scalars(TREE.options(option))).one()
    fruit = tree.branches[0].fruits[0]
    await session.refresh(tree)
    assert fruit.name == "one"


async def a_child_knows_its_parent_after_a_refresh() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    await session.refresh(tree)
    assert branch.tree is tree


async def refresh_after_a_commit_brings_the_children() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    await session.commit()
    await session.refresh(tree)
    assert branch.name == "one"


async def refresh_after_a_commit_brings_what_has_no_such_cascade() -> None:
    session = Session()
    tree = (await session.scalars(TREE.options(selectinload(Tree.burrows)))).one()
    burrow = tree.burrows[0]
    await session.commit()
    await session.refresh(tree)
    assert burrow.name == "one"


async def a_child_knows_its_parent_after_a_commit_and_a_refresh() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    await session.commit()
    await session.refresh(tree)
    assert branch.tree is tree


async def a_child_knows_its_parent_after_a_refresh_of_its_own() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    await session.commit()
    await session.refresh(tree)
    await session.refresh(branch)
    assert branch.tree is tree


async def a_child_does_not_know_a_parent_that_is_expired() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    await session.commit()
    await session.refresh(branch)
    assert branch.tree is tree  # IO: expired by refresh()


async def refresh_after_a_commit_leaves_what_no_option_loaded() -> None:
    session = Session()
    tree = (await session.scalars(TREE)).one()
    branch = (await session.scalars(select(Branch).where(Branch.id == 1))).one()
    await session.commit()
    await session.refresh(tree)
    assert branch.name == "one"  # IO: expired by commit()


# Expunge


async def expunge_reaches_the_children() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    session.expunge(tree)
    assert branch.name == "one"
    assert branch.fruits  # raises DetachedInstanceError


async def what_expunge_reached_is_not_expired() -> None:
    session = Session()
    tree = (await session.scalars(WITH_BRANCHES)).one()
    branch = tree.branches[0]
    session.expunge(tree)
    await session.commit()
    assert branch.name == "one"


async def expunge_does_not_reach_what_has_no_such_cascade() -> None:
    session = Session()
    tree = (await session.scalars(TREE.options(selectinload(Tree.burrows)))).one()
    burrow = tree.burrows[0]
    session.expunge(tree)
    await session.commit()
    assert burrow.name == "one"  # IO: expired by commit()


# Delete


async def delete_reaches_the_children() -> None:
    session = Session()
    tree = (await session.scalars(WITH_LEAVES)).one()
    branch = tree.branches[0]
    await session.delete(tree)
    await session.commit()
    assert branch.name == "one"


async def delete_does_not_reach_what_has_no_such_cascade() -> None:
    session = Session()
    tree = (await session.scalars(TREE.options(selectinload(Tree.burrows)))).one()
    burrow = tree.burrows[0]
    await session.delete(tree)
    await session.commit()
    assert burrow.name == "one"  # IO: expired by commit()


async def delete_loads_what_it_reaches() -> None:
    session = KeepingSession()
    tree = (await session.scalars(TREE)).one()
    await session.delete(tree)
    assert tree.branches[0].name == "one"


async def delete_loads_nothing_else() -> None:
    session = KeepingSession()
    tree = (await session.scalars(TREE)).one()
    await session.delete(tree)
    assert tree.burrows[0].name == "one"  # IO: never loaded
