"""Reads that do not look like reads, and what looks like one and is none."""
# mypy: disable-error-code="truthy-bool, truthy-function, unreachable"

from __future__ import annotations

import operator
import pickle
from typing import Any

from fastapi.encoders import jsonable_encoder
from sqlalchemy import Column, ForeignKey, Integer, String, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    composite,
    mapped_column,
    object_session,
    relationship,
    selectinload,
    synonym,
    validates,
    with_parent,
)
from sqlalchemy.orm.attributes import (
    flag_modified,
    get_history,
    instance_state,
    set_committed_value,
)

from conformance.models import ANN, POST, KeepingSession, Post, Session, User


class Base(DeclarativeBase):
    __abstract__ = True


class Money:
    def __init__(self, amount: int, currency: str) -> None:
        self.amount = amount
        self.currency = currency

    def __composite_values__(self) -> tuple[int, str]:
        return self.amount, self.currency


class Invoice(Base):
    """Much that is not a column."""

    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int] = mapped_column(Integer, default=0)
    currency: Mapped[str] = mapped_column(String(20), default="EUR")

    lines: Mapped[list[InvoiceLine]] = relationship("InvoiceLine", back_populates="invoice")

    reference: Mapped[str] = synonym("number")
    rows: Mapped[list[InvoiceLine]] = synonym("lines")
    total: Mapped[Money] = composite(Money, amount, currency)
    texts: AssociationProxy[list[str]] = association_proxy("lines", "text")

    def __repr__(self) -> str:
        return f"<Invoice {self.number}>"

    def __str__(self) -> str:
        return f"{self.number}: {len(self.lines)} lines"

    def __len__(self) -> int:
        return len(self.lines)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Any:
        return iter(self.lines)

    def __contains__(self, line: object) -> bool:
        return line in self.lines

    def __lt__(self, other: Invoice) -> bool:
        return self.number < other.number

    def __getitem__(self, index: int) -> InvoiceLine:
        return self.lines[index]

    def to_dict(self) -> dict[str, Any]:
        return {"number": self.number, "lines": [line.text for line in self.lines]}

    def header(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("number", "currency")}

    @property
    def is_empty(self) -> bool:
        return not self.lines

    @hybrid_property
    def size(self) -> int:
        return len(self.lines)

    @hybrid_method
    def longer_than(self, length: int) -> bool:
        return len(self.number) > length

    @classmethod
    def by_number(cls, number: str) -> Any:
        return select(cls).where(cls.number == number)

    @staticmethod
    def label(invoice: Invoice) -> str:
        return invoice.number

    @validates("currency")
    def check_currency(self, key: str, value: str) -> str:
        assert self.number, "an invoice without a number"
        return value


class InvoiceLine(Base):
    __tablename__ = "invoice_lines"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(20))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"))

    invoice: Mapped[Invoice | None] = relationship("Invoice", back_populates="lines")

    invoice_number: AssociationProxy[str] = association_proxy("invoice", "number")
    shout: Mapped[str] = column_property(Column("shout", String(20), default="?"))


INVOICE = select(Invoice).where(Invoice.id == 1)
FULL_INVOICE = INVOICE.options(selectinload(Invoice.lines))
BRACES = "{}"
PERCENT = "%s"
LINE = select(InvoiceLine).where(InvoiceLine.id == 1)


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    rows: dict[Any, dict[str, Any]] = {
        Invoice: {"id": 1, "number": "A1", "amount": 3, "currency": "EUR"},
        InvoiceLine: {"id": 1, "text": "paper", "invoice_id": 1, "shout": "!"},
    }
    for model, row in rows.items():
        connection.execute(model.__table__.insert(), row)


# Builtins and syntax


async def len_of_a_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert len(user.posts)  # IO: never loaded


async def membership() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    assert post in user.posts  # IO: never loaded


async def iteration() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    for post in user.posts:  # IO: never loaded
        assert post.title


async def truth() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if not user.posts:  # IO: never loaded
        return


async def a_comparison_with_none() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.profile is not None  # IO: never loaded


async def unpacking() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    first, *rest = user.posts  # IO: never loaded
    assert first not in rest


async def a_star_argument() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert max(*user.posts, key=id)  # IO: never loaded


async def a_subscript() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.posts[0]  # IO: never loaded


async def an_assignment_expression() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if posts := user.posts:  # IO: never loaded
        assert posts


async def a_conditional_expression() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert (user.posts if user.visits == 0 else None) is not None  # IO: never loaded


async def what_is_not_evaluated() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user is not None or user.posts


async def a_default_argument() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()

    def titles(posts: list[Post] = user.posts) -> list[str]:  # IO: never loaded
        return [post.title for post in posts]

    titles()


async def a_lambda_that_is_not_called() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    later = lambda: user.posts  # noqa: E731
    assert later


async def a_generator_that_is_not_consumed() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    later = (user.posts for user in users)
    assert later


async def any_of_a_generator() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    assert any(user.posts for user in users)  # IO: never loaded


