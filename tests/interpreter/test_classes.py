"""Classes of the project: instances, inheritance, properties, `super()`."""

from __future__ import annotations

import sys

import pytest

from interpreter.conftest import Check


def test_self_keeps_what_init_was_given(check: Check) -> None:
    check("""\
        class Repository:
            def __init__(self, session):
                self.session = session

            async def save(self):
                await self.session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                repository = Repository(session)
                print(user.name)
                await repository.save()
                print(user.«name»)
    """)


def test_a_session_that_init_makes(check: Check) -> None:
    check("""\
        class Repository:
            def __init__(self):
                self.session = Session()

            async def rename(self):
                user = await fetch(self.session)
                await self.session.commit()
                return user.«name»
    """)


def test_a_session_that_only_an_annotation_tells(check: Check) -> None:
    check("""\
        class Repository:
            def __init__(self, session: AsyncSession):
                self.session = session

            async def rename(self):
                user = await fetch(self.session)
                print(user.«GRN007:orders»)
                self.session.«GRN002:commit»()
    """)


def test_a_session_that_somebody_may_replace(check: Check) -> None:
    check("""\
        class Repository:
            def __init__(self):
                self.session = Session()

            def use(self, session):
                self.session = session

            async def rename(self):
                user = await fetch(self.session)
                await self.session.commit()
                return user.name
    """)


def test_instances_do_not_share(check: Check) -> None:
    check("""\
        class Box:
            pass

        async def main(other):
            async with Session() as session:
                first, second = Box(), Box()
                first.user = await fetch(session)
                second.user = other
                await session.commit()
                print(second.user.name)
                print(first.user.«name»)
    """)


def test_a_class_attribute_is_shared(check: Check) -> None:
    check("""\
        class Repository:
            factory = Session

            async def rename(self):
                async with self.factory() as session:
                    user = await fetch(session)
                    await session.commit()
                    return user.«name»
    """)


def test_inherited_methods(check: Check) -> None:
    check("""\
        class Base:
            def __init__(self, session):
                self.session = session

            async def save(self):
                await self.session.commit()

        class Middle(Base):
            pass

        class Users(Middle):
            async def rename(self, user):
                await self.save()
                print(user.«name»)

        async def main():
            async with Session() as session:
                await Users(session).rename(await fetch(session))
    """)


def test_an_override_wins(check: Check) -> None:
    check("""\
        class Base:
            async def save(self, session):
                await session.commit()

        class Quiet(Base):
            async def save(self, session):
                pass

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await Quiet().save(session)
                print(user.name)
                await Base().save(session)
                print(user.«name»)
    """)


def test_super(check: Check) -> None:
    check("""\
        class Base:
            def __init__(self, session):
                self.session = session

            async def save(self):
                await self.session.commit()

        class Users(Base):
            def __init__(self, session, table):
                super().__init__(session)
                self.table = table

            async def save(self):
                await super().save()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await Users(session, 1).save()
                print(user.«name»)
    """)


def test_super_with_arguments_and_by_name(check: Check) -> None:
    check("""\
        class Base:
            async def save(self, session):
                await session.commit()

        class First(Base):
            async def save(self, session):
                await super(First, self).save(session)

        class Second(Base):
            async def save(self, session):
                await Base.save(self, session)

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await First().save(session)
                print(user.«name»)

        async def again():
            async with Session() as session:
                user = await fetch(session)
                await Second().save(session)
                print(user.«name»)
    """)


def test_mixins_in_order(check: Check) -> None:
    check("""\
        class Loud:
            async def save(self, session):
                await session.commit()

        class Quiet:
            async def save(self, session):
                pass

        class Both(Quiet, Loud):
            pass

        class Other(Loud, Quiet):
            pass

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await Both().save(session)
                print(user.name)
                await Other().save(session)
                print(user.«name»)
    """)


def test_a_diamond(check: Check) -> None:
    check("""\
        class Top:
            async def save(self, session):
                await session.commit()

        class Left(Top):
            pass

        class Right(Top):
            async def save(self, session):
                pass

        class Bottom(Left, Right):
            pass

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await Bottom().save(session)
                print(user.name)
    """)


def test_an_unknown_base_may_do_anything(check: Check) -> None:
    check("""\
        class Users(mystery.Repository):
            async def rename(self, session, user):
                await session.commit()
                await self.reload(session, user)
                print(user.name)

        async def main():
            async with Session() as session:
                await Users().rename(session, await fetch(session))
    """)


