"""What a query loads: its loader options, compiled to a plan.

Source: SQLAlchemy's "Relationship Loading Techniques" and "Column Loading Options".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from flake8_greenlet.interpreter.containers import Sequence, Tuple, known_items
from flake8_greenlet.interpreter.functions import BoundMethod
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Known,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    ALL,
    Alias,
    ClassAttribute,
    Classes,
    MappedClass,
)
from flake8_greenlet.records import dataclass, replace

LOADING = frozenset(
    {"joinedload", "selectinload", "subqueryload", "immediateload", "contains_eager"}
)
NOT_LOADING = frozenset({"lazyload", "defaultload"})
RAISING = frozenset({"raiseload"})
EMPTY = frozenset({"noload"})
LEAVING = RAISING | EMPTY | {"lazyload"}
"""The strategies with which a query asks for nothing."""
DEEP = 8
"""More levels of a tree than this, nobody reads in one function."""

MAX_CHOICES = 4
"""The plans that are told apart when paths meet."""

UNSURE = "?"
"""No strategy of SQLAlchemy's: that of an option which may or may not have been given."""
STRATEGIES = LOADING | NOT_LOADING | RAISING | EMPTY


@dataclass(frozen=True)
class Plan:
    """What is loaded of an object, and of what hangs on it.

    `relations` maps a relationship to its strategy and the plan of its target; `undeferred`
    and `left_out` name columns; `only` is what `load_only` leaves.
    """

    relations: Mapping[str, tuple[str, Plan]] = field(default_factory=dict)
    only: frozenset[str] | None = None
    left_out: frozenset[str] = frozenset()
    undeferred: frozenset[str] = frozenset()
    raising: frozenset[str] = frozenset()
    """The columns left out that are an error of their own to read: `raiseload=True`."""
    wildcard: str | None = None
    unknown: bool = False
    """Some option could not be read: anything may be loaded."""
    path: frozenset[MappedClass] = field(default=frozenset(), compare=False)
    """The classes by way of which a query has come to the object."""
    joined_path: frozenset[MappedClass] = field(default=frozenset(), compare=False)
    """Those since the last statement of its own, such as that of a `selectinload`."""
    choices: tuple[Plan, ...] = ()
    """The plans of several paths; the other fields say what they have in common."""
    groups: frozenset[str] = frozenset()
    """The groups of deferred columns that `undefer_group` names."""
    carried_out: int | None = field(default=None, compare=False)
    """When, if not together with what it hangs on (`Machine.clock`)."""
    joined: Classes | None = None
    """The subclasses whose columns come with a row; None for those that the mapping says."""
    selected: Classes = frozenset()
    """The subclasses whose columns are fetched after the row: `selectin_polymorphic()`."""

    def merge(self, other: Plan) -> Plan:
        """The plan of both sets of options together."""
        if other is EMPTY_PLAN:
            return self
        only = self.only if other.only is None else (self.only or frozenset()) | other.only
        joined = self.joined
        if other.joined is not None:
            joined = (self.joined or frozenset()) | other.joined
        return Plan(
            self._relations(other, Plan.merge),
            only,
            self.left_out | other.left_out,
            self.undeferred | other.undeferred,
            self.raising | other.raising,
            other.wildcard or self.wildcard,
            self.unknown or other.unknown,
            groups=self.groups | other.groups,
            joined=joined,
            selected=self.selected | other.selected,
        )

    def _relations(
        self, other: Plan, together: Callable[[Plan, Plan], Plan]
    ) -> Mapping[str, tuple[str, Plan]]:
        """The relationships of both; what is loaded of a target by both, is put `together`."""
        relations = dict(self.relations)
        for name, (strategy, below) in other.relations.items():
            if name in relations:
                before, plan = relations[name]
                loads = strategy if strategy not in NOT_LOADING else before
                relations[name] = (loads, together(plan, below))
            else:
                relations[name] = (strategy, below)
        return relations

    def either(self, other: Plan) -> Plan:
        """What is known when one of two plans was carried out, and nobody knows which."""
        if self == other:
            return self
        common = replace(self, choices=())._common(replace(other, choices=()))
        one, two = self.choices or (self,), other.choices or (other,)
        choices = (*one, *(plan for plan in two if plan not in one))
        if len(choices) > MAX_CHOICES or any(plan.unknown for plan in choices):
            return common
        return replace(common, choices=choices)

    def _common(self, other: Plan) -> Plan:
        """What two plans have in common; where they differ, nobody knows."""
        if self.unknown or other.unknown or replace(self, relations=other.relations) != other:
            return UNKNOWN_PLAN
        relations = {
            name: self.relations[name]
            if self.relations.get(name) == other.relations.get(name)
            else (UNSURE, UNKNOWN_PLAN)
            for name in sorted({*self.relations, *other.relations})
        }
        return replace(self, relations=relations)

    def come_across(self, other: Plan) -> Plan:
        """What is there of an object that was loaded so, once a query with another plan has come
        across it: what either of them loads."""
        if self.unknown or other.unknown or self.choices or other.choices:
            return UNKNOWN_PLAN
        return replace(
            self.merge(replace(other, relations={})),
            relations=self._relations(other._dated(), Plan.come_across),
            only=None if self.only is None or other.only is None else self.only | other.only,
            left_out=self.left_out & other.left_out,
            raising=self.raising & other.raising,
            path=self.path,
            joined_path=self.joined_path,
            carried_out=self.carried_out,
        )

    def below(self, relation: str) -> Plan:
        """What is loaded of a relationship's target, at the same time unless it says when."""
        _, plan = self.relations.get(relation, ("", EMPTY_PLAN))
        if plan.carried_out is None and self.carried_out is not None:
            return replace(plan, carried_out=self.carried_out)
        return plan

    def _dated(self) -> Plan:
        """The plan where what hangs on it says when it was loaded."""
        relations = {name: (how, self.below(name)) for name, (how, _) in self.relations.items()}
        return replace(self, relations=relations)

    def again(self) -> Plan:
        """What of it a refresh applies again: all but the groups of columns."""
        return replace(self, groups=frozenset()) if self.groups else self

    def with_all_columns(self) -> Plan:
        """What of it counts where an object comes back that had wholly expired: with the others,
        all columns had that the query had left out."""
        choices = tuple(choice.with_all_columns() for choice in self.choices)
        return replace(self, only=None, left_out=frozenset(), choices=choices)


