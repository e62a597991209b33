from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Article(Base):
    __tablename__ = "article"

    id = Column(Integer, primary_key=True)
    title = Column(String, nullable=False)
    comments = relationship("Comment", lazy="dynamic", back_populates="article")


class Comment(Base):
    __tablename__ = "comment"

    id = Column(Integer, primary_key=True)
    text = Column(String, nullable=False)
    article_id = Column(ForeignKey("article.id"))
    article = relationship("Article", back_populates="comments")
