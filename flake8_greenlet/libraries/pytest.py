"""pytest: fixtures as call sites.

Source: pytest's "How to use fixtures" and "Fixtures reference".  A fixture is asked once for a
test; it is found in the class of the test, in its module, in the `conftest.py` of its folder and of
the folders above, and in the `pytest_plugins` of these.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flake8_greenlet.events import AttributeRead, Kind, NeverLoaded, SchemaRead
from flake8_greenlet.interpreter import functions
from flake8_greenlet.interpreter.code import descendants, last_name
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.types import instance_of
from flake8_greenlet.interpreter.values import (
    UNKNOWN,
    Arguments,
    Constant,
    Context,
    Opaque,
    Site,
    Value,
    escape,
)
from flake8_greenlet.libraries.patching import Mocker, MonkeyPatch
from flake8_greenlet.libraries.sqlalchemy.factories import SessionClass
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.world import World
    from flake8_greenlet.project import Module


@dataclass(frozen=True)
class Fixture(Value):
    """A function under `@pytest.fixture`."""

    function: Value
    outlives_a_test: bool


@dataclass(frozen=True)
class FixtureDecorator(Value):
    """`pytest.fixture`, and `pytest.fixture(…)` with its scope."""

    outlives_a_test: bool = False

    def call(self, arguments: Arguments, site: Site) -> Value:
        first = arguments.first()
        if first is None:
            scope = arguments.keywords.get("scope")
            return FixtureDecorator(scope is not None and scope != Constant("function"))
        return Fixture(first, self.outlives_a_test)


_FIXTURE = FixtureDecorator()
_BUILT_IN: dict[str, Value] = {
    "class_mocker": Mocker(),
    "mocker": Mocker(),
    "module_mocker": Mocker(),
    "monkeypatch": MonkeyPatch(),
    "package_mocker": Mocker(),
    "session_mocker": Mocker(),
}
_NAMES: dict[str, Value] = {
    "pytest.fixture": _FIXTURE,
    "pytest_asyncio.fixture": _FIXTURE,
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name of pytest and pytest-asyncio."""
    return _NAMES.get(qualified)


# What the source says of fixtures, before anything is worked out


@dataclass(frozen=True)
class Declaration:
    """A function that is decorated as a fixture: the name that tests know it by, and its own."""

    name: str
    bound: str
    autouse: bool


def _declarations(node: ast.AST) -> tuple[Declaration, ...]:
    """The fixtures that a module or a class has in its body."""
    return tuple(
        Declaration(
            str(_constant(decorator, "name") or child.name),
            child.name,
            bool(_constant(decorator, "autouse")),
        )
        for child in _definitions(node)
        for decorator in child.decorator_list
        if _is_called_fixture(decorator)
    )


def _definitions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child
        elif isinstance(child, (ast.If, ast.Try)):
            yield from _definitions(child)


def _is_called_fixture(decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return last_name(function).endswith("fixture")


def _constant(decorator: ast.expr, keyword: str) -> object:
    for given in getattr(decorator, "keywords", ()):
        if given.arg == keyword and isinstance(given.value, ast.Constant):
            return given.value.value
    return None


def _plugins(node: ast.AST) -> tuple[str, ...]:
    """What a `conftest.py` names in `pytest_plugins`."""
    return tuple(
        constant.value
        for statement in ast.iter_child_nodes(node)
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        and "pytest_plugins" in map(last_name, _targets(statement))
        for constant in descendants(statement)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    )


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]


def _calls_of(name: str, node: ast.AST) -> Iterator[ast.Call]:
    for child in descendants(node):
        if isinstance(child, ast.Call) and last_name(child.func) == name:
            yield child


def _parametrized(node: ast.AST) -> frozenset[str]:
    """The names that get their values from some `parametrize()` of a file, and from no fixture."""
    return frozenset(
        name.strip()
        for call in _calls_of("parametrize", node)
        if call.args and not any(keyword.arg == "indirect" for keyword in call.keywords)
        for constant in descendants(call.args[0])
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
        for name in constant.value.split(",")
    )