async def getattr_of_a_loaded_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert len(getattr(user, "posts", ())) == 2


async def getattr_of_a_column_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert getattr(user, "name", None)  # IO: expired by commit()


async def hasattr_of_a_column_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert hasattr(user, "name")  # IO: expired by commit()


async def getattr_of_every_name() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert {name: getattr(user, name) for name in ("id", "name")}  # IO: expired by commit()


async def attrgetter() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    await session.commit()
    assert sorted(users, key=operator.attrgetter("name"))  # IO: expired by commit()


async def max_with_a_key() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    assert max(users, key=lambda user: len(user.posts))  # IO: never loaded


async def a_format_with_a_percent_sign() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert PERCENT % user.name == "ann"  # IO: expired by commit()


async def a_format_method() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert BRACES.format(user.name) == "ann"  # IO: expired by commit()


async def str_join() -> None:
    session = Session()
    users = (await session.scalars(ANN)).all()
    await session.commit()
    assert ", ".join(user.name for user in users)  # IO: expired by commit()


async def a_pattern_of_a_loaded_attribute() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    match user:
        case User(name="ann"):
            assert user.email


async def a_pattern_of_a_lazy_collection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    match user:
        case User(posts=[]):  # IO: never loaded
            pass


async def a_pattern_that_is_only_a_class() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    match user:
        case User():
            pass


async def a_subject_that_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    match user.name:  # IO: expired by commit()
        case "ann":
            pass


# What a class does with its own attributes


async def a_representation_of_its_own() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert repr(invoice) == "<Invoice A1>"
    await session.commit()
    assert repr(invoice)  # IO: expired by commit()


async def a_representation_in_a_format_string() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    await session.commit()
    assert f"{invoice!r}"  # IO: expired by commit()


async def a_string_of_its_own() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert str(invoice)  # IO: never loaded


async def a_string_in_a_format_string() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert f"{invoice}"  # IO: never loaded


async def a_string_of_what_is_loaded() -> None:
    session = Session()
    invoice = (await session.scalars(FULL_INVOICE)).one()
    assert str(invoice) == "A1: 1 lines"


async def print_of_the_object() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    print(invoice)  # IO: never loaded


async def a_list_of_objects_in_a_format_string() -> None:
    session = Session()
    invoices = (await session.scalars(INVOICE)).all()
    await session.commit()
    assert f"{invoices}"  # IO: expired by commit()


async def a_length_of_its_own() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert len(invoice)  # IO: never loaded


async def an_iterator_of_its_own() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert list(invoice)  # IO: never loaded


async def a_membership_of_its_own() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert "paper" in invoice  # IO: never loaded


async def an_order_of_its_own() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    await session.commit()
    assert invoice < invoice  # IO: expired by commit()


async def a_subscript_of_its_own() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice[0]  # IO: never loaded


async def a_truth_of_its_own() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    await session.commit()
    assert invoice


async def a_method_that_converts() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.to_dict()  # IO: never loaded


async def a_method_that_converts_what_is_loaded() -> None:
    session = Session()
    invoice = (await session.scalars(FULL_INVOICE)).one()
    assert invoice.to_dict() == {"number": "A1", "lines": ["paper"]}


async def a_method_that_reads_by_name() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.header()
    await session.commit()
    assert invoice.header()  # IO: expired by commit()


async def a_property() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert not invoice.is_empty  # IO: never loaded


async def a_property_of_what_is_loaded() -> None:
    session = Session()
    invoice = (await session.scalars(FULL_INVOICE)).one()
    assert not invoice.is_empty


async def a_hybrid() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.size == 1  # IO: never loaded


async def a_hybrid_of_what_is_loaded() -> None:
    session = Session()
    invoice = (await session.scalars(FULL_INVOICE)).one()
    assert invoice.size == 1


async def a_hybrid_method() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.longer_than(1)
    await session.commit()
    assert invoice.longer_than(1)  # IO: expired by commit()


async def a_class_method_that_makes_a_query() -> None:
    session = Session()
    invoice = (await session.scalars(Invoice.by_number("A1"))).one()
    assert invoice.number == "A1"
    assert invoice.lines  # IO: never loaded


async def a_static_method_that_reads() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    await session.commit()
    assert Invoice.label(invoice)  # IO: expired by commit()


async def a_method_that_is_not_called() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.to_dict


async def a_synonym_of_a_column() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.reference == "A1"
    await session.commit()
    assert invoice.reference  # IO: expired by commit()


async def a_synonym_of_an_expired_column() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    await session.commit()
    assert invoice.reference  # IO: expired by commit()


async def synonyms_of_a_new_object() -> None:
    session = Session()
    invoice = Invoice(number="2")
    session.add(invoice)
    assert invoice.reference == "2" and invoice.rows == []


async def a_synonym_of_a_collection() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.rows  # IO: never loaded


async def a_synonym_of_a_loaded_collection() -> None:
    session = Session()
    invoice = (await session.scalars(FULL_INVOICE)).one()
    assert len(invoice.rows) == 1


