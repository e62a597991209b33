"""Random programs: what applications do with their models, one statement after the other.

What stands here is taken from what SQLAlchemy documents and from how applications are written,
never from what the plugin understands.  A construct that applications have belongs here, whether
or not the plugin can follow it; `NOT_GENERATED` names those that are left out, and why.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar

from .schema import Column, Method, Model, Relationship, Schema, SchemaWriter

NOT_GENERATED = {
    "two open sessions": "SQLite locks the whole file; each of them is like one alone",
    "lazy='dynamic' and 'write_only'": "a read of the attribute does not read the database",
    "reading what a closed session held": "another error, and no rule is about it",
}

Arguments = dict[str, list[Any]]
"""What the parameters of entry points are given, by their name."""

TEXT, TAKEN, FRESH = "text", "taken@example.org", "fresh@example.org"


@dataclass
class Program:
    """Source files, the main module among them, and what parameters are given."""

    files: dict[str, str]
    arguments: Arguments = field(default_factory=dict)
    crossed: tuple[dict[str, int], ...] = ()
    """Keys of rows that do not belong together: the first two ways part every two of up to four
    models, the others are all there are."""
    seed: int = 0
    further: Arguments = field(default_factory=dict)
    """What else parameters are given, where something was reported that has not raised so far."""


@dataclass
class Variable:
    """A local name that stands for an object, or for a list of them."""

    name: str
    model: Model
    many: bool = False


@dataclass
class Helper:
    """A function that others call."""

    name: str
    module: str
    parameters: list[str]
    """Names; an object's is the variable of its model."""
    model: Model
    returns: str
    """`one`, `many` or ``"" ``."""
    is_async: bool
    takes: Model | None = None
    flag: str | None = None
    owner: str | None = None
    """The class that has it, if it is a method."""
    lines: list[str] = field(default_factory=list)


CONSTRUCTOR = [
    "def __init__(self, session: AsyncSession) -> None:",
    "    self.session = session",
    "",
]


