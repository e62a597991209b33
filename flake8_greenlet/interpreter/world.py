"""What names stand for, across modules: looked up lazily, worked out once.

Everything that exists once per project lives here: modules, their globals, classes and what
these bind.  Working one out runs its defining statement, and only that.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flake8_greenlet.interpreter.builtins import BUILTINS
from flake8_greenlet.interpreter.classes import ClassScope, ClassValue, Instance, Property
from flake8_greenlet.interpreter.code import (
    Code,
    Function,
    bound_names,
    descendants,
    look_at,
    names_in,
    parse_expression,
    walk,
)
from flake8_greenlet.interpreter.containers import left_empty
from flake8_greenlet.interpreter.fields import AFTERWARDS
from flake8_greenlet.interpreter.frames import Frame, Scope
from flake8_greenlet.interpreter.heap import Address, State
from flake8_greenlet.interpreter.modules import External, ModuleValue, NamespaceValue
from flake8_greenlet.interpreter.types import instance_of
from flake8_greenlet.interpreter.values import (
    NOTHING,
    UNKNOWN,
    Context,
    PathEnds,
    Site,
    Value,
    join,
)

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.libraries import Libraries
    from flake8_greenlet.interpreter.machine import Machine
    from flake8_greenlet.project import Module, Project

Key = tuple[object, ...]
T = TypeVar("T")

STATIC_BUDGET = 2_000
_DIRECT = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class World:
    """The names of a project, as seen from any of its modules."""

    def __init__(self, project: Project, libraries: Libraries) -> None:
        self.project = project
        self.libraries = libraries
        self.origin: dict[Address, State] = {}
        self.told: dict[ast.AST, frozenset[ast.AST]] = {}
        """Where the run of a function tells something, for those that were asked."""
        self._names: dict[tuple[Module, str], Value] = {}
        self._globals: dict[tuple[Module, str], Value | None] = {}
        self._classes: dict[ast.ClassDef, Value] = {}
        self._codes: dict[ast.AST, Code] = {}
        self._imports: dict[ast.alias, Value] = {}
        self._facts: dict[tuple[ast.AST, object], object] = {}
        self._under_way: dict[Key, int] = {}
        self._cycle = 0
        self._modules: dict[Path, Module | None] = {}
        self._statics = 0

    # What is asked of syntax, once per node

    def code(self, node: Function) -> Code:
        """What one look at a function tells."""
        code = self._codes.get(node)
        if code is None:
            code = self._codes[node] = look_at(node)
        return code

    def free_names(self, node: Function) -> frozenset[str]:
        """The names that a function's body mentions."""
        return self.facts(node, names_in)

    def facts(self, node: ast.AST, look: Callable[[ast.AST], T]) -> T:
        """What `look` says of a node, asked once."""
        key = (node, look)
        if key not in self._facts:
            self._facts[key] = look(node)
        return self._facts[key]  # type: ignore[return-value]

    def class_bindings(self, node: ast.ClassDef) -> dict[str, list[ast.AST]]:
        """What a class body binds, by name, in order."""
        bindings: dict[str, list[ast.AST]] = {}
        for statement in node.body:
            for child in walk([statement]):
                for name in bound_names(child):
                    binding = child if isinstance(child, _DIRECT) else statement
                    bindings.setdefault(name, []).append(binding)
        return bindings

    def late_attributes(self, cls: ClassValue) -> frozenset[str]:
        """The attributes of `self` that methods other than `__init__` assign."""
        return self.facts(cls.node, _late_attributes)

    # Names

    def name(self, module: Module, name: str) -> Value:
        """What a name stands for at module level: a global, a built-in, or a library's name.

        A name that is bound nowhere but is public in a library counts as the library's, as in
        a snippet that somebody pasted without its imports.
        """
        key = (module, name)
        value = self._names.get(key)
        if value is None:
            value = self._named(module, name)
            if not self._under_way:  # else it may rest on what a circle has left unknown
                self._names[key] = value
        return value

    def _named(self, module: Module, name: str) -> Value:
        value = self.global_value(module, name)
        if value is not None:
            return value
        if name in BUILTINS:
            return BUILTINS[name]
        if hasattr(builtins, name):
            return External(self.libraries, f"builtins.{name}")
        if module.star_imports:
            return UNKNOWN  # one of them may bind it
        return self.libraries.unbound(name) or UNKNOWN

    def global_value(self, module: Module, name: str) -> Value | None:
        """What a module binds a name to; None when it does not."""
        key = (module, name)
        if key in self._globals:
            return self._globals[key]
        if name not in module.bindings:
            value = self._starred(module, name)
        else:
            return self._once(("global", *key), lambda: self._bound(module, name), key)
        self._globals[key] = value
        return value

    def module(self, path: Path) -> Module | None:
        """The module at a path; the same one every time, so that its classes are too."""
        if path not in self._modules:
            self._modules[path] = None if path.is_dir() else self.project.module(path)
        return self._modules[path]

    def _once(self, key: Key, work: Callable[[], Value], slot: tuple[Module, str]) -> Value | None:
        """Work something out that may, in a circle, need itself.

        Within the circle it is unknown; what was worked out meanwhile on that assumption is
        not kept, so that the answer never depends on who asked first.
        """
        if key in self._under_way:
            self._cycle = min(self._cycle, self._under_way[key])
            return UNKNOWN
        depth = self._under_way[key] = len(self._under_way)
        outer, self._cycle = self._cycle, depth
        try:
            value = work()
        finally:
            del self._under_way[key]
        if self._cycle >= depth:
            self._globals[slot] = value
        self._cycle = min(outer, self._cycle)
        return value

    def _starred(self, module: Module, name: str) -> Value | None:
        if name.startswith("_"):
            return None
        for statement in module.star_imports:
            path = self.project.resolve(module, statement.module, statement.level)
            source = None if path is None else self.module(path)
            if source is None:
                if statement.module and not statement.level:
                    value = self.libraries.lookup(f"{statement.module}.{name}")
                    if value is not None:
                        return value
                continue
            key: Key = ("star", source, name)
            if key in self._under_way:
                continue
            self._under_way[key] = len(self._under_way)
            try:
                value = self.global_value(source, name)
            finally:
                del self._under_way[key]
            if value is not None:
                return value
        return None

    def _bound(self, module: Module, name: str) -> Value:
        nodes = module.bindings[name]
        functions = [n for n in nodes if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
        if len(functions) == len(nodes):
            nodes = nodes[-1:]  # overloads, then the one that counts
        # `factory: async_sessionmaker` only says what something else binds.
        nodes = [node for node in nodes if not _declares(node)] or nodes
        value: Value = NOTHING
        for node in nodes:
            value = join(value, self._evaluate_binding(module, node, name))
        if value is NOTHING:
            return UNKNOWN
        return self._rewritten(module, value) if name in module.global_writers else value

    def _rewritten(self, module: Module, value: Value) -> Value:
        """A global that some function assigns anew: nobody knows when, and to what; but an
        instance is replaced by another of its class."""
        if not isinstance(value, Instance):
            return UNKNOWN
        cls = value.cls
        made = self._static(module, Scope(None, None), lambda f: cls.made(Site(f, cls.node)))
        return made or UNKNOWN

    def _evaluate_binding(self, module: Module, node: ast.AST, name: str) -> Value:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            value: Value = NOTHING
            for alias in node.names:
                if (alias.asname or alias.name.partition(".")[0]) == name:
                    value = join(value, self.imported(module, node, alias))
            return value
        if isinstance(node, ast.ClassDef):
            return self.class_value(node, module)
        if not isinstance(
            node,
            (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef),
        ):
            type_alias = getattr(ast, "TypeAlias", None)
            if type_alias is not None and isinstance(node, type_alias):
                return self._static_expression(module, node.value)
            return UNKNOWN
        if isinstance(node, ast.AnnAssign) and _declares(node):
            declared = self._static(
                module, Scope(None, None), lambda f: self.value_of_annotation(f, node.annotation)
            )
            return declared or UNKNOWN

        def run(frame: Frame) -> Value:
            from flake8_greenlet.interpreter.statements import run_statement

            paths = run_statement(frame, node, frame.machine.heap)
            if not paths or name not in frame.scope.cells:
                return UNKNOWN
            frame.machine.heap = paths[0]
            value = frame.lookup(name)
            left_empty(value, Site(frame, node))
            return value

        return self._static(module, Scope(None, None), run) or UNKNOWN

    def _static_expression(self, module: Module, node: ast.expr) -> Value:
        return (
            self._static(module, Scope(None, None), lambda f: f.machine.evaluate(f, node))
            or UNKNOWN
        )

    def _static(
        self, module: Module, scope: Scope, work: Callable[[Frame], Value | None]
    ) -> Value | None:
        """Run something as the import of a module would, and keep what it made."""
        from flake8_greenlet.interpreter.machine import BudgetExhausted

        with self._static_machine() as machine:
            frame = Frame(machine, module, scope, Context.IMPORT)
            try:
                return work(frame)
            except (PathEnds, BudgetExhausted):
                return UNKNOWN

    def statically(
        self, module: Module, scope: Scope, node: ast.AST, work: Callable[[Site], Value]
    ) -> Value:
        """Do something as the import of a module would, and keep what it made."""
        return self._static(module, scope, lambda f: work(Site(f, node))) or UNKNOWN

    @contextmanager
    def _static_machine(self) -> Iterator[Machine]:
        from flake8_greenlet.interpreter.machine import Machine

        machine = Machine(self, budget=STATIC_BUDGET, static=True)
        yield machine
        for key, state in machine.heap.statics.items():
            self.origin[~key] = state

    def new_static(self) -> Address:
        """An address for something that exists once per project."""
        self._statics += 1
        return -self._statics

    # Imports

    def imported(
        self, module: Module, statement: ast.Import | ast.ImportFrom, alias: ast.alias
    ) -> Value:
        """What an import statement binds for one of its aliases."""
        value = self._imports.get(alias)
        if value is None:
            value = self._imported(module, statement, alias)
            if not self._under_way:  # else it may rest on what a circle has left unknown
                self._imports[alias] = value
        return value

    def _imported(
        self, module: Module, statement: ast.Import | ast.ImportFrom, alias: ast.alias
    ) -> Value:
        if isinstance(statement, ast.Import):
            if alias.asname is None:
                return self.module_value(module, alias.name.partition(".")[0])
            return self.module_value(module, alias.name)
        name = statement.module
        if not statement.level and name is not None:
            known = self.libraries.lookup(f"{name}.{alias.name}")
            if known is not None:
                return known
        path = self.project.resolve(module, name, statement.level)
        if path is None:
            qualified = "." * statement.level + (name or "")
            return External(self.libraries, f"{qualified}.{alias.name}")
        if path == module.path:
            # `from . import sessions` in the package itself: before this, nothing has that name.
            child = self.project.submodule(module, alias.name)
            if child is not None:
                return self.value_of_path(child)
        return self.attribute_of(path, alias.name)

    def module_value(self, importer: Module, name: str) -> Value:
        """What `import a.b.c` makes of the dotted name."""
        path = None if self.libraries.knows(name) else self.project.resolve(importer, name)
        if path is None:
            return External(self.libraries, name)
        return self.value_of_path(path)

    def value_of_path(self, path: Path) -> Value:
        """The module or namespace at a path of the project."""
        module = self.module(path)
        if module is None:
            return NamespaceValue(self, path) if path.is_dir() else UNKNOWN
        return ModuleValue(self, module)

    def attribute_of(self, path: Path, name: str) -> Value:
        """`from <path> import name`: a global of the module, else one of its submodules."""
        module = self.module(path)
        if module is not None:
            value = self.global_value(module, name)
            if value is not None:
                return value
        child = self.project.submodule(path if module is None else module, name)
        return UNKNOWN if child is None else self.value_of_path(child)

    def in_package(self, module: Module, name: str) -> Value | None:
        """A class of this name in one of the modules beside a module, or that it imports."""
        if module.path is None:
            return None
        for node in self.facts(module.tree, _imports_from):
            for alias in node.names:
                if alias.name == name:
                    return self.imported(module, node, alias)
        for path in self.project.siblings(module.path):
            neighbour = self.module(path)
            if neighbour is None:
                continue
            nodes = neighbour.bindings.get(name, [])
            if any(isinstance(node, ast.ClassDef) for node in nodes):
                return self.global_value(neighbour, name)
        return None

    def nearby(self, module: Module, word: bytes) -> Iterator[Module]:
        """Those of a module and the modules beside it that have a word in their text."""
        if module.path is None:
            yield module
            return
        for path in self.project.mentioning(module.path.parent, word):
            home = self.module(path)
            if home is not None:
                yield home

    # Classes

    def class_value(self, node: ast.ClassDef, module: Module) -> Value:
        """The class that a class statement outside of functions makes."""
        value = self._classes.get(node)
        if value is None:
            value = self.new_class(node, module, Scope(None, None))
        return value

    def new_class(
        self, node: ast.ClassDef, module: Module, scope: Scope, bases: list[Value] | None = None
    ) -> Value:
        """The class that this run of a class statement makes, as the libraries see it.

        `bases` are those of a class inside of a function, which only that function knows.
        """
        cls = ClassValue(self, node, module, scope)
        if bases is not None:
            cls.bases = bases
        self._classes[node] = cls  # a class may mention itself
        value = self._classes[node] = self.libraries.adopt(cls)
        return value

    def as_adopted(self, cls: ClassValue) -> Value:
        """A project class as the libraries see it."""
        return self._classes.get(cls.node, cls)

    def member(self, cls: ClassValue, name: str) -> Value | None:
        """What a class body binds a name to."""
        value: Value | None = None
        for node in cls.bindings[name]:
            value = self._member(cls, node, name, value)
        return value

    def _member(
        self, cls: ClassValue, node: ast.AST, name: str, before: Value | None
    ) -> Value | None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            accessor = _accessor_of(node)
            if accessor is not None and isinstance(before, Property):
                if accessor != "setter":
                    return before
                setter = self._static(
                    cls.module, ClassScope(cls), lambda f: f.machine.function(f, node, cls)
                )
                return Property(before.getter, setter)
            if accessor is not None and before is not None:
                return before
            return self._static(
                cls.module, cls.scope, lambda f: f.machine.define(f, node, cls, ClassScope(cls))
            )
        if isinstance(node, ast.ClassDef):
            return self.class_value(node, cls.module)
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            if isinstance(node.targets[0], ast.Name):
                return self.evaluate_in(cls, node.value)
        if isinstance(node, ast.AnnAssign):
            return None if node.value is None else self.evaluate_in(cls, node.value)
        return UNKNOWN

    def evaluate_in(self, cls: ClassValue, node: ast.expr) -> Value:
        """The value of an expression that stands in a class statement or its body."""
        from flake8_greenlet.interpreter.expressions import evaluate

        value = self._static(cls.module, ClassScope(cls), lambda f: evaluate(f, node))
        return UNKNOWN if value is None else value

    # Annotations

    def value_of_annotation(self, frame: Frame, annotation: ast.expr) -> Value | None:
        """Something of the annotated type whose history nobody knows."""
        try:
            return instance_of(frame.machine.evaluate(frame, annotation), Site(frame, annotation))
        except PathEnds:
            return None

    def annotated_value(self, cls: ClassValue, annotation: ast.expr, site: Site) -> Value:
        """An attribute that the class body only annotates."""
        value = instance_of(self.evaluate_in(cls, annotation), site.within(cls.module, cls.scope))
        return site.opaque() if value is None else value

    def quoted(self, text: str, site: Site) -> Value:
        """The value of an annotation in quotes."""
        node = parse_expression(text)
        if node is None:
            return UNKNOWN
        try:
            return site.machine.evaluate(site.frame, node)
        except PathEnds:
            return UNKNOWN


def _declares(node: ast.AST) -> bool:
    """Whether this is a bare annotation, which binds nothing."""
    return isinstance(node, ast.AnnAssign) and node.value is None


def _imports_from(node: ast.AST) -> list[ast.ImportFrom]:
    # The nearest to the top first: that is the order in which `ast.walk` goes.
    return [child for child in ast.walk(node) if isinstance(child, ast.ImportFrom)]


def _late_attributes(node: ast.AST) -> frozenset[str]:
    assert isinstance(node, ast.ClassDef)
    return frozenset(
        target.attr
        for method in node.body
        if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
        and method.name not in ("__init__", *AFTERWARDS)
        for target in descendants(method)
        if isinstance(target, ast.Attribute)
        and isinstance(target.ctx, ast.Store)
        and isinstance(target.value, ast.Name)
        and target.value.id == "self"
    )


def _accessor_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str | None:
    """`setter` for `@name.setter`: the function refines the property of its own name."""
    for decorator in node.decorator_list:
        inner = decorator
        while isinstance(inner, ast.Attribute):
            if isinstance(inner.value, ast.Name) and inner.value.id == node.name:
                return decorator.attr if isinstance(decorator, ast.Attribute) else None
            inner = inner.value
    return None