def test_a_property_runs_its_getter(check: Check) -> None:
    check("""\
        class Holder:
            def __init__(self, user):
                self._user = user

            @property
            def user(self):
                return self._user

            @property
            def title(self):
                return self._user.«name»

        async def main():
            async with Session() as session:
                holder = Holder(await fetch(session))
                await session.commit()
                holder.title

        async def again():
            async with Session() as session:
                holder = Holder(await fetch(session))
                await session.commit()
                print(holder.user.«name»)
    """)


def test_a_property_with_a_setter(check: Check) -> None:
    check("""\
        class Holder:
            @property
            def user(self):
                return self._user

            @user.setter
            def user(self, value):
                self._user = value

        async def main():
            async with Session() as session:
                holder = Holder()
                holder.user = await fetch(session)
                await session.commit()
                print(holder._user.«name»)
    """)


def test_a_property_of_a_mapped_class(check_body: Check) -> None:
    check_body("""\
        class Person(User):
            @property
            def title(self):
                return self.name.title()

        person = (await session.scalars(select(Person))).one()
        print(person.title)
        await session.commit()
        print(person.«title»)
    """)


@pytest.mark.parametrize(
    "receiver, decorator, parameters",
    [
        ("Tool", "@staticmethod", "session"),
        ("Tool()", "@staticmethod", "session"),
        ("Tool", "@classmethod", "cls, session"),
        ("Tool()", "@classmethod", "cls, session"),
        ("Tool()", "# plain", "self, session"),
    ],
)
def test_kinds_of_methods(check: Check, receiver: str, decorator: str, parameters: str) -> None:
    check(f"""\
        class Tool:
            {decorator}
            async def save({parameters}):
                await session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await {receiver}.save(session)
                print(user.«name»)
    """)


def test_a_class_method_makes_an_instance(check: Check) -> None:
    check("""\
        class Unit:
            def __init__(self, session):
                self.session = session

            @classmethod
            def make(cls):
                return cls(Session())

        async def main():
            unit = Unit.make()
            user = await fetch(unit.session)
            await unit.session.commit()
            print(user.«name»)
    """)


HOLDERS = """\
from dataclasses import dataclass, field
from typing import ClassVar
import attr
import attrs

"""
HELD = """

async def main():
    async with Session() as session:
        holder = {call}
        user = await fetch(holder.{name})
        await session.commit()
        print(user.{read})
"""


@pytest.mark.parametrize(
    ("body", "call", "name"),
    [
        (
            "@dataclass\nclass H:\n    kept: list = field(init=False)\n    s: object",
            "H(session)",
            "s",
        ),
        ("@dataclass\nclass H:\n    limit: ClassVar[int] = 3\n    s: object", "H(session)", "s"),
        (
            "@dataclass\nclass H:\n    s: object = field(kw_only=True)\n    n: int",
            "H(1, s=session)",
            "s",
        ),
        ("@attr.s\nclass H:\n    n = attr.ib()\n    s = attr.ib()", "H(1, session)", "s"),
        ("@attrs.define\nclass H:\n    _s: object", "H(s=session)", "_s"),
    ],
)
def test_which_field_an_argument_fills(check: Check, body: str, call: str, name: str) -> None:
    check(HOLDERS + body + "\n" + HELD.format(call=call, name=name, read="«name»"))


def test_a_field_that_a_factory_fills(check: Check) -> None:
    check("""\
        from dataclasses import dataclass, field

        @dataclass
        class Holder:
            session: AsyncSession = field(default_factory=Session)

        async def main():
            holder = Holder()
            user = await fetch(holder.session)
            await holder.session.commit()
            print(user.«name»)
    """)


def test_what_a_class_does_after_its_fields_are_filled(check: Check) -> None:
    check("""\
        from dataclasses import dataclass

        class Users:
            def __init__(self, session: AsyncSession):
                self.session = session

            async def first(self):
                return await fetch(self.session)

        @dataclass
        class Service:
            session: AsyncSession

            def __post_init__(self):
                self.users = Users(self.session)

            async def titles(self):
                user = await self.users.first()
                return user.«GRN007:orders»

        async def main():
            async with Session() as session:
                user = await Service(session).users.first()
                await session.commit()
                print(user.«name»)
    """)


def test_fields_of_a_dataclass(check: Check) -> None:
    check("""\
        from dataclasses import dataclass

        @dataclass
        class Work:
            session: AsyncSession
            user: User
            count: int = 0

        async def main():
            async with Session() as session:
                work = Work(session, user=await fetch(session))
                await work.session.commit()
                print(work.user.«name»)
    """)


