"""What Python's built-in functions do to values."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_greenlet.interpreter.classes import (
    ClassMethod,
    ClassValue,
    Property,
    StaticMethod,
    Super,
)
from flake8_greenlet.interpreter.containers import Dict, Entries, Sequence, Tuple
from flake8_greenlet.interpreter.functions import Coroutine, returning
from flake8_greenlet.interpreter.modules import External
from flake8_greenlet.interpreter.turns import call_for_each
from flake8_greenlet.interpreter.types import FORMS, Form
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    PathEnds,
    Site,
    Value,
    join,
)

Function = Callable[[Arguments, Site], Value]


def _elements(arguments: Arguments, site: Site) -> Value:
    """Any element of the first argument; NOTHING when it is empty."""
    source = arguments.first()
    if source is None:
        return NOTHING
    return source.element(site) or NOTHING


def _collect(arguments: Arguments, site: Site) -> Value:
    source = arguments.first()
    if source is None:
        return Sequence.of((), site)
    if isinstance(source, Tuple):
        return Sequence.of(source.items, site)
    if isinstance(source, Sequence):
        return Sequence(site.allocate(source.contents(site)))
    may_be_empty = not source.is_filled(site)
    return Sequence.of_each(_elements(arguments, site), site, may_be_empty=may_be_empty)


def _sorted(arguments: Arguments, site: Site) -> Value:
    source = arguments.first() or UNKNOWN
    element = _elements(arguments, site)
    _put_in_order(element, arguments, site)
    return Sequence.of_each(element, site, may_be_empty=not source.is_filled(site))


def _put_in_order(element: Value, arguments: Arguments, site: Site) -> None:
    """Ask for the key of an element, or compare it with another one."""
    key = arguments.keywords.get("key", NONE)
    if element is not NOTHING and key != NONE:
        call_for_each(key, element, site)
    elif element is not NOTHING:
        element.compare(ast.Lt(), element, site)


def _one_of(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) > 1:
        candidates: Value = NOTHING
        for value in arguments.positional:
            candidates = join(candidates, value)
    else:
        candidates = _elements(arguments, site)
    _put_in_order(candidates, arguments, site)
    default = arguments.keywords.get("default")
    return join(candidates, default) if default is not None else join(candidates, NOTHING)


def _consume(arguments: Arguments, site: Site) -> Value:
    _elements(arguments, site)
    return site.opaque()


def _map(arguments: Arguments, site: Site) -> Value:
    function, *sources = arguments.positional
    elements = [source.element(site) for source in sources]
    if any(element is None for element in elements):
        return Sequence.of((), site)
    given = [element for element in elements if element is not None]

    def call() -> Value:
        if len(given) == 1:
            return call_for_each(function, given[0], site)
        return function.call(Arguments(given), site)

    result = call()
    # Two coroutines of one function may meet, if both are run at a time.
    several = (result, call()) if isinstance(result, Coroutine) else ()
    return Sequence.of_each(result, site, most=several)


def _filter(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) != 2:
        return UNKNOWN
    function, source = arguments.positional
    element = source.element(site)
    if element is None:
        return Sequence.of((), site)
    if function != NONE:
        call_for_each(function, element, site)
    return Sequence.of_each(element, site)


def _enumerate(arguments: Arguments, site: Site) -> Value:
    element = _elements(arguments, site)
    if element is NOTHING:
        return Sequence.of((), site)
    return Sequence.of_each(Tuple((site.opaque(), element)), site)


def _zip(arguments: Arguments, site: Site) -> Value:
    elements = [source.element(site) for source in arguments.positional]
    if any(element is None for element in elements):
        return Sequence.of((), site)
    return Sequence.of_each(Tuple(tuple(e for e in elements if e is not None)), site)


def _next(arguments: Arguments, site: Site) -> Value:
    from flake8_greenlet.interpreter.functions import Generator

    default = arguments.get(1, "default")
    source = arguments.first()
    if isinstance(source, Generator) and default is None:
        return source.first(site)
    element = _elements(arguments, site)
    if element is NOTHING:
        if default is None:
            raise PathEnds
        return default
    return element if default is None else join(element, default)


def _anext(arguments: Arguments, site: Site) -> Value:
    from flake8_greenlet.interpreter.functions import AsyncGenerator, Done

    source = arguments.first()
    if isinstance(source, AsyncGenerator):
        return Done(source.first(site))
    return site.opaque()


def _len(arguments: Arguments, site: Site) -> Value:
    source = arguments.first()
    return UNKNOWN if source is None else source.length(site)


def _text(arguments: Arguments, site: Site) -> Value:
    source = arguments.first()
    return Constant("") if source is None else source.text(site)


MAX_ATTEMPTS = 5
"""Numbers of a `range()` that are known one by one: as many turns are run."""


def _range(arguments: Arguments, site: Site) -> Value:
    """A few numbers are known one by one: which attempt is the last, code that retries asks."""
    bounds = [bound.value for bound in arguments.positional if isinstance(bound, Constant)]
    known = [bound for bound in bounds if isinstance(bound, int)]
    if len(known) in (1, 2) and len(known) == len(arguments.positional):
        numbers = range(*known)
        if len(numbers) <= MAX_ATTEMPTS:
            return Tuple(tuple(map(Constant, numbers)))
    return UNKNOWN


def _number(arguments: Arguments, site: Site) -> Value:
    for value in arguments.positional:
        value.operand(site)
    return UNKNOWN


def _representation(arguments: Arguments, site: Site) -> Value:
    source = arguments.first()
    return UNKNOWN if source is None else source.representation(site)


def _print(arguments: Arguments, site: Site) -> Value:
    for value in arguments.positional:
        value.text(site)
    return NONE


def _bool(arguments: Arguments, site: Site) -> Value:
    source = arguments.first()
    truth = False if source is None else source.truth(site)
    return UNKNOWN if truth is None else Constant(truth)


def _getattr(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) < 2:
        return UNKNOWN
    target, name = arguments.positional[:2]
    if not (isinstance(name, Constant) and isinstance(name.value, str)):
        return target.get_any(name, site)
    default = arguments.get(2, "default")
    try:
        found = target.get(name.value, site)
    except PathEnds as end:
        if default is None or not _may_be_missing(end, site):
            raise
        return default
    return found


def _hasattr(arguments: Arguments, site: Site) -> Value:
    if arguments.get(1, "name") == Constant("__await__") and arguments.positional[0].is_awaitable:
        return Constant(True)
    try:
        _getattr(Arguments(arguments.positional[:2]), site)
    except PathEnds as end:
        if not _may_be_missing(end, site):
            raise
        return Constant(False)
    return site.opaque()


def _may_be_missing(end: PathEnds, site: Site) -> bool:
    """Whether what a read has raised may be an AttributeError: nothing else counts as a missing
    attribute."""
    libraries = site.machine.world.libraries
    wanted = External(libraries, "builtins.AttributeError")
    return end.exception is None or libraries.catches(wanted, end.exception) is not False


def _setattr(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) != 3:
        return NONE
    target, name, value = arguments.positional
    if isinstance(name, Constant) and isinstance(name.value, str):
        target.set(name.value, value, site)
    else:
        target.set_any(value, site)
    return NONE


def _isinstance(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) != 2:
        return UNKNOWN
    value, cls = arguments.positional
    is_instance = site.machine.world.libraries.is_instance
    answers = {is_instance(each, cls, site) for each in value.alternatives()}
    answer = answers.pop() if len(answers) == 1 else None
    return site.opaque() if answer is None else Constant(answer)


def _dict(arguments: Arguments, site: Site) -> Value:
    entries = Entries()
    source = arguments.first()
    if source is not None:
        entries = source.entries(site) if isinstance(source, Dict) else _of_pairs(source, site)
    if arguments.open_ended:
        entries = Entries(entries.known, UNKNOWN)
    for name, value in arguments.keywords.items():
        entries = entries.with_item(Constant(name), value)
    return Dict(site.allocate(entries))


def _of_pairs(source: Value, site: Site) -> Entries:
    """What `dict()` makes of keys and their values, in twos."""
    pair = source.element(site)
    if pair is None:
        return Entries()
    halves = pair.unpack(2, site)
    return Entries({}, UNKNOWN if halves is None else halves[1])


def _super(arguments: Arguments, site: Site) -> Value:
    frame = site.frame
    while frame.function is None and frame.caller is not None:
        frame = frame.caller
    function = frame.function
    if function is None or function.owner is None:
        return UNKNOWN
    parameters = function.node.args
    first = [*parameters.posonlyargs, *parameters.args][:1]
    if not first:
        return UNKNOWN
    receiver = frame.lookup(first[0].arg)
    cls = receiver if isinstance(receiver, ClassValue) else getattr(receiver, "cls", None)
    project_class = getattr(cls, "project_class", cls)
    if not isinstance(project_class, ClassValue):
        return UNKNOWN
    return Super(receiver, project_class, function.owner)


def _type(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) != 1:
        return UNKNOWN
    return arguments.positional[0].get("__class__", site)


def _property(arguments: Arguments, site: Site) -> Value:
    getter = arguments.get(0, "fget")
    return UNKNOWN if getter is None else Property(getter, arguments.get(1, "fset"))


def _static(arguments: Arguments, site: Site) -> Value:
    return StaticMethod(arguments.first() or UNKNOWN)


def _class(arguments: Arguments, site: Site) -> Value:
    return ClassMethod(arguments.first() or UNKNOWN)


def _vars(arguments: Arguments, site: Site) -> Value:
    return UNKNOWN


_FUNCTIONS: dict[str, Function] = {
    "all": _consume,
    "anext": _anext,
    "ascii": _representation,
    "any": _consume,
    "bool": _bool,
    "classmethod": _class,
    "enumerate": _enumerate,
    "filter": _filter,
    "format": _text,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "isinstance": _isinstance,
    "iter": lambda arguments, site: arguments.first() or UNKNOWN,
    "len": _len,
    "map": _map,
    "max": _one_of,
    "min": _one_of,
    "next": _next,
    "print": _print,
    "property": _property,
    "range": _range,
    "repr": _representation,
    "reversed": _collect,
    "setattr": _setattr,
    "sorted": _sorted,
    "staticmethod": _static,
    "str": _text,
    "sum": _consume,
    "super": _super,
    "type": _type,
    "vars": _vars,
    "zip": _zip,
}

_OF_NUMBERS = "abs bin chr divmod float hex int oct ord pow round".split()
_HARMLESS = "bytes bytearray callable delattr dir hash id issubclass".split()

_CONSTRUCTORS: dict[str, Function] = {
    "dict": _dict,
    "frozenset": _collect,
    "list": _collect,
    "set": _collect,
    "tuple": _collect,
}

BUILTINS: dict[str, Value] = {
    name: Builtin(name, function) for name, function in _FUNCTIONS.items()
}
BUILTINS.update({name: returning(UNKNOWN) for name in _HARMLESS})
BUILTINS.update({name: Builtin(name, _number) for name in _OF_NUMBERS})
BUILTINS.update(
    {name: Form(name, FORMS[name], Builtin(name, make)) for name, make in _CONSTRUCTORS.items()}
)
