from __future__ import annotations

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Guest(Base):
    __tablename__ = "guest"

    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False)
