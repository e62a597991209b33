"""`lazy="write_only"`: a collection that takes members in, and is asked by statements."""
# mypy: disable-error-code="arg-type, attr-defined, index, operator, truthy-bool, var-annotated"

from __future__ import annotations

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    WriteOnlyMapped,
    mapped_column,
    relationship,
    selectinload,
)

from conformance.models import KeepingSession, Session


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "ledgers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]

    entries: WriteOnlyMapped[Entry] = relationship(
        back_populates="account", cascade="all, delete-orphan", passive_deletes=True
    )
    by_setting: Mapped[list[Entry]] = relationship(lazy="write_only", viewonly=True)

    def total(self) -> int:
        return sum(entry.amount for entry in self.entries)  # raises TypeError: write-only


class Entry(Base):
    __tablename__ = "ledger_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int] = mapped_column(default=0)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("ledgers.id"))

    account: Mapped[Account | None] = relationship(back_populates="entries")
    lines: Mapped[list[Line]] = relationship()


class Line(Base):
    __tablename__ = "ledger_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    connection.execute(Account.__table__.insert(), {"id": 1, "name": "cash"})
    connection.execute(Entry.__table__.insert(), {"id": 1, "amount": 5, "account_id": 1})


ACCOUNT = select(Account).where(Account.id == 1)


# What is possible


async def naming_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    assert account.entries
    assert account.entries is not None
    assert f"{account.entries}"


async def naming_it_when_all_has_expired() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    await session.commit()
    assert account.entries is not None


async def adding_to_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    account.entries.add(Entry(amount=1))
    account.entries.add_all([Entry(amount=2), Entry(amount=3)])
    await session.flush()
    count = select(func.count()).select_from(Entry)
    assert await session.scalar(count) == 4


async def removing_from_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    entry = (await session.scalars(account.entries.select())).one()
    account.entries.remove(entry)
    await session.flush()


async def its_rows() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    for entry in await session.scalars(account.entries.select().where(Entry.amount > 1)):
        assert entry.amount == 5


async def its_rows_are_loaded_as_by_any_query() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    entry = (await session.scalars(account.entries.select())).one()
    assert entry.lines == []  # IO: never loaded


async def options_for_its_rows() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    query = account.entries.select().options(selectinload(Entry.lines))
    entry = (await session.scalars(query)).one()
    assert entry.lines == []


async def its_rows_know_their_parent() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    entry = (await session.scalars(account.entries.select())).one()
    assert entry.account is account


async def its_rows_after_a_commit() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    entry = (await session.scalars(account.entries.select())).one()
    await session.commit()
    assert entry.amount == 5  # IO: expired by commit()


async def the_statement_of_what_has_expired() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    await session.commit()
    entry = (await session.scalars(account.entries.select())).one()
    assert entry.amount == 5


async def an_update_of_its_rows() -> None:
    session = KeepingSession()
    account = (await session.scalars(ACCOUNT)).one()
    await session.execute(account.entries.update().values(amount=6))
    await session.commit()
    entry = (await session.scalars(account.entries.select())).one()
    assert entry.amount == 6


async def an_insert_of_rows() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    await session.execute(account.entries.insert(), [{"amount": 6}, {"amount": 7}])
    assert len((await session.scalars(account.entries.select())).all()) == 3


async def a_delete_of_its_rows() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    await session.execute(account.entries.delete())
    assert (await session.scalars(account.entries.select())).all() == []


# What is not


async def a_loop_over_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    for entry in account.entries:  # raises TypeError: write-only
        assert entry.amount


async def a_comprehension_over_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    assert [entry.amount for entry in account.entries]  # raises TypeError: write-only


async def a_list_of_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    assert list(account.entries)  # raises TypeError: write-only


async def its_length() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    assert len(account.entries)  # raises TypeError: write-only


async def an_item_of_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    assert account.entries[0]  # raises TypeError: write-only


async def whether_something_is_in_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    assert Entry() not in account.entries  # raises TypeError: write-only


async def asking_it_as_if_it_were_dynamic() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    assert account.entries.all()  # raises AttributeError: write-only


async def appending_to_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    account.entries.append(Entry(amount=1))  # raises AttributeError: write-only


async def assigning_it() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    account.entries = [Entry(amount=1)]  # raises InvalidRequestError: write-only


async def a_loop_in_run_sync() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    await session.run_sync(lambda _: list(account.entries))  # raises TypeError: write-only


async def a_loop_over_that_of_a_transient_object() -> None:
    account = Account(entries=[Entry(amount=1)])
    for entry in account.entries:  # raises TypeError: write-only
        assert entry.amount


async def one_by_its_setting() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    assert list(account.by_setting)  # raises TypeError: write-only


async def that_of_an_object_of_unknown_making() -> None:
    async def amounts(account: Account) -> list[int]:
        return [entry.amount for entry in account.entries]  # raises TypeError: write-only

    session = Session()
    assert await amounts((await session.scalars(ACCOUNT)).one())


async def a_check_of_what_it_is() -> None:
    session = Session()
    account = (await session.scalars(ACCOUNT)).one()
    if isinstance(account.entries, (list, tuple)):
        assert len(account.entries)


# New objects


async def that_of_a_new_object() -> None:
    session = Session()
    account = Account(entries=[Entry(amount=1)])
    session.add(account)
    await session.flush()
    assert account.entries is not None


async def assigning_that_of_a_pending_object() -> None:
    session = Session()
    account = Account()
    session.add(account)
    account.entries = [Entry(amount=1)]


async def adding_to_that_of_a_pending_object() -> None:
    session = KeepingSession()
    account = Account(name="new")
    session.add(account)
    entry = Entry(amount=1)
    account.entries.add(entry)
    await session.commit()
    assert entry.account is account
    assert entry.amount == 1


async def what_is_added_is_inserted() -> None:
    session = Session()
    account = Account(name="new")
    entry = Entry(amount=1)
    account.entries.add(entry)
    session.add(account)
    await session.commit()
    assert entry.amount == 1  # IO: expired by commit()


async def what_is_added_and_never_loaded() -> None:
    session = KeepingSession()
    account = (await session.scalars(ACCOUNT)).one()
    entry = Entry(amount=1)
    account.entries.add(entry)
    await session.commit()
    assert entry.lines == []  # IO: never loaded, new


async def that_of_a_flushed_object() -> None:
    session = Session()
    account = Account(name="new")
    session.add(account)
    await session.flush()
    account.entries.add(Entry(amount=1))
    entry = (await session.scalars(account.entries.select())).one()
    assert entry.amount == 1
