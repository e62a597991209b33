from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Depot(Base):
    __tablename__ = "depot"

    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False)
    trucks = relationship("Truck", lazy="dynamic")

    @property
    def size(self) -> int:
        return len(self.trucks)  # GRN015: TypeError: …'AppenderQuery' has no len()


class Truck(Base):
    __tablename__ = "truck"

    id = Column(Integer, primary_key=True)
    depot_id = Column(ForeignKey("depot.id"))
