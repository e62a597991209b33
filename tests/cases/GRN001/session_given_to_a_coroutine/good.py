"""What is given the synchronous session is a plain function, in a thread."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import asyncio

from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine("sqlite:///letters.db", connect_args={"check_same_thread": False})


class Base(DeclarativeBase):
    pass


class Letter(Base):
    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    sent: Mapped[bool] = mapped_column(default=False)


def mark(session: Session) -> int:
    letters = session.scalars(select(Letter).where(~Letter.sent)).all()
    for letter in letters:
        letter.sent = True
    session.commit()
    return len(letters)


Base.metadata.create_all(engine)
desk = Session(engine)
desk.add(Letter())
desk.commit()


async def main() -> None:
    print(await asyncio.to_thread(mark, desk))