class Lines:
    """Python, written line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.depth = 0

    def add(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    @contextlib.contextmanager
    def block(self, line: str) -> Iterator[None]:
        self.add(line)
        self.depth += 1
        length = len(self.lines)
        yield
        if len(self.lines) == length:
            self.add("pass")
        self.depth -= 1


class FunctionWriter:
    """Makes up the body of a function that has a session."""

    def __init__(self, writer: ProgramWriter, session: str) -> None:
        self.writer = writer
        self.random = writer.random
        self.schema = writer.schema
        self.session = session
        self.out = Lines()
        self.variables: list[Variable] = []
        self.flags: list[str] = []
        self.parameters: dict[str, str] = {}
        self.loops = 0
        self.nesting = 0
        self.transaction = True
        """Whether the body may end the transaction: not in `async with session.begin()`."""
        self.coroutine = True

    # Small things

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def model(self) -> Model:
        return self.random.choice(self.schema.models)

    def parameter(self, name: str, annotation: str) -> str:
        self.parameters.setdefault(name, annotation)
        return name

    def flag(self) -> str | None:
        """The name of a flag, now and then of one that is there already."""
        names = ["notify", "publish", "force", "dry_run"]
        if self.flags and (len(self.flags) == 3 or self.chance(0.5)):
            return self.random.choice(self.flags)
        free = [name for name in names if name not in self.flags]
        name = self.random.choice(free)
        self.flags.append(name)
        return self.parameter(name, "bool")

    def key(self, model: Model) -> str:
        return self.parameter(f"{model.variable}_id", "int")

    def name_for(self, model: Model, prefix: str = "") -> str:
        return prefix + model.variable

    def bind(self, name: str, model: Model, *, many: bool = False) -> Variable:
        self.variables = [one for one in self.variables if one.name != name]
        variable = Variable(name, model, many)
        self.variables.append(variable)
        return variable

    def pick(self, *, many: bool | None = None, model: Model | None = None) -> Variable | None:
        found = [
            one
            for one in self.variables
            if (many is None or one.many == many) and (model is None or one.model is model)
        ]
        # What came last is what a program goes on with.
        return self.random.choice(found[-3:]) if found else None

    @contextlib.contextmanager
    def scope(self) -> Iterator[None]:
        """Names that are bound inside may be missing afterwards."""
        kept = list(self.variables)
        self.nesting += 1
        yield
        self.nesting -= 1
        self.variables = kept

    # Loader options

    def option(self, model: Model, depth: int = 0) -> tuple[str, bool] | None:
        """A loader option, and whether the result has to be made unique."""
        choices: list[Relationship | Column] = [*model.relationships]
        if not choices:
            return None
        if depth == 0 and self.chance(0.12):
            column = self.random.choice(model.texts)
            if "deferred" in column.arguments:
                return f"undefer({model.name}.{column.name})", False
            kind = self.random.choice(["defer", "load_only"])
            return f"{kind}({model.name}.{column.name})", False
        relationship = self.random.choice(model.relationships)
        kinds = ["selectinload"] * 6 + ["joinedload"] * 3 + ["subqueryload", "immediateload"]
        kind = self.random.choice(kinds)
        text = f"{kind}({model.name}.{relationship.name})"
        unique = kind == "joinedload" and relationship.many
        if depth == 0 and self.chance(0.25):
            target = self.schema.model(relationship.target)
            nested = self.option(target, 1)
            if nested is not None and target is not model:
                text = f"{text}.{nested[0]}"
                unique = unique or nested[1]
        return text, unique

    def options(self, model: Model) -> tuple[list[str], bool]:
        count = self.random.choice([0, 0, 1, 1, 1, 2])
        found: list[tuple[str, bool]] = []
        for _ in range(count):
            option = self.option(model)
            # Two ways to load one relationship are an error.
            names = {re.findall(r"\w+\.\w+", text)[0] for text, _ in found}
            if option and re.findall(r"\w+\.\w+", option[0])[0] not in names:
                found.append(option)
        return [text for text, _ in found], any(unique for _, unique in found)

    def eager_rows(self, model: Model) -> bool:
        """Whether mapper-level joins make rows come more than once."""
        return any(
            relationship.lazy == "joined"
            for one in self.schema.models
            for relationship in one.relationships
        )

    # Loads

    def fresh_model(self) -> Model:
        """A model of which nothing is here yet: programs seldom load the same thing twice."""
        model = self.model()
        for _ in range(4):
            if self.chance(0.1) or all(one.model is not model for one in self.variables):
                break
            model = self.model()
        return model

    def load_one(self, prefix: str = "") -> None:
        model = self.fresh_model()
        key = self.key(model)
        name = self.name_for(model, prefix)
        options, unique = self.options(model)
        unique = unique or self.eager_rows(model)
        listed = f", options=[{', '.join(options)}]" if options else ""
        dotted = f".options({', '.join(options)})" if options else ""
        statement = f"select({model.name}).where({model.name}.id == {key}){dotted}"
        once = ".unique()" if unique else ""
        form = self.random.randrange(7)
        # What is loaded twice keeps one name: the plugin's objects and SQLAlchemy's are the same.
        if form <= 1:
            self.out.add(f"{name} = await {self.session}.get({model.name}, {key}{listed})")
        elif form == 2:
            end = self.random.choice(["scalar_one()", "scalar_one_or_none()"])
            self.out.add(f"result = await {self.session}.execute({statement})")
            self.out.add(f"{name} = result{once}.{end}")
        elif form == 3:
            self.out.add(f"{name} = await {self.session}.scalar({statement})")
        elif form == 4:
            self.out.add(f"stmt = {statement}")
            self.out.add(f"{name} = (await {self.session}.scalars(stmt)){once}.one()")
        elif form == 5:
            self.out.add(f"result = await {self.session}.execute({statement})")
            self.out.add(f"{name} = result.scalars(){once}.first()")
        else:
            self.conditional_statement(model, f"select({model.name})")
            self.out.add(f"stmt = stmt.where({model.name}.id == {key})")
            once = ".unique()"
            self.out.add(f"{name} = (await {self.session}.execute(stmt)){once}.scalar_one()")
        self.bind(name, model)
        if self.chance(0.4):
            with self.out.block(f"if {name} is None:"):
                self.out.add(self.random.choice(["return None", 'raise LookupError("not found")']))

    def conditional_statement(self, model: Model, start: str) -> None:
        """A statement that is built over several assignments."""
        self.out.add(f"stmt = {start}")
        option = self.option(model)
        if option is None:
            return
        if self.chance(0.5):
            flag = self.flag()
            with self.out.block(f"if {flag}:"):
                self.out.add(f"stmt = stmt.options({option[0]})")
        elif self.chance(0.5):
            self.out.add(f"options = [{option[0]}]")
            self.out.add("stmt = stmt.options(*options)")
        else:
            self.out.add(f"stmt = stmt.options({option[0]})")

    def load_many(self) -> None:
        model = self.fresh_model()
        options, unique = self.options(model)
        unique = unique or self.eager_rows(model)
        dotted = f".options({', '.join(options)})" if options else ""
        once = ".unique()" if unique else ""
        order = f".order_by({model.name}.id)"
        keys = [one for one in model.relationships if one.has_key and one.name != "parent"]
        if keys and self.chance(0.5):
            related = self.random.choice(keys)
            key = self.key(self.schema.model(related.target))
            owner = self.pick(many=False, model=self.schema.model(related.target))
            if owner is not None and self.chance(0.5):
                key = f"{owner.name}.id"
            order = f".where({model.name}.{related.name}_id == {key}){order}"
        form = self.random.randrange(4)
        name = model.variables
        if form == 0:
            self.out.add(f"stmt = select({model.name}){dotted}{order}")
            self.out.add(f"result = await {self.session}.execute(stmt)")
            self.out.add(f"{name} = result.scalars(){once}.all()")
        elif form == 1:
            query = f"await {self.session}.scalars(select({model.name}){dotted}{order})"
            self.out.add(f"{name} = ({query}){once}.all()")
        elif form == 2:
            self.out.add(f"result = await {self.session}.execute(select({model.name}){dotted})")
            self.out.add(f"{name} = list(result{once}.scalars())")
        else:
            self.conditional_statement(model, f"select({model.name})")
            self.out.add(f"result = await {self.session}.scalars(stmt)")
            self.out.add(f"{name} = result.unique().all()")
        self.bind(name, model, many=True)

    # Writes

    def create(self) -> None:
        model = self.model()
        name = self.name_for(model, self.random.choice(["", "new_"]))
        given = [f'{model.text.name}="{TEXT}"']
        for column in model.columns:
            if column.name == "email" and self.chance(0.6):
                given.append(f"email={self.parameter('email', 'str')}")
            elif column.name in ("status", "body") and self.chance(0.3):
                given.append(f'{column.name}="new"')
        for relationship in model.relationships:
            if relationship.many:
                if self.chance(0.2) and "viewonly" not in relationship.arguments:
                    given.append(f"{relationship.name}=[]")
                continue
            target = self.pick(many=False, model=self.schema.model(relationship.target))
            if relationship.has_key:
                if target is not None and self.chance(0.5):
                    given.append(f"{relationship.name}={target.name}")
                elif not relationship.optional or self.chance(0.4):
                    target_model = self.schema.model(relationship.target)
                    if relationship.name != "parent":
                        given.append(f"{relationship.name}_id={self.key(target_model)}")
        self.out.add(f"{name} = {model.name}({', '.join(given)})")
        self.bind(name, model)
        if self.chance(0.1):
            self.out.add(f"{self.session}.add_all([{name}])")
        elif self.chance(0.93):
            self.out.add(f"{self.session}.add({name})")
        if self.chance(0.7):
            self.persist()

    def persist(self) -> None:
        """What follows a change."""
        if self.transaction and self.chance(0.6):
            self.out.add(f"await {self.session}.commit()")
        else:
            self.out.add(f"await {self.session}.flush()")
        if self.chance(0.35):
            self.refresh()

    def assign(self) -> None:
        variable = self.pick(many=False)
        if variable is None:
            return
        model = variable.model
        form = self.random.randrange(8)
        column = self.random.choice(model.texts)
        numbers = [one for one in model.columns if one.number]
        if form <= 3 and column.name != "email":
            self.out.add(f'{variable.name}.{column.name} = "{self.random.choice(["a", "b", "c"])}"')
        elif form == 4 and numbers:
            number = self.random.choice(numbers).name
            self.out.add(f"{variable.name}.{number} += 1")
        elif form == 5 and numbers:
            number = self.random.choice(numbers).name
            self.out.add(f"{variable.name}.{number} = {model.name}.{number} + 1")
        elif form == 6:
            data = self.parameter(f"{model.variable}_data", "dict[str, str]")
            with self.out.block(f"for key, value in {data}.items():"):
                self.out.add(f"setattr({variable.name}, key, value)")
        else:
            self.relate(variable)

    def relate(self, variable: Variable) -> None:
        choices = [one for one in variable.model.relationships if "viewonly" not in one.arguments]
        if not choices:
            return
        relationship = self.random.choice(choices)
        target = self.schema.model(relationship.target)
        other = self.pick(many=False, model=target)
        if other is not None and other.name == variable.name:
            other = None
        if relationship.many:
            if other is None or self.chance(0.4):
                value = f'{target.name}({target.text.name}="{TEXT}")'
            else:
                value = other.name
            if self.chance(0.15):
                self.out.add(f"{variable.name}.{relationship.name} = [{value}]")
            elif self.chance(0.15) and other is not None:
                with self.out.block(f"if {other.name} in {variable.name}.{relationship.name}:"):
                    self.out.add(f"{variable.name}.{relationship.name}.remove({other.name})")
            else:
                self.out.add(f"{variable.name}.{relationship.name}.append({value})")
        elif other is not None:
            self.out.add(f"{variable.name}.{relationship.name} = {other.name}")

    def bulk_update(self) -> None:
        model = self.model()
        column = model.text.name
        value = self.random.choice(['"bulk"', f"func.lower({model.name}.{column})"])
        key = self.key(model)
        where = f".where({model.name}.id == {key})"
        statement = f"update({model.name}){where}.values({column}={value})"
        self.out.add(f"await {self.session}.execute({statement})")

    def delete(self) -> None:
        variable = self.pick(many=False)
        if variable is not None:
            self.out.add(f"await {self.session}.delete({variable.name})")
            self.out.add(f"await {self.session}.flush()")
            self.variables.remove(variable)

    def merge(self) -> None:
        variable = self.pick(many=False)
        if variable is not None:
            self.out.add(f"{variable.name} = await {self.session}.merge({variable.name})")

    # The session

    def commit(self) -> None:
        if self.transaction:
            self.out.add(f"await {self.session}.commit()")

    def flush(self) -> None:
        self.out.add(f"await {self.session}.flush()")

    def rollback(self) -> None:
        if self.transaction:
            self.out.add(f"await {self.session}.rollback()")

    def refresh(self) -> None:
        variable = self.pick(many=False)
        if variable is None:
            return
        model = variable.model
        names = ""
        if self.chance(0.45):
            pool = [one.name for one in model.relationships] + [model.text.name]
            if any(one.name == "updated_at" for one in model.columns):
                pool.append("updated_at")
            chosen = self.random.sample(pool, min(len(pool), self.random.choice([1, 1, 2])))
            listed = ", ".join(f'"{name}"' for name in chosen)
            names = f", attribute_names=[{listed}]" if self.chance(0.3) else f", [{listed}]"
        self.out.add(f"await {self.session}.refresh({variable.name}{names})")

    def expire(self) -> None:
        variable = self.pick(many=False)
        if variable is None or self.chance(0.3):
            self.out.add(f"{self.session}.expire_all()")
        elif self.chance(0.3):
            names = [one.name for one in variable.model.relationships]
            names.append(variable.model.text.name)
            self.out.add(f'{self.session}.expire({variable.name}, ["{self.random.choice(names)}"])')
        else:
            self.out.add(f"{self.session}.expire({variable.name})")

    # Reads

    def path(self, name: str, model: Model, depth: int = 0) -> str:
        """An expression that reads an attribute of an object."""
        methods = [method for method in model.methods if depth == 0]
        kind = self.random.random()
        if kind < 0.45 or not model.relationships:
            return f"{name}.{self.random.choice(model.columns).name}"
        if kind < 0.55 and methods:
            return self.call_of(name, self.random.choice(methods))
        relationship = self.random.choice(model.relationships)
        target = self.schema.model(relationship.target)
        read = f"{name}.{relationship.name}"
        if relationship.many:
            inner = self.random.choice(target.columns[:3]).name
            return self.random.choice(
                [f"len({read})", f"[item.{inner} for item in {read}]", f"list({read})"]
            )
        if depth < 2 and self.chance(0.6):
            return self.path(read, target, depth + 1)
        return read

    @staticmethod
    def call_of(name: str, method: Method) -> str:
        return f"{name}.{method.name}{'()' if method.call else ''}"

    def read(self) -> None:
        variable = self.pick()
        if variable is None:
            self.load_one()
            return
        if variable.many:
            self.read_list(variable)
            return
        name, model = variable.name, variable.model
        form = self.random.randrange(9)
        many = [one for one in model.relationships if one.many]
        path = self.path(name, model)
        if form == 0:
            self.out.add(f"value = {path}")
        elif form == 1:
            self.out.add(f'print(f"read {{{path}}}")')
        elif form == 2 and many:
            relationship = self.random.choice(many)
            target = self.schema.model(relationship.target)
            with self.out.block(f"for item in {name}.{relationship.name}:"), self.scope():
                self.out.add(f"print({self.path('item', target, 1)})")
        elif form == 3 and many:
            with self.out.block(f"if {name}.{self.random.choice(many).name}:"), self.scope():
                self.statement()
        elif form == 4:
            with self.out.block(f'if {name}.{model.text.name} == "{TEXT}":'):
                self.out.add('print("same")')
        elif form == 5:
            names = [one.name for one in model.relationships]
            attribute = self.random.choice([*names, model.text.name])
            self.out.add(f'print(getattr({name}, "{attribute}", None))')
        else:
            self.out.add(f"print({path})")

    def read_list(self, variable: Variable) -> None:
        path = self.path("one", variable.model)
        form = self.random.randrange(4)
        if form == 0:
            self.out.add(f"print([{path} for one in {variable.name}])")
        elif form == 1:
            column = variable.model.text.name
            self.out.add(f"print(sorted({variable.name}, key=lambda one: one.{column}))")
        else:
            with self.out.block(f"for one in {variable.name}:"):
                self.out.add(f"print({path})")

    def awaitable(self) -> None:
        variable = self.pick(many=False)
        if variable is None or not variable.model.relationships:
            return
        relationship = self.random.choice(variable.model.relationships).name
        if self.chance(0.7):
            self.out.add(f"await {variable.name}.awaitable_attrs.{relationship}")
        else:
            name = variable.name
            self.out.add(f"await {self.session}.run_sync(lambda sync: {name}.{relationship})")

    # Control flow

    def branch(self) -> None:
        if self.nesting > 2:
            return
        flag = self.flag()
        negated = self.chance(0.2)
        with self.out.block(f"if {'not ' if negated else ''}{flag}:"), self.scope():
            self.statements(self.random.choice([1, 1, 2]))
            if self.chance(0.15):
                self.out.add(f"return {self.result()}")
        if self.chance(0.3):
            with self.out.block("else:"), self.scope():
                self.statements(self.random.choice([1, 2]))

    def result(self) -> str:
        variable = self.pick(many=False)
        if variable is None:
            return "None"
        return f"{variable.name}.{self.random.choice(variable.model.columns).name}"

    def loop(self) -> None:
        variable = self.pick(many=True)
        if variable is None:
            self.load_many()
            variable = self.pick(many=True)
        if variable is None or self.loops or self.nesting > 2:
            return
        self.loops += 1
        name = variable.model.variable
        with self.out.block(f"for {name} in {variable.name}:"), self.scope():
            self.bind(name, variable.model)
            self.statements(self.random.choice([1, 2, 3]))
        self.loops -= 1

    def attempt(self) -> None:
        """`try` with a failure that a flag triggers, or a key that is taken."""
        if self.nesting > 2:
            return
        begun = len(self.out.lines)
        with self.out.block("try:"), self.scope():
            self.statements(self.random.choice([1, 2]))
            if self.chance(0.4):
                flag = self.flag()
                with self.out.block(f"if {flag}:"):
                    self.out.add('raise ValueError("no")')
                if self.chance(0.5):
                    self.statement()
            elif self.chance(0.6):
                self.create()
                self.flush()
        caught = self.expected(begun)
        form = self.random.random()
        if form < 0.85:
            with self.out.block(f"except {caught}:"), self.scope():
                if self.chance(0.7):
                    self.rollback()
                if self.chance(0.6):
                    self.read()
                if self.chance(0.4):
                    self.out.add(self.random.choice(["raise", "return None"]))
            if self.chance(0.15):
                with self.out.block("else:"), self.scope():
                    self.statement()
        if form >= 0.85 or self.chance(0.1):
            with self.out.block("finally:"), self.scope():
                self.statement()

    def expected(self, begun: int) -> str:
        """A class that a handler for the lines since `begun` can be waiting for."""
        body = "\n".join(self.out.lines[begun:])
        choices = ["Exception"]
        if "raise ValueError" in body:
            choices.append("ValueError")
        if ".flush()" in body or ".commit()" in body:
            choices.append("IntegrityError")
        return self.random.choice(choices)

    def savepoint(self) -> None:
        if self.nesting > 2:
            return
        begun = len(self.out.lines)
        before = self.transaction
        caught = self.chance(0.5)
        with contextlib.ExitStack() as stack:
            if caught:
                stack.enter_context(self.out.block("try:"))
            stack.enter_context(self.out.block(f"async with {self.session}.begin_nested():"))
            stack.enter_context(self.scope())
            self.transaction = False
            self.statements(self.random.choice([1, 2]))
            if caught and self.chance(0.7):
                with self.out.block(f"if {self.flag()}:"):
                    self.out.add('raise ValueError("no")')
        self.transaction = before
        if caught:
            with self.out.block(f"except {self.expected(begun)}:"), self.scope():
                self.read()

    # Helpers

    def call(self) -> None:
        usable: list[tuple[Helper, Variable | None]] = []
        for helper in self.writer.helpers:
            if helper.takes is None:
                usable.append((helper, None))
            elif variable := self.pick(many=False, model=helper.takes):
                usable.append((helper, variable))
        if not usable:
            return
        helper, variable = self.random.choice(usable)
        arguments = []
        for parameter in helper.parameters:
            if parameter == "session":
                arguments.append(self.session)
            elif variable is not None and parameter == variable.model.variable:
                arguments.append(variable.name)
            elif parameter == helper.flag:
                arguments.append(self.random.choice(["True", "False", self.flag() or "True"]))
            else:
                arguments.append(self.parameter(parameter, helper_annotation(parameter)))
        if not self.transaction and any(
            word in line for line in helper.lines for word in ("commit()", "rollback()")
        ):
            return
        awaited = "await " if helper.is_async else ""
        self.writer.used.add((helper.name, helper.module))
        callee = f"{helper.owner}({self.session}).{helper.name}" if helper.owner else helper.name
        called = f"{awaited}{callee}({', '.join(arguments)})"
        if helper.returns == "one":
            name = helper.model.variable
            self.out.add(f"{name} = {called}")
            self.bind(name, helper.model)
        elif helper.returns == "many":
            self.out.add(f"{helper.model.variables} = {called}")
            self.bind(helper.model.variables, helper.model, many=True)
        elif self.chance(0.5):
            self.out.add(f"print({called})")
        else:
            self.out.add(called)

    # All of it

    WEIGHTS: ClassVar = {
        "read": 12,
        "load_one": 5,
        "load_many": 3,
        "create": 4,
        "assign": 4,
        "commit": 4,
        "flush": 2,
        "rollback": 1,
        "refresh": 3,
        "expire": 1,
        "branch": 3,
        "loop": 3,
        "attempt": 2,
        "savepoint": 0.7,
        "call": 6,
        "awaitable": 1,
        "bulk_update": 0.5,
        "delete": 0.4,
        "merge": 0.3,
    }

    def statement(self) -> None:
        kinds = list(self.WEIGHTS)
        kind = self.random.choices(kinds, list(self.WEIGHTS.values()))[0]
        getattr(self, kind)()

    def statements(self, count: int) -> None:
        for _ in range(count):
            self.statement()

    def body(self, count: int) -> None:
        """A whole function's: something to begin with, and a read at the end."""
        self.random.choice([self.load_one, self.load_one, self.load_many, self.create])()
        self.statements(count)
        self.read()
        if self.chance(0.4):
            self.out.add(f"return {self.result()}")