@pytest.mark.parametrize(
    "decorator, method",
    [("dataclasses.dataclass", "__post_init__"), ("attrs.define", "__attrs_post_init__")],
)
def test_what_a_dataclass_does_once_its_fields_are_filled(
    check: Check, decorator: str, method: str
) -> None:
    check(f"""\
        import attrs
        import dataclasses

        class Users:
            def __init__(self, session: AsyncSession):
                self.session = session

            async def first(self):
                return await fetch(self.session)

        @{decorator}
        class Service:
            session: AsyncSession

            def {method}(self):
                self.users = Users(self.session)

            async def titles(self):
                user = await self.users.first()
                return [order.title for order in user.«GRN007:orders»]

        @{decorator}
        class Card:
            user: User

            def {method}(self):
                self.text = self.user.«name»

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                Card(user)
    """)


def test_a_callable_instance(check: Check) -> None:
    check("""\
        class Saver:
            def __init__(self, session):
                self.session = session

            async def __call__(self):
                await self.session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await Saver(session)()
                print(user.«name»)
    """)


def test_a_generic_base(check: Check) -> None:
    check("""\
        from typing import Generic, TypeVar

        T = TypeVar("T")

        class Repository(Generic[T]):
            def __init__(self, session):
                self.session = session

            async def save(self):
                await self.session.commit()

        class Users(Repository[User]):
            pass

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await Users(session).save()
                print(user.«name»)
    """)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters are new in 3.12")
def test_type_parameters_of_a_schema(check: Check) -> None:
    check("""\
        from pydantic import BaseModel

        class UserOut(BaseModel, from_attributes=True):
            orders: list[str]

        class Page[Item](BaseModel):
            items: list[Item]

        async def main():
            async with Session() as session:
                user = await fetch(session)
                Page(items=[user])
                Page[UserOut].«GRN013:model_validate»({"items": [user]})
    """)


def test_an_abstract_method_may_do_anything(check: Check) -> None:
    check("""\
        import abc

        class Repository(abc.ABC):
            @abc.abstractmethod
            async def save(self, session, user): ...

            async def rename(self, session, user):
                await session.commit()
                await self.save(session, user)
                print(user.name)

        async def main(repository: Repository):
            async with Session() as session:
                await repository.rename(session, await fetch(session))
    """)


def test_a_class_inside_a_function(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                class Local:
                    async def save(self):
                        await session.commit()

                user = await fetch(session)
                await Local().save()
                print(user.«name»)
    """)


@pytest.mark.parametrize("base", ["Base", "bases[0]", "made()"])
def test_a_base_class_inside_a_function(check_body: Check, base: str) -> None:
    check_body(f"""\
        class Base:
            async def save(self):
                await session.commit()

        def made():
            return Base

        bases = [Base]

        class Derived({base}):
            pass

        await Derived().save()
        print(user.«name»)
    """)


def test_two_base_classes_inside_a_function(check_body: Check) -> None:
    check_body("""\
        if flag:
            class Base:
                async def save(self):
                    await session.commit()
        else:
            class Base:
                async def save(self):
                    await session.refresh(user)

        class Derived(Base):
            pass

        await Derived().save()
        print(user.«name»)
    """)


def test_a_base_class_that_a_function_is_given(check: Check) -> None:
    check("""\
        class Saving:
            async def save(self, session):
                await session.commit()

        class Waiting:
            async def save(self, session):
                pass

        def derived(base):
            class Derived(base):
                pass
            return Derived()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await derived(Waiting).save(session)
                print(user.name)
                await derived(Saving).save(session)
                print(user.«name»)
    """)


def test_an_escaped_instance_takes_its_attributes_along(check: Check) -> None:
    check("""\
        class Holder:
            def __init__(self, user):
                self.user = user

        async def main():
            async with Session() as session:
                user = await fetch(session)
                holder = Holder(user)
                await session.commit()
                mystery(holder)
                print(user.name)
    """)


def test_getattr_with_a_known_and_an_unknown_name(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        getattr(user, flag)
        «getattr»(user, "name")
    """)


def test_a_class_that_inherits_from_itself_does_no_harm(check: Check) -> None:
    check("""\
        class First(Second):
            pass

        class Second(First):
            pass

        class Third(Third):
            pass

        async def main(flag):
            First().save(flag)
            Third().save(flag)
    """)


