"""Which attributes of subclasses a query of their base class brings.

Source: "Loading Strategies for Inheritance Hierarchies", `polymorphic_load`, `with_polymorphic`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_greenlet.libraries.sqlalchemy.loading import Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import ALL, Classes, MappedClass
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class Coverage:
    """How much of a row a query of `entity` has brought, if the row is of a subclass.

    `joined` are the subclasses whose tables were joined (None: those that the mapping says), the
    columns of the `selected` came by a query of their own.
    """

    entity: MappedClass
    joined: Classes | None = None
    selected: Classes = frozenset()
    sure: bool = True
    """False when nobody can tell."""

    @classmethod
    def of(cls, entity: MappedClass, plan: Plan) -> Coverage:
        """What a query of an entity covers with these loader options."""
        return cls(entity, plan.joined, plan.selected, sure=not plan.unknown)

    def unsure(self) -> Coverage:
        """The same query, after which nobody knows what else was loaded."""
        return Coverage(self.entity, sure=False)

    def has(self, cls: MappedClass, name: str) -> bool | None:
        """Whether the attribute of a row that is of this class was asked for; None when nobody can
        tell."""
        if name in self.entity.mapping.attributes:
            return True
        between = list(_between(cls, self.entity))
        if (
            not between
            or not self.sure
            or not all(_is_plain(each) for each in (*between, self.entity))
        ):
            return None
        if not any(each.mapping.arguments.polymorphic_on for each in _lineage(self.entity)):
            # Nothing tells the rows of a subclass from the others.
            return None
        if any(
            name in each.mapping.attributes
            for each in between
            if each in self.selected or each.mapping.arguments.load == "selectin"
        ):
            return True
        return self._is_joined(between, name)

    def _is_joined(self, between: list[MappedClass], name: str) -> bool | None:
        if self.joined is None:
            if self.entity.mapping.arguments.loads_all is not False:
                return self.entity.mapping.arguments.loads_all
            # A subclass that is to be loaded inline says so to the class right above it.
            nearest = between[-1]
            return nearest.mapping.arguments.load == "inline" and name in nearest.mapping.attributes
        return ALL in self.joined or any(
            name in each.mapping.attributes
            for each in self.joined
            if isinstance(each, MappedClass) and each.is_related(between[0])
        )


def _between(cls: MappedClass, base: MappedClass) -> Iterator[MappedClass]:
    """A class and its ancestors below a base class, the nearest to the class first."""
    for each in _lineage(cls):
        if each is base:
            return
        yield each


def _lineage(cls: MappedClass) -> Iterator[MappedClass]:
    world = cls.project_class.world
    for ancestor in cls.project_class.lineage:
        adopted = world.as_adopted(ancestor)
        if isinstance(adopted, MappedClass):
            yield adopted


def _is_plain(cls: MappedClass) -> bool:
    return cls.mapping.is_complete and cls.mapping.arguments.is_plain


def is_below(cls: MappedClass, base: MappedClass) -> bool:
    """Whether a class is a proper subclass of another."""
    return cls is not base and base.project_class in cls.project_class.lineage


def subclass_by(base: MappedClass, attribute: str, value: object) -> MappedClass | None:
    """The class whose rows have this value in the attribute that tells the class of a row."""
    if not any(each.mapping.arguments.polymorphic_on == attribute for each in _lineage(base)):
        return None
    world, module = base.project_class.world, base.project_class.module
    for home in world.nearby(module, b"polymorphic_identity"):
        for node in home.classes():
            cls = world.global_value(home, node.name) if node.bases else None
            if isinstance(cls, MappedClass) and is_below(cls, base):
                if cls.mapping.arguments.identity == value:
                    return cls
    return None