def helper_annotation(parameter: str) -> str:
    if parameter == "email":
        return "str"
    if parameter.endswith("_data"):
        return "dict[str, str]"
    return "int" if parameter.endswith("_id") else "bool"


class ProgramWriter:
    """Makes up a program."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.schema: Schema = SchemaWriter(self.random).write()
        self.helpers: list[Helper] = []
        self.used: set[tuple[str, str]] = set()
        self.keeping = self.random.random() < 0.5

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def write(self) -> Program:
        for _ in range(self.random.choice([0, 1, 2, 3])):
            self._helper()
        entries = [self._entry(number) for number in range(self.random.choice([1, 2, 2]))]
        files = {"models": self.schema.source(), "database": self._database()}
        for module in ("main", "repository"):
            lines = [line for one in self.helpers if one.module == module for line in one.lines]
            if module == "main":
                lines += [line for entry in entries for line in entry]
            if lines:
                files[module] = self._header(module, lines) + "\n".join(lines).rstrip() + "\n"
        models = self.schema.models
        names = [f"{one.variable}_id" for one in models]
        ways = [tuple(1 + (index >> by) % 2 for index in range(len(names))) for by in (0, 1)]
        others = itertools.product((1,), *((1, 2) for _ in names[1:]))
        ways += [way for way in others if way not in ways and 2 in way]
        crossed = tuple(dict(zip(names, way)) for way in ways)
        return Program(files, self._arguments(), crossed, self.seed, self._further())

    def _arguments(self) -> Arguments:
        given: Arguments = {"email": [TAKEN, FRESH]}
        for model in self.schema.models:
            given[f"{model.variable}_id"] = [1]
            given[f"{model.variable}_data"] = [{model.text.name: "changed"}]
        return given

    def _further(self) -> Arguments:
        """Somebody changes anything but the text."""
        return {
            f"{model.variable}_data": [{one.name: value}]
            for model in self.schema.models
            for one in model.columns
            if (value := "changed" if one.text else 5 if one.number else None) is not None
            and one is not model.text
        }

    def _database(self) -> str:
        keeping = "expire_on_commit=False" if self.keeping else ""
        factory = f"async_sessionmaker({', '.join(filter(None, ['engine', keeping]))})"
        return (
            "from __future__ import annotations\n\n"
            "from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine\n\n"
            'engine = create_async_engine("sqlite+aiosqlite:///app.db")\n'
            f"Session = {factory}\n"
        )

    def _header(self, module: str, lines: list[str]) -> str:
        text = "\n".join(lines)
        header = ["from __future__ import annotations", ""]
        core = [name for name in ("func", "select", "update") if f"{name}(" in text or name in text]
        loaders = "defer immediateload joinedload load_only selectinload subqueryload undefer"
        header.append(f"from sqlalchemy import {', '.join(core or ['select'])}")
        if "IntegrityError" in text:
            header.append("from sqlalchemy.exc import IntegrityError")
        header.append("from sqlalchemy.ext.asyncio import AsyncSession")
        if used := [name for name in loaders.split() if f"{name}(" in text]:
            header.append(f"from sqlalchemy.orm import {', '.join(used)}")
        header.append("")
        if "Session()" in text or "Session.begin()" in text:
            header.append("from database import Session")
        models = [model.name for model in self.schema.models if model.name in text]
        if models:
            header.append(f"from models import {', '.join(models)}")
        if module == "main":
            for helper in self.helpers:
                if helper.module != module and (helper.name, helper.module) in self.used:
                    header.append(f"from {helper.module} import {helper.owner or helper.name}")
        return "\n".join(header) + "\n\n\n"

    def _helper(self) -> None:
        module = self.random.choice(["main", "repository", "repository"])
        kind = self.random.choice(
            ["load", "load", "list", "save", "touch", "show", "show", "create", "anything"]
        )
        model = self.random.choice(self.schema.models)
        owner = None
        if kind != "show" and self.chance(0.35):
            suffixes = {"load": "Finder", "list": "Catalogue", "save": "Store", "create": "Factory"}
            owner = model.name + suffixes.get(kind, "Service")
        body = FunctionWriter(self, "self.session" if owner else "session")
        variable = model.variable
        name = {
            "load": f"get_{variable}",
            "list": f"list_{model.variables}",
            "save": f"save_{variable}",
            "touch": f"touch_{variable}",
            "show": f"{variable}_to_dict",
            "create": f"create_{variable}",
            "anything": f"process_{variable}",
        }[kind]
        if any(helper.name == name for helper in self.helpers):
            return
        takes: Model | None = None
        returns = ""
        is_async = kind != "show"
        known = self.helpers
        if module == "repository":
            # It does not import the main module.
            self.helpers = [helper for helper in known if helper.module == module]
        body.model = lambda: model  # type: ignore[method-assign]
        with body.scope():
            if kind == "load":
                body.load_one()
                if self.chance(0.3):
                    body.statement()
                body.out.add(f"return {variable}")
                body.bind(variable, model)
                returns = "one"
            elif kind == "list":
                body.load_many()
                body.out.add(f"return {model.variables}")
                returns = "many"
            elif kind == "create":
                body.create()
                made = body.variables[-1].name
                body.out.add(f"return {made}")
                returns = "one"
            else:
                takes = model
                body.bind(variable, model)
                if kind == "save":
                    body.out.add(f"{body.session}.add({variable})")
                    body.persist()
                elif kind == "touch":
                    body.assign()
                    body.persist()
                elif kind == "show":
                    for _ in range(self.random.choice([1, 2])):
                        path = body.path(variable, model)
                        body.out.add(f"print({path})")
                    body.out.add(f'return {{"value": {body.path(variable, model)}}}')
                else:
                    body.statements(self.random.choice([1, 2, 3]))
        self.helpers = known
        flag = body.flags[0] if body.flags else None
        parameters = {} if kind == "show" or owner else {"session": "AsyncSession"}
        if takes is not None:
            parameters[variable] = model.name
        parameters |= body.parameters
        returned = {"one": f" -> {model.name}", "many": f" -> list[{model.name}]", "": ""}[returns]
        if self.chance(0.5):
            returned = ""
        helper = Helper(
            name=name,
            module=module,
            parameters=list(parameters),
            model=model,
            returns=returns,
            is_async=is_async,
            takes=takes,
            flag=flag,
            owner=owner,
        )
        if owner:
            parameters = {"self": "", **parameters}
        helper.lines = [*self._function(name, parameters, returned, is_async, body.out.lines)]
        if owner:
            methods = [*CONSTRUCTOR, *helper.lines[:-1]]
            helper.lines = [
                f"class {owner}:",
                *(f"    {line}" if line else "" for line in methods),
                "",
            ]
        self.helpers.append(helper)

    def _function(
        self,
        name: str,
        parameters: dict[str, str],
        returned: str,
        is_async: bool,
        body: list[str],
    ) -> Iterator[str]:
        listed = ", ".join(
            f"{key}: {annotation}" if annotation else key for key, annotation in parameters.items()
        )
        yield f"{'async ' if is_async else ''}def {name}({listed}){returned}:"
        for line in body or ["pass"]:
            yield f"    {line}"
        yield ""
        yield ""

    def _entry(self, number: int) -> list[str]:
        names = ["main", "update_all", "handle_request", "run_job", "sync_data"]
        body = FunctionWriter(self, self.random.choice(["session", "session", "db"]))
        count = self.random.choice([2, 3, 4, 5, 6, 8])
        form = self.random.random()
        parameters: dict[str, str] = {}
        if form < 0.55:
            with body.out.block(f"async with Session() as {body.session}:"):
                body.body(count)
        elif form < 0.65:
            body.transaction = False
            with body.out.block(f"async with Session() as {body.session}:"):
                with body.out.block(f"async with {body.session}.begin():"), body.scope():
                    body.body(count)
                    kept = list(body.variables)
                body.variables = kept
                if body.chance(0.6):
                    body.read()
        else:
            parameters[body.session] = "AsyncSession"
            body.body(count)
        parameters |= body.parameters
        name = f"{self.random.choice(names)}_{number}"
        return list(self._function(name, parameters, "", True, body.out.lines))


def write_program(seed: int) -> Program:
    """The program of a seed: the same for the same seed."""
    return ProgramWriter(seed).write()