GENERIC = """\
from typing import ClassVar, Generic, Type, TypeVar, get_args

M = TypeVar("M")
K = TypeVar("K")

"""
OF_A_REPOSITORY = """\

    def __init__(self, session: AsyncSession):
        self.session = session

    async def first(self):
        return (await self.session.scalars(select(self.model))).first()

{heirs}

async def main():
    async with Session() as session:
        order = await {made}(session).first()
        print(order.title, order.{read})
"""


@pytest.mark.parametrize(
    "declared",
    [
        "class Repository(Generic[M]):\n    model: type[M]",
        "class Repository(Generic[M]):\n    model: type[M] = None",
        "class Repository(Generic[K, M]):\n    model: ClassVar[Type[M]]",
        """class Repository(Generic[M]):
    @property
    def model(self) -> type[M]:
        return get_args(self.__orig_bases__[0])[0]""",
    ],
)
@pytest.mark.parametrize(
    ("heirs", "read"),
    [
        ("class Heir(Repository[Order]): pass", "«GRN007:user»"),
        ("class Near(Repository[K]): pass\nclass Heir(Near[Order]): pass", "«GRN007:user»"),
        ("class Near(Repository[Order]): pass\nclass Heir(Near): pass", "«GRN007:user»"),
        ("class Heir(Repository[K]): pass", "user"),
        ("class Heir(Repository): pass", "user"),
    ],
)
def test_the_class_that_a_generic_ancestor_is_given(
    check: Check, declared: str, heirs: str, read: str
) -> None:
    if "[K, M]" in declared:
        heirs = heirs.replace("Repository[", "Repository[int, ")
    rest = OF_A_REPOSITORY.format(heirs=heirs, made="Heir", read=read)
    check(GENERIC + declared + "\n" + rest)


def test_what_a_class_sets_itself_goes_before_what_it_is_given(check: Check) -> None:
    rest = OF_A_REPOSITORY.format(
        heirs="class Heir(Repository[User]):\n    model = Order", made="Heir", read="«GRN007:user»"
    )
    check(GENERIC + "class Repository(Generic[M]):\n    model: type[M]\n" + rest)


def test_the_only_instance_of_a_class(check: Check) -> None:
    check("""\
        class Clock:
            _instance = None

            @classmethod
            def instance(cls):
                if cls._instance is None:
                    cls._instance = cls()
                return cls._instance

            def tick(self):
                print("tick")

        class Office:
            def __init__(self):
                self.clock = Clock.instance()

        office = Office()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                office.clock.tick()
                print(user.«name»)
    """)


@pytest.mark.parametrize(
    ("bases", "read"), [("(elsewhere.Settings)", "user.«name»"), ("", "user.name")]
)
def test_a_default_that_somebody_else_may_replace(check: Check, bases: str, read: str) -> None:
    check(f"""\
        import elsewhere

        class Settings{bases}:
            url: str | None = None

        settings = Settings()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                if settings.url is None:
                    raise ValueError
                print({read})
    """)


@pytest.mark.parametrize(
    "bases, test",
    [
        ("enum.Enum", "Status.OPEN.value == 'open'"),
        ("enum.Enum", "Status.OPEN.name == 'OPEN'"),
        ("str, enum.Enum", "Status.OPEN.upper() == 'OPEN'"),
        ("enum.IntEnum", "Status.FIRST.value == 1"),
        ("elsewhere.Choices", "Status.OPEN.value == 'open'"),
        ("enum.Enum", "Status.OPEN == Status.OPEN"),
        ("enum.Enum", "Status.OPEN.kind.value or Status.OPEN.label()"),
        ("enum.Enum", "Status.OPEN('anything')"),
        ("enum.Enum", "not Status.NOTHING"),
        ("enum.Enum", "not Status.OPEN.title"),
    ],
)
def test_members_of_an_enumeration(check: Check, bases: str, test: str) -> None:
    check(f"""\
        import enum
        import elsewhere

        class Status({bases}):
            OPEN = 'open'
            FIRST = 1
            NOTHING = 0

            @property
            def title(self):
                return mystery(self)

        async def main(flag):
            async with Session() as session:
                user = await fetch(session)
                if {test}:
                    await session.commit()
                print(user.«name»)
    """)


def test_a_constant_of_a_class_has_no_value(check: Check) -> None:
    check("""\
        class Status:
            OPEN = 'open'

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                Status.OPEN.value
                print(user.name)
    """)
