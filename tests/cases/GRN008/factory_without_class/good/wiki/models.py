from __future__ import annotations

from sqlalchemy import Column, String, Text

from wiki.database import Base


class Page(Base):
    __tablename__ = "page"

    title = Column(String(80), primary_key=True)
    text = Column(Text)
