from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Horse(Base):
    __tablename__ = "horse"

    id = Column(Integer, primary_key=True)
    name = Column(String(30))


class Rider(Base):
    __tablename__ = "rider"

    id = Column(Integer, primary_key=True)
    name = Column(String(30))
    horse_id = Column(Integer, ForeignKey("horse.id"))
    horse = relationship("Horse", backref="riders")
