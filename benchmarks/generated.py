"""Programs of any size, each for one way in which a program grows.

They are ordinary async SQLAlchemy: models with relationships, sessions that load, write and commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

HEAD = """\
from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


"""

GARDEN = """\
class Garden(Base):
    __tablename__ = "garden"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    beds: Mapped[list[Bed]] = relationship(back_populates="garden")


class Bed(Base):
    __tablename__ = "bed"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    garden_id: Mapped[int] = mapped_column(ForeignKey("garden.id"))
    garden: Mapped[Garden] = relationship(back_populates="beds")


"""

Program = Callable[[int], dict[str, str]]
"""From a size to the files of a project, by name; the first one is the one to check."""


def write(files: dict[str, str], folder: Path) -> list[Path]:
    """Write the files of a project, which has its root at the folder; their paths."""
    (folder / "pyproject.toml").touch()
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def _function(lines: Iterable[str]) -> str:
    return "".join(
        ["async def work(session: AsyncSession, flag: list[bool]) -> None:\n"]
        + [f"    {line}\n" for line in lines]
    )


def statements(size: int) -> dict[str, str]:
    """One function of so many statements, which loads, reads, writes and flushes."""
    kinds = (
        "garden{n} = await session.get(Garden, {n})",
        "name{n} = garden{before}.name.title()",
        'bed{n} = Bed(name="{n}", garden_id=garden{earlier}.id)',
        "session.add(bed{before})",
        "await session.flush()",
    )
    lines = []
    for n in range(size):
        place = n % len(kinds)
        lines.append(kinds[place].format(n=n, before=n - 1, earlier=n - 2))
    return {"work.py": HEAD + GARDEN + _function(lines)}


def branches(size: int) -> dict[str, str]:
    """So many conditions in a row, that is, 2 to the power of that many paths."""
    lines = ["garden = await session.get(Garden, 1)"]
    for n in range(size):
        lines += [f"if flag[{n}]:", "    await session.commit()", "else:", "    garden.name = 'x'"]
    return {"work.py": HEAD + GARDEN + _function([*lines, "print(garden.name)"])}


def nesting(size: int) -> dict[str, str]:
    """Conditions and loops inside of each other, so deep."""
    lines = ["garden = await session.get(Garden, 1)"]
    for n in range(size):
        opening = f"if flag[{n}]:" if n % 2 else f"for bed{n} in flag:"
        lines += [" " * n + opening, " " * n + " garden.name = 'x'"]
    return {"work.py": HEAD + GARDEN + _function([*lines, "print(garden.name)"])}


def calls(size: int) -> dict[str, str]:
    """So many functions of which each calls the next one twice."""
    functions = [
        f"async def step{n}(session: AsyncSession, garden: Garden) -> None:\n"
        f"    await step{n + 1}(session, garden)\n"
        "    garden.name = 'x'\n"
        f"    await step{n + 1}(session, garden)\n\n\n"
        for n in range(size)
    ]
    last = f"async def step{size}(session: AsyncSession, garden: Garden) -> None:\n"
    return {"work.py": HEAD + GARDEN + "".join(functions) + last + "    await session.commit()\n"}


def functions(size: int) -> dict[str, str]:
    """So many functions in one file."""
    text = [
        f"async def work{n}(session: AsyncSession) -> str:\n"
        "    query = select(Garden).options(selectinload(Garden.beds)).limit(1)\n"
        "    garden = (await session.execute(query)).scalar_one()\n"
        f"    garden.name = '{n}'\n"
        "    for bed in garden.beds:\n"
        "        bed.name += garden.name\n"
        "    await session.commit()\n"
        "    await session.refresh(garden)\n"
        "    return garden.name\n\n\n"
        for n in range(size)
    ]
    return {"work.py": HEAD + GARDEN + "".join(text)}


def models(size: int) -> dict[str, str]:
    """So many classes, each related to the next, and a query for each."""
    classes = [
        f"class Model{n}(Base):\n"
        f'    __tablename__ = "model{n}"\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        f'    next_id: Mapped[int] = mapped_column(ForeignKey("model{n + 1}.id"))\n'
        f"    next: Mapped[Model{n + 1}] = relationship()\n\n\n"
        for n in range(size)
    ]
    last = (
        f"class Model{size}(Base):\n"
        f'    __tablename__ = "model{size}"\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n\n\n"
    )
    queries = [
        f"async def work{n}(session: AsyncSession) -> object:\n"
        f"    query = select(Model{n}).options(selectinload(Model{n}.next))\n"
        "    return [row.next.id for row in (await session.scalars(query)).all()]\n\n\n"
        for n in range(size)
    ]
    return {"work.py": HEAD + "".join(classes) + last + "".join(queries)}


def relationships(size: int) -> dict[str, str]:
    """So many relationships between two classes, all of which a function loads and reads."""
    one = "".join(
        f"    bed{n}_id: Mapped[int] = mapped_column(ForeignKey('bed.id'))\n"
        f"    bed{n}: Mapped[Bed] = relationship(foreign_keys=[bed{n}_id])\n"
        for n in range(size)
    )
    options = "".join(f"        selectinload(Garden.bed{n}),\n" for n in range(size))
    reads = "".join(f"    print(garden.bed{n}.name)\n" for n in range(size))
    return {
        "work.py": f"{HEAD}class Bed(Base):\n"
        "    __tablename__ = 'bed'\n"
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    name: Mapped[str]\n\n\n"
        "class Garden(Base):\n"
        "    __tablename__ = 'garden'\n"
        f"    id: Mapped[int] = mapped_column(primary_key=True)\n{one}\n\n"
        "async def work(session: AsyncSession) -> None:\n"
        f"    query = select(Garden).options(\n{options}    )\n"
        f"    garden = (await session.scalars(query)).one()\n{reads}"
    }


def modules(size: int) -> dict[str, str]:
    """An application of so many modules: each has a model, related to the one before, and a
    service that calls the one before."""
    files = {"app/base.py": HEAD, "app/__init__.py": ""}
    for n in range(size):
        before = f"from app.part{n - 1} import Model{n - 1}, name{n - 1}\n" if n else ""
        columns = (
            f'    before_id: Mapped[int] = mapped_column(ForeignKey("model{n - 1}.id"))\n'
            f"    before: Mapped[Model{n - 1}] = relationship()\n"
            if n
            else ""
        )
        call = f"    await name{n - 1}(session, key)\n" if n else ""
        option = f".options(selectinload(Model{n}.before))" if n else ""
        files[f"app/part{n}.py"] = (
            "from sqlalchemy import ForeignKey, select\n"
            "from sqlalchemy.ext.asyncio import AsyncSession\n"
            "from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload\n\n"
            f"from app.base import Base\n{before}\n\n"
            f"class Model{n}(Base):\n"
            f'    __tablename__ = "model{n}"\n'
            "    id: Mapped[int] = mapped_column(primary_key=True)\n"
            f"    name: Mapped[str]\n{columns}\n\n"
            f"async def name{n}(session: AsyncSession, key: int) -> str:\n{call}"
            f"    query = select(Model{n}){option}.where(Model{n}.id == key)\n"
            "    row = (await session.execute(query)).scalar_one()\n"
            "    return row.name\n"
        )
    return files


SERIES: dict[str, tuple[Program, tuple[int, ...]]] = {
    "statements in a function": (statements, (10, 100, 1_000, 10_000)),
    "conditions in a row": (branches, (4, 16, 64, 256)),
    "blocks inside of each other": (nesting, (5, 10, 20, 40, 80)),
    "calls inside of each other": (calls, (8, 16, 32, 64, 128, 256)),
    "functions in a file": (functions, (10, 100, 1_000)),
    "models in a file": (models, (10, 100, 1_000)),
    "relationships of a class": (relationships, (4, 16, 64, 256)),
    "modules of a project": (modules, (100, 1_000, 10_000)),
}
"""Each way to grow, and the sizes to measure."""