def _used(node: ast.AST) -> tuple[str, ...]:
    """The fixtures that `usefixtures()` names below a node."""
    return tuple(
        argument.value
        for call in _calls_of("usefixtures", node)
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )


# Asking for fixtures


@dataclass(frozen=True)
class _Declared:
    annotation: Value
    value: Value | None


@dataclass(frozen=True, eq=False)
class Request:
    """A test, or a fixture that is run by itself, with the fixtures that it can see."""

    function: FunctionValue
    receiver: Value | None
    site: Site

    @property
    def world(self) -> World:
        return self.site.machine.world

    def value(self, name: str, asking: Value | None = None) -> Value | None:
        """What the fixture of this name provides; None where nobody knows one.

        A fixture that asks for its own name gets the one that it overrides.
        """
        found = list(self._fixtures(name))
        if asking in found:
            del found[: found.index(asking) + 1]
        if not found:
            return _BUILT_IN.get(name)
        notes = self.site.machine.notes
        key = ("fixture", found[0])
        if key not in notes:
            notes[key] = UNKNOWN  # what asks for itself in a circle is no fixture
            notes[key] = self._set_up(found[0])
        value = notes[key]
        assert isinstance(value, Value)
        return value

    def prepare(self) -> None:
        """Set up what nobody asks for by a parameter."""
        for module in reversed(list(self._modules())):
            self._set_up_all(self.world.facts(module.tree, _declarations))
        owner = self.function.owner
        for cls in reversed(owner.lineage if owner is not None else []):
            self._set_up_all(self.world.facts(cls.node, _declarations))
        for name in self._used():
            self.value(name)

    def _set_up_all(self, declarations: Iterable[Declaration]) -> None:
        for declaration in declarations:
            if declaration.autouse:
                self.value(declaration.name, self._itself(declaration.name))

    def _itself(self, name: str) -> Value | None:
        """The fixture that asks, if that is what has this name."""
        for fixture in self._fixtures(name):
            if isinstance(fixture, Fixture) and isinstance(fixture.function, FunctionValue):
                if fixture.function.node is self.function.node:
                    return fixture
        return None

    def _used(self) -> tuple[str, ...]:
        heads = [*getattr(self.function.node, "decorator_list", ())]
        if self.function.owner is not None:
            heads += self.function.owner.node.decorator_list
        heads += [
            statement.value
            for statement in self.function.module.tree.body
            if isinstance(statement, ast.Assign)
            and "pytestmark" in map(last_name, statement.targets)
        ]
        return tuple(name for head in heads for name in self.world.facts(head, _used))

    def parameter(self, name: str) -> Value | None:
        """What a parameter of the asking function gets."""
        if self.is_parametrized(name):
            return None
        return self.value(name, self._itself(name))

    def is_parametrized(self, name: str) -> bool:
        """Whether a test gets this from `parametrize()`."""
        return name in self.world.facts(self.function.module.tree, _parametrized)

    def _set_up(self, fixture: Value) -> Value:
        if not isinstance(fixture, Fixture):
            return self.site.opaque()

        def call() -> Value:
            return fixture.function.call(self._arguments(fixture), self.site)

        value = functions.provide(call, self.site, Context.UNKNOWN)
        is_one_of_several = len(value.alternatives()) > 1
        if fixture.outlives_a_test or is_one_of_several:
            # Other tests have had it before; or which of them it is, a parameter decides.
            escape(value, self.site)
        return self.site.opaque() if is_one_of_several else value

    def _arguments(self, fixture: Fixture) -> Arguments:
        function = fixture.function
        if not isinstance(function, FunctionValue):
            return Arguments()
        parameters = [*function.node.args.args, *function.node.args.kwonlyargs]
        keywords = {}
        if function.owner is not None and parameters:
            keywords[parameters.pop(0).arg] = self.receiver or self.site.opaque()
        for parameter in parameters:
            value = self.value(parameter.arg, fixture) or self.site.opaque()
            if isinstance(value, Opaque) and parameter.annotation is not None:
                annotation = function.evaluate_head(parameter.annotation, self.site)
                value = self.declared(parameter.arg, annotation) or value
            keywords[parameter.arg] = value
        return Arguments([], keywords)

    def declared(self, name: str, annotation: Value) -> Value | None:
        """Something of this type, where nobody knows more of a fixture: the same object to all
        that ask for it."""
        notes = self.site.machine.notes
        known = notes.get(("declared", name))
        if not isinstance(known, _Declared) or known.annotation != annotation:
            known = _Declared(annotation, instance_of(annotation, self.site))
            notes["declared", name] = known
        return known.value

    def _fixtures(self, name: str) -> Iterator[Value]:
        """The fixtures of a name, the nearest first; one that nobody knows may be any value."""
        owner = self.function.owner
        for cls in owner.lineage if owner is not None else []:
            for declared in self.world.facts(cls.node, _declarations):
                if declared.name == name:
                    yield cls.own(declared.bound) or UNKNOWN
        for module in self._modules():
            yield from self._of_module(module, name)

    def _of_module(self, module: Module, name: str) -> Iterator[Value]:
        declared = self.world.facts(module.tree, _declarations)
        for declaration in declared:
            if declaration.name == name:
                yield self.world.global_value(module, declaration.bound) or UNKNOWN
        if not any(name in (declaration.name, declaration.bound) for declaration in declared):
            imported = self.world.global_value(module, name)
            if isinstance(imported, Fixture):
                yield imported

    def _modules(self) -> Iterator[Module]:
        """Where fixtures are looked for, the nearest first."""
        home = self.function.module
        modules = [home]
        if home.path is not None:
            paths = self.world.project.above(home.path, "conftest")
            found = [self.world.module(path) for path in paths]
            modules += [module for module in found if module is not None and module is not home]
        yield from modules
        for module in modules:
            for name in self.world.facts(module.tree, _plugins):
                path = self.world.project.resolve(module, name)
                plugin = None if path is None else self.world.module(path)
                if plugin is not None:
                    yield plugin


