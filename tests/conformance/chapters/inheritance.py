"""Classes that share tables: what a query of the base class brings, and what it leaves out."""
# ruff: noqa: RUF012

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Integer, String, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    joinedload,
    mapped_column,
    relationship,
    selectin_polymorphic,
    selectinload,
    with_polymorphic,
)

from conformance.harness import needs
from conformance.models import KeepingSession, Session


class Base(DeclarativeBase):
    __abstract__ = True


class Company(Base):
    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff: Mapped[list[Employee]] = relationship("Employee", back_populates="company")


class Employee(Base):
    """Joined tables."""

    __tablename__ = "employees"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(20))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))

    company: Mapped[Company | None] = relationship("Company", back_populates="staff")

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "employee"}


class Manager(Employee):
    __tablename__ = "managers"

    id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    budget: Mapped[int | None] = mapped_column(Integer)

    reports: Mapped[list[Report]] = relationship("Report", back_populates="manager")

    __mapper_args__ = {"polymorphic_identity": "manager"}


class Engineer(Employee):
    __tablename__ = "engineers"

    id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    tool: Mapped[str | None] = mapped_column(String(20))

    __mapper_args__ = {"polymorphic_identity": "engineer", "polymorphic_load": "inline"}


class Report(Base):
    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("managers.id"))

    manager: Mapped[Manager | None] = relationship("Manager", back_populates="reports")


class Vehicle(Base):
    """A single table."""

    __tablename__ = "vehicles"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    wheels: Mapped[int] = mapped_column(Integer, default=4)

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "vehicle"}


class Truck(Vehicle):
    load: Mapped[int | None] = mapped_column(Integer)

    crates: Mapped[list[Crate]] = relationship("Crate")

    __mapper_args__ = {"polymorphic_identity": "truck"}


class Crate(Base):
    __tablename__ = "crates"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    truck_id: Mapped[int | None] = mapped_column(ForeignKey("vehicles.id"))


def fill(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Company, {"id": 1}),
        (Employee, {"id": 1, "kind": "manager", "name": "ann", "company_id": 1}),
        (Manager, {"id": 1, "budget": 100}),
        (Employee, {"id": 2, "kind": "engineer", "name": "bob", "company_id": 1}),
        (Engineer, {"id": 2, "tool": "saw"}),
        (Report, {"id": 1, "manager_id": 1}),
        (Vehicle, {"id": 1, "kind": "truck", "wheels": 6, "load": 9}),
        (Crate, {"id": 1, "truck_id": 1}),
    ]
    for model, row in rows:
        connection.execute(model.__table__.insert(), row)


async def columns_of_the_class_itself() -> None:
    session = Session()
    manager = (await session.scalars(select(Manager))).one()
    assert (manager.name, manager.budget) == ("ann", 100)


async def columns_of_the_base_after_a_commit() -> None:
    session = Session()
    manager = (await session.scalars(select(Manager))).one()
    await session.commit()
    assert manager.name  # IO: expired by commit()


async def columns_of_the_class_after_a_commit() -> None:
    session = Session()
    manager = (await session.scalars(select(Manager))).one()
    await session.commit()
    assert manager.budget  # IO: expired by commit()


async def a_relationship_of_the_base() -> None:
    session = Session()
    manager = (await session.scalars(select(Manager))).one()
    assert manager.company  # IO: never loaded


async def a_relationship_of_the_base_with_an_option() -> None:
    session = Session()
    manager = (await session.scalars(select(Manager).options(joinedload(Manager.company)))).one()
    assert manager.company is not None


async def a_relationship_of_the_base_named_there() -> None:
    session = Session()
    query = select(Manager).options(selectinload(Employee.company))
    manager = (await session.scalars(query)).one()
    assert manager.company is not None


async def a_relationship_of_the_class() -> None:
    session = Session()
    manager = (await session.scalars(select(Manager))).one()
    assert manager.reports  # IO: never loaded


async def a_relationship_of_the_class_with_an_option() -> None:
    session = Session()
    manager = (await session.scalars(select(Manager).options(selectinload(Manager.reports)))).one()
    assert len(manager.reports) == 1


async def a_column_of_a_subclass() -> None:
    session = Session()
    employee = (await session.scalars(select(Employee).where(Employee.id == 1))).one()
    assert isinstance(employee, Manager)
    assert employee.name == "ann"
    assert employee.budget  # IO: left to a subclass


async def a_column_of_a_subclass_that_is_loaded_inline() -> None:
    session = Session()
    employee = (await session.scalars(select(Employee).where(Employee.id == 2))).one()
    assert isinstance(employee, Engineer)
    assert employee.tool == "saw"


async def a_column_of_a_subclass_with_selectin_polymorphic() -> None:
    session = Session()
    query = select(Employee).options(selectin_polymorphic(Employee, [Manager, Engineer]))
    for employee in (await session.scalars(query)).all():
        if isinstance(employee, Manager):
            assert employee.budget == 100


async def a_column_of_a_subclass_with_with_polymorphic() -> None:
    session = Session()
    everybody = with_polymorphic(Employee, [Manager, Engineer])
    for employee in (await session.scalars(select(everybody))).all():
        if isinstance(employee, Manager):
            assert employee.budget == 100


