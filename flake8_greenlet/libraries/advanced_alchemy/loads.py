"""What `load=` asks for: loader options, attributes, or lists of both."""

from __future__ import annotations

from flake8_greenlet.interpreter.containers import known_items
from flake8_greenlet.interpreter.values import NONE, Arguments, Constant, Site, Value
from flake8_greenlet.libraries.sqlalchemy.loading import LoaderOption, make_option
from flake8_greenlet.libraries.sqlalchemy.mapping import ClassAttribute

_UNKNOWN = LoaderOption(unknown=True)


def loader_options(own: Value, more: Value, site: Site) -> list[Value]:
    """The options of a query: a repository's own and those of a call.

    What the call gives comes in addition, but a loader option that stands by itself takes the
    place of the others.
    """
    asked = _options(more, site)
    return asked if isinstance(more, LoaderOption) else [*_options(own, site), *asked]


def _options(spec: Value, site: Site) -> list[Value]:
    if spec == NONE:
        return []
    if isinstance(spec, LoaderOption):
        return [spec]
    if isinstance(spec, ClassAttribute):
        return [make_option("selectinload").call(Arguments([spec]), site)]
    if spec == Constant("*"):
        return [make_option("joinedload").call(Arguments([spec]), site)]
    items = known_items(spec, site)
    if items is None:
        return [_UNKNOWN]
    return [option for item in items for option in _of_item(item, site)]


def _of_item(item: Value, site: Site) -> list[Value]:
    """One item of a list; a list in the list is a chain, each link below the one before."""
    links = _options(item, site)
    if known_items(item, site) is None or not links:
        return links
    chain = links[-1]
    for link in links[-2::-1]:
        chain = link.get("options", site).call(Arguments([chain]), site)
    return [chain]