_REQUEST = ("pytest", "request")


def entered(function: FunctionValue, receiver: Value | None, site: Site) -> None:
    """A test begins: what it uses without naming it is set up."""
    if _REQUEST not in site.machine.notes and _is_asking(function, site):
        request = Request(function, receiver, site)
        site.machine.notes[_REQUEST] = request
        request.prepare()


def parameter(annotation: Value | None, default: Value | None, site: Site) -> Value | None:
    """What pytest hands to a parameter; None where no fixture is known."""
    request = site.machine.notes.get(_REQUEST)
    if not isinstance(request, Request) or site.frame.function is not request.function:
        return None
    if default is not None or not isinstance(site.node, ast.arg):
        return None
    name = site.node.arg
    value = request.parameter(name)
    if annotation is None or (value is None and request.is_parametrized(name)):
        return value
    if value is None:
        return request.declared(name, annotation)
    if isinstance(annotation, SessionClass) and isinstance(value, Session):
        return value if value.is_async is annotation.is_async else site.opaque()
    return request.declared(name, annotation) or value if isinstance(value, Opaque) else value


def tells_at_call(event: object, site: Site) -> bool:
    """Whether a test is told what the code makes of its objects that it runs.

    Whether there is anything to load for a many-to-one, the rows of the test say, which it has made
    for the very code that it calls.
    """
    read = event.read if isinstance(event, SchemaRead) else event
    return (
        _REQUEST not in site.machine.notes
        or not isinstance(read, AttributeRead)
        or not isinstance(read.cause, NeverLoaded)
        or read.kind is Kind.COLLECTION
    )


def _is_asking(function: FunctionValue, site: Site) -> bool:
    node, path = function.node, function.module.path
    if isinstance(node, ast.Lambda) or path is None:
        return False
    if node.name.startswith("test") and (
        path.name.startswith("test_") or path.name.endswith("_test.py")
    ):
        return True
    return any(
        isinstance(function.evaluate_head(decorator, site), FixtureDecorator)
        for decorator in node.decorator_list
        if _is_called_fixture(decorator)
    )