async def a_column_of_a_subclass_with_all_of_them() -> None:
    session = Session()
    everybody = with_polymorphic(Employee, "*")
    for employee in (await session.scalars(select(everybody))).all():
        if isinstance(employee, Manager):
            assert employee.budget == 100


async def a_relationship_of_a_subclass() -> None:
    session = Session()
    employee = (await session.scalars(select(Employee).where(Employee.id == 1))).one()
    assert isinstance(employee, Manager)
    assert employee.reports  # IO: never loaded


async def a_relationship_of_a_subclass_with_with_polymorphic() -> None:
    session = Session()
    everybody = with_polymorphic(Employee, [Manager])
    query = select(everybody).options(selectinload(everybody.Manager.reports))
    employee = (await session.scalars(query.where(everybody.id == 1))).one()
    assert isinstance(employee, Manager)
    assert len(employee.reports) == 1


@needs(2, 0)
async def a_relationship_of_a_subclass_with_selectin_polymorphic() -> None:
    session = Session()
    query = select(Employee).where(Employee.id == 1)
    query = query.options(selectin_polymorphic(Employee, [Manager]), selectinload(Manager.reports))
    employee = (await session.scalars(query)).one()
    assert isinstance(employee, Manager)
    assert employee.budget and len(employee.reports) == 1


async def a_column_of_a_subclass_by_its_kind() -> None:
    session = Session()
    for employee in (await session.scalars(select(Employee))).all():
        if employee.kind == "manager":
            manager: Any = employee
            assert manager.budget  # IO: left to a subclass


async def get_of_the_base() -> None:
    session = Session()
    employee = await session.get(Employee, 1)
    assert isinstance(employee, Manager)
    assert employee.budget  # IO: left to a subclass


async def get_of_the_class() -> None:
    session = Session()
    manager = await session.get(Manager, 1)
    assert manager is not None
    assert manager.budget == 100


async def a_refresh_brings_columns_of_a_subclass() -> None:
    session = Session()
    employee = (await session.scalars(select(Employee).where(Employee.id == 1))).one()
    assert isinstance(employee, Manager)
    await session.refresh(employee)
    assert employee.budget == 100


async def a_collection_of_the_base() -> None:
    session = Session()
    company = (await session.scalars(select(Company))).one()
    assert company.staff  # IO: never loaded


async def a_column_of_a_subclass_at_the_end_of_an_option() -> None:
    session = Session()
    query = select(Company).options(selectinload(Company.staff))
    company = (await session.scalars(query)).one()
    for employee in company.staff:
        if isinstance(employee, Manager):
            assert employee.budget  # IO: left to a subclass


async def a_column_of_a_subclass_at_the_end_of_an_option_for_it() -> None:
    session = Session()
    query = select(Company).options(selectinload(Company.staff.of_type(Manager)))
    company = (await session.scalars(query)).one()
    for employee in company.staff:
        if isinstance(employee, Manager):
            assert employee.budget == 100


async def a_chain_over_a_subclass() -> None:
    session = Session()
    option = selectinload(Company.staff.of_type(Manager)).selectinload(Manager.reports)
    company = (await session.scalars(select(Company).options(option))).one()
    for employee in company.staff:
        if isinstance(employee, Manager):
            assert len(employee.reports) == 1


async def a_new_object_of_a_subclass() -> None:
    session = KeepingSession()
    manager = Manager(name="cid", budget=1)
    session.add(manager)
    await session.commit()
    assert (manager.id, manager.name, manager.kind) == (3, "cid", "manager")
    assert manager.reports == []  # IO: never loaded, new


async def a_new_object_of_a_subclass_after_a_commit() -> None:
    session = Session()
    manager = Manager(name="cid", budget=1)
    session.add(manager)
    await session.commit()
    assert manager.budget == 1  # IO: expired by commit()


async def a_many_to_one_that_a_subclass_answers() -> None:
    session = Session()
    manager = (await session.scalars(select(Manager))).one()
    report = (await session.scalars(select(Report))).one()
    assert report.manager is manager


async def a_single_table() -> None:
    session = Session()
    truck = (await session.scalars(select(Truck))).one()
    assert (truck.wheels, truck.load) == (6, 9)
    await session.commit()
    assert truck.wheels  # IO: expired by commit()


async def a_relationship_of_a_single_table() -> None:
    session = Session()
    truck = (await session.scalars(select(Truck))).one()
    assert truck.crates  # IO: never loaded


async def a_column_of_a_single_table_by_its_base() -> None:
    session = Session()
    vehicle = (await session.scalars(select(Vehicle))).one()
    assert isinstance(vehicle, Truck)
    assert vehicle.load  # IO: left to a subclass


async def a_column_of_a_single_table_with_selectin_polymorphic() -> None:
    session = Session()
    query = select(Vehicle).options(selectin_polymorphic(Vehicle, [Truck]))
    vehicle = (await session.scalars(query)).one()
    assert isinstance(vehicle, Truck)
    assert vehicle.load == 9


async def a_relationship_of_a_single_table_with_an_option() -> None:
    session = Session()
    truck = (await session.scalars(select(Truck).options(selectinload(Truck.crates)))).one()
    assert len(truck.crates) == 1