EMPTY_PLAN = Plan()
UNKNOWN_PLAN = Plan(unknown=True)
MENDED_PLAN = Plan(wildcard=UNSURE)
"""Of what will be loaded once a finding has been mended, nobody knows how."""


@dataclass(frozen=True)
class Step:
    """One call in a chain of loader options: `selectinload(User.posts)`."""

    strategy: str
    attributes: tuple[ClassAttribute, ...] = ()
    wildcard: bool = False
    suboptions: tuple[Value, ...] = ()
    raises: bool = False
    """`raiseload=True`"""
    groups: frozenset[str] = frozenset()
    """What `undefer_group` names."""
    depth: int | None = 1
    """`recursion_depth`; None for one that has no end, or that nobody knows."""
    subclasses: Classes = frozenset()


@dataclass(frozen=True)
class LoaderOption(Known):
    """A loader option: a chain of steps from a root entity."""

    steps: tuple[Step, ...] = ()
    root: MappedClass | Alias | None = None
    unknown: bool = False

    def get(self, name: str, site: Site) -> Value:
        if name == "selectin_polymorphic":
            return Builtin(
                name,
                lambda arguments, where: self._of_subclasses(arguments.get(0, "classes"), where),
            )
        if name in STRATEGIES or name in COLUMN_OPTIONS or name == "options":
            return BoundMethod(Builtin(name, _Chain(name)), self)
        return Builtin(name, lambda arguments, where: LoaderOption(unknown=True))

    def _of_subclasses(self, given: Value | None, site: Site) -> LoaderOption:
        classes = subclasses_of(given, site)
        if classes is None:
            return LoaderOption(unknown=True)
        return self.chained(Step("selectin_polymorphic", subclasses=classes))

    def chained(self, step: Step) -> LoaderOption:
        return LoaderOption((*self.steps, step), self.root, self.unknown)


