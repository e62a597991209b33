from __future__ import annotations

from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()


class Taste(Base):
    __tablename__ = "taste"

    id = Column(Integer, primary_key=True)
    nick = Column(String(30))
    thing = Column(String(30))


engine = create_engine("sqlite:///bot.db")
Session = sessionmaker(bind=engine)
db = Session()


def create_tables() -> None:
    Base.metadata.create_all(engine)
