from __future__ import annotations

from lagom import Container, Singleton
from rental.storage import SessionSource


def make_container() -> Container:
    container = Container()
    container[SessionSource] = Singleton(SessionSource)
    return container
