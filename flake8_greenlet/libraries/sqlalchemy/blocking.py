"""IO of a synchronous engine or session, when it runs on the event loop."""

from __future__ import annotations

from flake8_greenlet.events import SyncIO
from flake8_greenlet.interpreter.frames import Frame
from flake8_greenlet.interpreter.values import Context, Site


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
    place.emit(SyncIO(what, made, None if made else call))
    return True
