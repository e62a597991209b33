"""Runs the programs of ``tests/cases`` on the real SQLAlchemy and tells what happened.

This is a script, started by :mod:`harness`.  It reads one request a line from standard input,
``{"root", "entry", "main", "cwd"}``, runs that main in a process of its own, and answers with one
line of JSON (see :func:`report`).  Where the platform can fork, the expensive imports are done
once, before the first request; each run still starts from a process that has run nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import gc
import importlib
import importlib.util
import inspect
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

PRELOAD = ("sqlalchemy.ext.asyncio", "aiosqlite", "fastapi", "httpx")
TIMEOUT = 60.0
DATABASE_DELAY = 0.02
HEARTBEAT = 0.001

Line = tuple[str, int]


class Witness:
    """Sees which lines of one program raise, lose a coroutine, or stop the event loop."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.beats = 0
        self.raised: list[dict[str, Any]] = []
        self.warned: list[dict[str, Any]] = []
        self.blocked: list[list[Line]] = []

    def line(self, filename: str, number: int) -> list[Line]:
        """The line as (path below the program's root, number), nothing for foreign files."""
        path = Path(filename)
        return [(path.relative_to(self.root).as_posix(), number)] if self.owns(path) else []

    def owns(self, path: Path) -> bool:
        return self.root in path.parents

    # Exceptions

    def exception(self, error: BaseException) -> None:
        """Record *error* with all that it wraps.

        SQLAlchemy 2.1 wraps: ``StatementError: (sqlalchemy.exc.MissingGreenlet) …``.  The
        traceback of the wrapped exception ends where it was caught, deep in SQLAlchemy, so an
        exception is taken to have passed through the lines of its wrapper as well.
        """
        seen: set[int] = set()
        passed: list[dict[str, Any]] = []

        def visit(current: BaseException | None, outer: list[Line]) -> None:
            if current is None or id(current) in seen:
                return
            seen.add(id(current))
            lines = [*outer, *self.traceback_lines(current.__traceback__)]
            if isinstance(current, SyntaxError) and current.filename and current.lineno:
                lines += self.line(current.filename, current.lineno)
            names = [cls.__name__ for cls in type(current).__mro__]
            passed.append({"names": names, "text": str(current)[:300], "lines": lines})
            visit(current.__cause__, lines)
            visit(current.__context__, [])
            for member in getattr(current, "exceptions", ()):
                visit(member, lines)

        visit(error, [])
        self.raised.extend(passed)

    def traceback_lines(self, traceback: TracebackType | None) -> list[Line]:
        lines: list[Line] = []
        while traceback is not None:
            lines += self.line(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno)
            traceback = traceback.tb_next
        return lines

    # Coroutines that nobody awaits

    def warning(self, message: warnings.WarningMessage) -> None:
        """Record a RuntimeWarning; the text of "never awaited" carries the coroutine's origin."""
        if issubclass(message.category, RuntimeWarning):
            text = str(message.message)
            origin = re.findall(r'File "(.+)", line (\d+)', text)
            lines = [line for name, number in origin for line in self.line(name, int(number))]
            self.warned.append({"text": text, "lines": lines})

    # Calls that stop the loop

    async def heart(self) -> None:
        while True:
            self.beats += 1
            await asyncio.sleep(HEARTBEAT)

    @contextlib.contextmanager
    def database_call(self) -> Iterator[None]:
        """Let a call into ``sqlite3`` take its time, and see whether the loop's heart goes on.

        Only calls on a thread that runs an event loop are slowed down: aiosqlite's worker and
        ``asyncio.to_thread`` are elsewhere, and may take as long as they like.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            yield
            return
        before = self.beats
        time.sleep(DATABASE_DELAY)
        yield
        if before and self.beats == before:
            self.blocked.append(self.stack_lines(sys._getframe()))

    def stack_lines(self, frame: FrameType | None) -> list[Line]:
        lines: list[Line] = []
        while frame is not None:
            lines += self.line(frame.f_code.co_filename, frame.f_lineno)
            frame = frame.f_back
        return lines

    def watch_sqlite(self) -> None:
        """Make every connection opened from now on report its calls to :meth:`database_call`."""
        call = self.database_call

        class Cursor(sqlite3.Cursor):
            def execute(self, *args: Any) -> Any:
                with call():
                    return super().execute(*args)

            def executemany(self, *args: Any) -> Any:
                with call():
                    return super().executemany(*args)

        class Connection(sqlite3.Connection):
            def cursor(self, factory: Any = Cursor) -> Any:
                return super().cursor(factory)

            def commit(self) -> None:
                with call():
                    super().commit()

            def rollback(self) -> None:
                with call():
                    super().rollback()

        connect = sqlite3.connect

        def watched_connect(*args: Any, **kwargs: Any) -> Any:
            with call():
                return connect(*args, **{"factory": Connection, **kwargs})

        # SQLAlchemy's sync dialect looks in sqlite3.dbapi2, aiosqlite in sqlite3.
        sqlite3.connect = watched_connect
        sqlite3.dbapi2.connect = watched_connect


def load(entry: Path) -> Any:
    """Import the program's entry file the way ``python entry.py`` would, as module ``main``."""
    sys.path[0] = str(entry.parent)
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("main", entry)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["main"] = module
    spec.loader.exec_module(module)
    return module


def run(main: Callable[[], Any], witness: Witness) -> None:
    """Run *main* to its end: a coroutine function beside a heartbeat, or a plain function."""
    if not inspect.iscoroutinefunction(main):
        main()
        return

    async def beside_heartbeat() -> None:
        heart = asyncio.ensure_future(witness.heart())
        await asyncio.sleep(2 * HEARTBEAT)
        try:
            await main()
        finally:
            heart.cancel()

    asyncio.run(beside_heartbeat())


def report(request: dict[str, str]) -> dict[str, Any]:
    """What happened: ``raised``, ``warned`` and ``blocked``, each with the program's lines."""
    witness = Witness(Path(request["root"]))
    witness.watch_sqlite()
    os.chdir(request["cwd"])
    sys.set_coroutine_origin_tracking_depth(50)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                run(getattr(load(Path(request["entry"])), request["main"]), witness)
            except BaseException as error:
                witness.exception(error)
            gc.collect()
    for message in caught:
        witness.warning(message)
    return {"raised": witness.raised, "warned": witness.warned, "blocked": witness.blocked}


def answer(request: str) -> None:
    """Print the report of one request and leave, whatever threads the program has left behind."""
    faulthandler.dump_traceback_later(TIMEOUT, exit=True)
    print(json.dumps(report(json.loads(request))), flush=True)
    os._exit(0)


def serve() -> None:
    """Answer requests until standard input ends."""
    for name in PRELOAD:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()  # Each run collects its own garbage, and need not look through all of this again.
    for request in iter(sys.stdin.readline, ""):
        if hasattr(os, "fork"):
            process = os.fork()
            if process == 0:
                answer(request)
            status = os.waitpid(process, 0)[1]
        else:
            status = subprocess.run([sys.executable, __file__, request]).returncode
        if status:
            print(json.dumps({"died": status}), flush=True)


if __name__ == "__main__":
    answer(sys.argv[1]) if len(sys.argv) > 1 else serve()
