"""When a session does IO, so that two tasks must not make it do so at a time.

Source: "Using AsyncSession with Concurrent Tasks".
"""

from __future__ import annotations

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import Site
from flake8_greenlet.libraries import tasks
from flake8_greenlet.libraries.sqlalchemy.session_states import Begun, SessionState


def does_io(session: Address | None, site: Site, *, writes: bool = False) -> None:
    """A session asks the database for something, or `writes` to it."""
    state = None if session is None else site.state(session)
    if session is not None and isinstance(state, SessionState) and not state.several:
        version = site.machine.world.libraries.settings.sqlalchemy_version
        # In 1.4 two tasks that connect get a connection each, and nobody complains.
        connected = state.begun is Begun.YES or (version is not None and version < (2, 0))
        tasks.use(tasks.Use(session, writes, connected), site)