COLUMN_OPTIONS = frozenset({"load_only", "defer", "undefer", "undefer_group"})


class _Chain:
    """A method of a loader option, which makes it one step longer."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, arguments: Arguments, site: Site) -> Value:
        option, *rest = arguments.positional
        assert isinstance(option, LoaderOption)
        if self.name == "options":
            return option.chained(Step("options", suboptions=tuple(spread(rest, site))))
        step = _step(self.name, Arguments(rest, arguments.keywords, arguments.open_ended))
        return LoaderOption(unknown=True) if step is None else option.chained(step)


def _step(strategy: str, arguments: Arguments) -> Step | None:
    if strategy == "undefer_group":
        name = arguments.get(0, "name")
        if not isinstance(name, Constant) or not isinstance(name.value, str):
            return None
        return Step(strategy, groups=frozenset({name.value}))
    attributes = []
    for value in arguments.positional:
        if isinstance(value, ClassAttribute):
            attributes.append(value)
        elif value == Constant("*"):
            return Step(strategy, wildcard=True)
        else:
            return None
    if arguments.open_ended or not attributes:
        return None
    raises = arguments.keywords.get("raiseload", FALSE) != FALSE
    return Step(strategy, tuple(attributes), raises=raises, depth=_depth(arguments))


def _depth(arguments: Arguments) -> int | None:
    """How often a self-referential option is applied again (`recursion_depth`)."""
    given = arguments.keywords.get("recursion_depth", NONE)
    if given == NONE:
        return 1
    if not isinstance(given, Constant) or not isinstance(given.value, int) or given.value < 1:
        return None
    return min(given.value, DEEP)


def make_option(strategy: str) -> Value:
    """The function of this name, such as `selectinload`."""

    def call(arguments: Arguments, site: Site) -> Value:
        step = _step(strategy, arguments)
        if step is None:
            return LoaderOption(unknown=True)
        if strategy in COLUMN_OPTIONS or len(step.attributes) < 2:
            return LoaderOption((step,))
        # Several attributes are a path: joinedload(User.posts, Post.tags) loads the last.
        steps = [Step(strategy, (attribute,)) for attribute in step.attributes]
        return LoaderOption(tuple(steps))

    return Builtin(strategy, call)


def make_load(arguments: Arguments, site: Site) -> Value:
    """`Load(User)`"""
    entity = arguments.first()
    if isinstance(entity, (MappedClass, Alias)):
        return LoaderOption((), entity)
    return LoaderOption(unknown=True)


def make_criteria(arguments: Arguments, site: Site) -> Value:
    """`with_loader_criteria(Post, …)`: it says which rows are loaded, not whether."""
    return LoaderOption()


def make_selectin_polymorphic(arguments: Arguments, site: Site) -> Value:
    """`selectin_polymorphic(Employee, [Manager, Engineer])`"""
    option = make_load(arguments, site)
    assert isinstance(option, LoaderOption)
    return option._of_subclasses(arguments.get(1, "classes"), site)


def subclasses_of(given: Value | None, site: Site) -> Classes | None:
    """The subclasses that a list names, or `"*"`; None when they are not known."""
    if given == Constant(ALL):
        return frozenset({ALL})
    items = None if given is None else known_items(given, site)
    if items is None or not all(isinstance(item, MappedClass) for item in items):
        return None
    return frozenset(item for item in items if isinstance(item, MappedClass))


def spread(options: Iterable[Value], site: Site) -> list[Value]:
    """Loader options, with lists and tuples of them laid out."""
    flat: list[Value] = []
    for option in options:
        if isinstance(option, Tuple):
            flat += spread(option.items, site)
        elif isinstance(option, Sequence):
            contents = option.contents(site)
            if contents.items is not None:
                flat += spread(contents.items, site)
            else:
                flat.append(UNKNOWN)
        else:
            flat.append(option)
    return flat


def compile_plan(cls: MappedClass, options: Iterable[Value], alias: object = None) -> Plan:
    """What these options load of an entity, which may be one alias of its class.

    One that cannot be read counts as "may load anything".
    """
    plan = EMPTY_PLAN
    for option in options:
        if option == NONE:
            continue
        if isinstance(option, LoaderOption) and not option.unknown:
            if option.root is None or _concerns(option.root, cls, alias):
                plan = plan.merge(_compile(cls, option.steps, alias))
        else:
            return UNKNOWN_PLAN
    return plan


def _concerns(root: MappedClass | Alias, cls: MappedClass, alias: object) -> bool:
    """Whether the options below a `Load(…)` are about an entity."""
    if isinstance(root, Alias):
        return root.symbol == alias and root.cls.is_related(cls)
    return alias is None and root.is_related(cls)


def _compile(cls: MappedClass | None, steps: tuple[Step, ...], alias: object = None) -> Plan:
    if not steps:
        return EMPTY_PLAN
    step, rest = steps[0], steps[1:]
    if step.strategy == "options":
        if cls is None:
            return UNKNOWN_PLAN
        return compile_plan(cls, step.suboptions, alias).merge(_compile(cls, rest, alias))
    if step.groups:
        return Plan(groups=step.groups).merge(_compile(cls, rest, alias))
    if step.strategy == "selectin_polymorphic":
        return Plan(selected=step.subclasses).merge(_compile(cls, rest, alias))
    if step.wildcard and step.strategy in COLUMN_OPTIONS:
        if cls is None:
            return UNKNOWN_PLAN
        return _column_plan(step, frozenset(c.name for c in cls.mapping.columns), cls)
    if step.wildcard:
        return Plan(wildcard=step.strategy)
    if any(a.alias != alias or not a.cls.is_related(cls or a.cls) for a in step.attributes):
        # An option of another entity of the same statement.
        return EMPTY_PLAN
    if step.strategy in COLUMN_OPTIONS:
        names = frozenset(attribute.name for attribute in step.attributes)
        return _column_plan(step, names, cls).merge(_compile(cls, rest, alias))
    attribute = step.attributes[0]
    below = _below(attribute, rest)
    if step.depth is None:
        return Plan({attribute.name: (step.strategy, UNKNOWN_PLAN)})
    plan = Plan({attribute.name: (step.strategy, below)})
    for _ in range(step.depth - 1):
        plan = Plan({attribute.name: (step.strategy, below.merge(plan))})
    return plan


def _below(attribute: ClassAttribute, steps: tuple[Step, ...]) -> Plan:
    """What the rest of a chain loads of the target of a relationship."""
    target, alias = getattr(attribute.attribute, "target", None), None
    joined: Classes | None = None
    if isinstance(attribute.target, Alias):
        alias, joined = attribute.target.symbol, attribute.target.subclasses
    elif attribute.target is not None:
        joined = frozenset({attribute.target})
    below = _compile(target, steps, alias)
    return below if joined is None else below.merge(Plan(joined=joined))


def _column_plan(step: Step, names: frozenset[str], cls: MappedClass | None) -> Plan:
    """What `load_only`, `defer` and `undefer` say of the columns they name."""
    if step.strategy == "load_only":
        others = {c.name for c in cls.mapping.columns} - names if cls and step.raises else ()
        return Plan(only=names, raising=frozenset(others))
    if step.strategy == "defer":
        return Plan(left_out=names, raising=names if step.raises else frozenset())
    return Plan(undeferred=names)
