"""IO of a synchronous engine or session, when it runs on the event loop."""

from __future__ import annotations

from flake8_greenlet.events import SyncIO, SyncSessionInjected
from flake8_greenlet.interpreter.frames import Frame
from flake8_greenlet.interpreter.values import Context, Site
from flake8_greenlet.libraries.sqlalchemy.coroutines import called
from flake8_greenlet.records import dataclass


def coroutine_site(site: Site) -> Site | None:
    """The innermost place, outwards from here, that stands in an `async def`.

    A helper that blocks is right in itself: it is the coroutine that must not call it.
    """
    frame: Frame | None = site.frame
    node = site.node
    while frame is not None:
        function = frame.function
        if function is not None and frame.machine.world.code(function.node).is_async:
            return Site(frame, node)
        if frame.node is None:
            return None
        node, frame = frame.node, frame.caller
    return None


def in_coroutine(site: Site) -> bool:
    """Whether this very place is in the body of a coroutine, on the event loop."""
    place = coroutine_site(site)
    return site.context is Context.LOOP and place is not None and place.frame is site.frame


def blocked(what: str, call: str, site: Site, *, made: str | None = None) -> bool:
    """Tell that something blocks the event loop here; returns whether it was told."""
    if site.context is not Context.LOOP:
        return False
    place = coroutine_site(site)
    if place is None:
        return False
    helper = called(place) if _is_in_a_helper(site, place) else None
    place.emit(SyncIO(what, made, None if made else call, helper))
    return True


def entered(what: str, site: Site) -> None:
    """What was just made here, and told of, is entered by `async with`: that raises a TypeError."""
    happenings = site.machine.happenings
    if any(isinstance(each.event, SyncIO) and each.node is site.node for each in happenings):
        site.machine.take_back(site.node)
        site.emit(SyncIO(what, called(site), None, is_entered=True))


def _is_in_a_helper(site: Site, place: Site) -> bool:
    """Whether it is a function which the coroutine calls that blocks."""
    frame: Frame | None = site.frame
    while frame is not None and frame is not place.frame:
        if frame.function is not None:
            return True
        frame = frame.caller
    return False


@dataclass(frozen=True, eq=False)
class Injected:
    """A synchronous session that a framework has handed to a coroutine: that is told at the
    parameter, unless the session is only used in threads."""

    parameter: Site
    event: SyncSessionInjected

    def tell(self) -> None:
        self.parameter.emit(self.event)

    def used(self, site: Site) -> None:
        """It does IO here, or goes where nobody looks."""
        notes, key = site.machine.notes, ("blocks", self.parameter.node)
        if key in notes or site.context not in (Context.LOOP, Context.THREAD):
            return
        site.machine.take_back(self.parameter.node)
        if site.context is Context.LOOP:
            notes[key] = self
            self.tell()