async def a_composite() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert (invoice.total.amount, invoice.total.currency) == (3, "EUR")


async def a_composite_after_a_commit() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.total.amount == 3
    await session.commit()
    assert invoice.total  # IO: expired by commit()


async def what_a_detached_object_is_composed_of() -> None:
    async with Session() as session:
        invoice = (await session.scalars(FULL_INVOICE)).one()
    assert invoice.total.currency == "EUR" and invoice.reference
    assert list(invoice.texts) and invoice.size
    assert repr(invoice) and str(invoice)


async def an_association_proxy() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert list(invoice.texts) == ["paper"]  # IO: never loaded


async def an_association_proxy_that_is_only_named() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    assert invoice.texts is not None  # IO: never loaded


async def an_association_proxy_of_what_is_loaded() -> None:
    session = Session()
    invoice = (await session.scalars(FULL_INVOICE)).one()
    assert list(invoice.texts) == ["paper"]


async def an_association_proxy_of_what_is_expired() -> None:
    session = Session()
    invoice = (await session.scalars(FULL_INVOICE)).one()
    await session.commit()
    assert invoice.texts  # IO: expired by commit()


async def an_association_proxy_of_what_is_kept() -> None:
    session = KeepingSession()
    invoice = (await session.scalars(FULL_INVOICE)).one()
    await session.commit()
    assert list(invoice.texts)


async def an_association_proxy_that_is_appended_to() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    invoice.texts.append("ink")  # IO: never loaded


async def an_association_proxy_to_one() -> None:
    session = Session()
    line = (await session.scalars(LINE)).one()
    assert line.invoice_number == "A1"  # IO: never loaded


async def an_association_proxy_to_one_that_is_loaded() -> None:
    session = Session()
    line = (await session.scalars(LINE.options(selectinload(InvoiceLine.invoice)))).one()
    assert line.invoice_number == "A1"


async def an_association_proxy_of_a_new_object() -> None:
    invoice = Invoice(number="B1")
    assert list(invoice.texts) == []


async def a_validator_that_reads_what_is_there() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    invoice.currency = "USD"
    assert invoice.currency == "USD"


async def a_validator_that_reads_what_is_expired() -> None:
    session = Session()
    invoice = (await session.scalars(INVOICE)).one()
    await session.commit()
    invoice.currency = "USD"  # IO: expired by commit()


async def a_column_property_of_a_column() -> None:
    session = Session()
    line = (await session.scalars(LINE)).one()
    line.text = "ink"
    await session.flush()
    assert line.shout == "!"


# What SQLAlchemy offers


async def get_history_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    get_history(user, "posts")  # IO: never loaded


async def load_history_reads() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    inspect(user).attrs.posts.load_history()  # IO: never loaded


async def the_history_of_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert get_history(user, "posts").unchanged
    assert inspect(user).attrs.posts.load_history().unchanged
    assert inspect(user).attrs.posts.value


async def the_history_of_what_is_expired_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert not inspect(user).attrs.name.history.has_changes()
    assert inspect(user).attrs.name.loaded_value is not None
    assert "name" in inspect(user).unloaded and "name" not in vars(user)


async def the_history_of_an_attribute_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert not inspect(user).attrs.posts.history.has_changes()


async def a_loaded_value_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert inspect(user).attrs.name.loaded_value is not None


async def the_dict_of_the_state_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert "posts" not in inspect(user).dict
    assert "posts" not in instance_state(user).dict


async def the_dict_can_guard() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if "posts" in user.__dict__:
        assert user.posts


async def a_committed_value_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    set_committed_value(user, "posts", [])
    assert user.posts == []


async def object_session_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert object_session(user) is session.sync_session


async def with_parent_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    query = select(Post).where(with_parent(user, User.posts))
    assert len((await session.scalars(query)).all()) == 2


async def with_parent_of_what_is_expired_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    query = select(Post).where(with_parent(user, User.posts))
    assert len((await session.scalars(query)).all()) == 2


async def flag_modified_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    flag_modified(user, "name")
    await session.flush()
    assert user.name == "ann"


async def pickling_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert pickle.dumps(user)
    assert user.name == "ann"


async def the_identity_does_not() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    assert inspect(user).identity == (1,)
    assert inspect(user).expired


async def the_table_does_not() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    assert user.__table__ is User.__table__ and user.metadata is User.metadata


async def a_dictionary_of_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    loaded = {name: value for name, value in vars(user).items() if not name.startswith("_")}
    assert "posts" not in loaded


async def columns_by_their_names() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    row = {column.name: getattr(user, column.name) for column in User.__table__.columns}
    assert row["name"] == "ann"


async def columns_by_their_names_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    for column in User.__table__.columns:
        assert getattr(user, column.name) is not None  # IO: expired by commit()


async def inspected_columns_after_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    for attribute in inspect(user).mapper.column_attrs:
        assert getattr(user, attribute.key) is not None  # IO: expired by commit()


async def jsonable_encoder_reads_what_is_there() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert jsonable_encoder(user)["name"] == "ann"
