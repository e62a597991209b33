"""Random models: what applications declare, and always valid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

WORLDS = [
    ("User", "Post", "Comment", "Tag", "Profile"),
    ("Author", "Book", "Review", "Genre", "Biography"),
    ("Customer", "Order", "Item", "Label", "Address"),
    ("Team", "Player", "Transfer", "Skill", "Stadium"),
    ("Project", "Task", "Note", "Topic", "Budget"),
]
LAZY = ["selectin", "joined", "subquery", "immediate", "raise", "noload", "select"]


def snake(name: str) -> str:
    return name.lower()


def plural(name: str) -> str:
    return name[:-1] + "ies" if name.endswith("y") else name + "s"


@dataclass
class Column:
    """A column, or an expression that is mapped like one."""

    name: str
    annotation: str
    arguments: str = ""
    text: bool = False
    """Whether a string can be assigned to it."""
    number: bool = False

    def __str__(self) -> str:
        value = f" = mapped_column({self.arguments})" if self.arguments else ""
        if "column_property" in self.arguments:
            value = f" = {self.arguments}"
        return f"{self.name}: Mapped[{self.annotation}]{value}"


@dataclass
class Relationship:
    """A relationship to another model of the program."""

    name: str
    target: str
    many: bool
    has_key: bool
    """Whether this side has the foreign key."""
    back: str | None
    arguments: str = ""
    lazy: str | None = None
    optional: bool = True
    secondary: bool = False

    def __str__(self) -> str:
        annotation = f"list[{self.target}]" if self.many else self.target
        if not self.many and self.optional:
            annotation = f"{self.target} | None"
        arguments = [self.arguments] if self.arguments else []
        if self.back:
            arguments.append(f'back_populates="{self.back}"')
        if self.lazy:
            arguments.append(f'lazy="{self.lazy}"')
        return f"{self.name}: Mapped[{annotation}] = relationship({', '.join(arguments)})"


@dataclass
class Method:
    """Something of a model that reads other attributes of it."""

    name: str
    lines: list[str]
    call: bool
    """Whether it has to be called, a property if not."""
    needs: tuple[str, ...] = ()


@dataclass
class Model:
    """A mapped class."""

    name: str
    columns: list[Column] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    eager_defaults: bool | None = None
    mixin: bool = False

    @property
    def variable(self) -> str:
        return snake(self.name)

    @property
    def variables(self) -> str:
        return plural(self.variable)

    @property
    def text(self) -> Column:
        """The column that every model has."""
        return next(column for column in self.columns if column.text)

    @property
    def texts(self) -> list[Column]:
        return [column for column in self.columns if column.text]

    def relationship(self, name: str) -> Relationship:
        return next(one for one in self.relationships if one.name == name)

    def lines(self) -> Iterator[str]:
        bases = "TimestampMixin, Base" if self.mixin else "Base"
        yield f"class {self.name}({bases}):"
        yield f'    __tablename__ = "{self.variables}"'
        if self.eager_defaults is not None:
            yield f'    __mapper_args__ = {{"eager_defaults": {self.eager_defaults}}}'
        yield ""
        for column in self.columns:
            if not (self.mixin and column.name in ("created_at", "updated_at")):
                yield f"    {column}"
        yield ""
        for relationship in self.relationships:
            yield f"    {relationship}"
        for method in self.methods:
            yield ""
            for line in method.lines:
                yield f"    {line}"


STAMPS = [
    Column("created_at", "datetime.datetime", "server_default=func.now()"),
    Column("updated_at", "datetime.datetime | None", "onupdate=func.now()"),
]


@dataclass
class Schema:
    """The models of a program."""

    models: list[Model]
    tables: list[str] = field(default_factory=list)
    """The source of association tables."""

    def model(self, name: str) -> Model:
        return next(model for model in self.models if model.name == name)

    def source(self) -> str:
        lines = [
            "from __future__ import annotations",
            "",
            "import datetime",
            "",
            "from sqlalchemy import Column, ForeignKey, String, Table, func",
            "from sqlalchemy.ext.asyncio import AsyncAttrs",
            "from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, mapped_column",
            "from sqlalchemy.orm import relationship",
            "",
            "",
            "class Base(AsyncAttrs, DeclarativeBase):",
            "    pass",
            "",
            "",
        ]
        if any(model.mixin for model in self.models):
            lines += ["class TimestampMixin:", *(f"    {column}" for column in STAMPS), "", ""]
        for table in self.tables:
            lines += [table, "", ""]
        for model in self.models:
            lines += [*model.lines(), "", ""]
        return "\n".join(lines).rstrip() + "\n"


class SchemaWriter:
    """Makes up a schema."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def write(self) -> Schema:
        root, child, grandchild, tag, single = (Model(name) for name in self.random.choice(WORLDS))
        models = [root, child]
        schema = Schema(models)
        for model in (root, child, grandchild, tag, single):
            self._columns(model)
        self._one_to_many(root, child)
        if self.chance(0.6):
            models.append(grandchild)
            self._one_to_many(child, grandchild)
            if self.chance(0.4):
                self._one_to_many(root, grandchild, both=False)
        if self.chance(0.5):
            models.append(tag)
            self._many_to_many(schema, child, tag)
        if self.chance(0.5):
            models.append(single)
            self._one_to_one(root, single)
        if self.chance(0.15):
            self._self_referential(self.random.choice(models))
        for model in models:
            # Last, because it names other columns.
            if self.chance(0.12):
                name = f"loud_{model.text.name}"
                model.text.arguments = "String(50)"
                expression = f"column_property(func.upper({model.text.name}))"
                model.columns.append(Column(name, "str", expression))
            self._methods(model)
        return schema

    def _columns(self, model: Model) -> None:
        model.columns.append(Column("id", "int", "primary_key=True"))
        name = self.random.choice(["name", "title", "label"])
        model.columns.append(Column(name, "str", text=True))
        if self.chance(0.3):
            model.columns.append(Column("email", "str | None", "unique=True", text=True))
        if self.chance(0.4):
            model.columns.append(Column("status", "str | None", text=True))
        if self.chance(0.4):
            model.columns.append(Column("views", "int", "default=0", number=True))
        if self.chance(0.25):
            model.columns.append(Column("body", "str | None", "deferred=True", text=True))
        if self.chance(0.15):
            model.columns.append(Column("rank", "int", 'server_default="1"', number=True))
        if self.chance(0.15):
            python = "default=datetime.datetime.now, onupdate=datetime.datetime.now"
            model.columns.append(Column("seen_at", "datetime.datetime", python))
        if self.chance(0.35):
            model.mixin = self.chance(0.4)
            model.columns += STAMPS
            if self.chance(0.2):
                model.eager_defaults = self.chance(0.7)

    def _lazy(self) -> str | None:
        return self.random.choice(LAZY) if self.chance(0.25) else None

    def _one_to_many(self, one: Model, many: Model, *, both: bool = True) -> None:
        key = f"{one.variable}_id"
        optional = self.chance(0.7)
        annotation = "int | None" if optional else "int"
        many.columns.append(Column(key, annotation, f'ForeignKey("{one.variables}.id")'))
        linked = both and self.chance(0.85)
        many.relationships.append(
            Relationship(
                name=one.variable,
                target=one.name,
                many=False,
                has_key=True,
                back=many.variables if linked else None,
                lazy=self._lazy(),
                optional=optional,
            )
        )
        if both:
            cascade = self.random.choice(["", "", 'cascade="all, delete-orphan"'])
            viewonly = "" if linked else "viewonly=True"
            one.relationships.append(
                Relationship(
                    name=many.variables,
                    target=many.name,
                    many=True,
                    has_key=False,
                    back=one.variable if linked else None,
                    arguments=cascade if linked else viewonly,
                    lazy=self._lazy(),
                )
            )

    def _one_to_one(self, one: Model, other: Model) -> None:
        key = f"{one.variable}_id"
        other.columns.append(Column(key, "int | None", f'ForeignKey("{one.variables}.id")'))
        other.relationships.append(
            Relationship(one.variable, one.name, False, True, other.variable, "", self._lazy())
        )
        one.relationships.append(
            Relationship(other.variable, other.name, False, False, one.variable, "", self._lazy())
        )

    def _many_to_many(self, schema: Schema, one: Model, other: Model) -> None:
        table = f"{one.variable}_{other.variables}"
        columns = ", ".join(
            f'Column("{side.variable}_id", ForeignKey("{side.variables}.id"), primary_key=True)'
            for side in (one, other)
        )
        schema.tables.append(f'{table} = Table("{table}", Base.metadata, {columns})')
        linked = self.chance(0.8)
        for side, target in ((one, other), (other, one)):
            if side is one or linked:
                side.relationships.append(
                    Relationship(
                        name=target.variables,
                        target=target.name,
                        many=True,
                        has_key=False,
                        back=side.variables if linked else None,
                        arguments=f"secondary={table}",
                        lazy=self._lazy(),
                        secondary=True,
                    )
                )

    def _self_referential(self, model: Model) -> None:
        model.columns.append(
            Column("parent_id", "int | None", f'ForeignKey("{model.variables}.id")')
        )
        side = "remote_side=[id]"
        model.relationships += [
            Relationship("parent", model.name, False, True, "children", side, None),
            Relationship("children", model.name, True, False, "parent", "", None),
        ]

    def _methods(self, model: Model) -> None:
        text = model.text.name
        for relationship in model.relationships:
            name = relationship.name
            if relationship.many and self.chance(0.2):
                body = self.random.choice(
                    [f"return len(self.{name})", f"return [one.id for one in self.{name}]"]
                )
                lines = ["@property", f"def {name}_count(self):", f"    {body}"]
                model.methods.append(Method(f"{name}_count", lines, False, (name,)))
        if self.chance(0.25):
            lines = ["def summary(self):", f'    return f"{{self.id}}: {{self.{text}}}"']
            model.methods.append(Method("summary", lines, True))
        if self.chance(0.25):
            fields = {column.name: f"self.{column.name}" for column in model.columns[:3]}
            chosen = self.random.choice([*model.relationships, None])
            if chosen is not None and chosen.many:
                fields[chosen.name] = f"[one.id for one in self.{chosen.name}]"
            body = ", ".join(f'"{key}": {value}' for key, value in fields.items())
            lines = ["def to_dict(self):", f"    return {{{body}}}"]
            model.methods.append(Method("to_dict", lines, True))
