"""Everything in one file: the writing route is a plain function, which FastAPI runs in a thread."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from typing import Annotated

import httpx
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine("sqlite:///todo.db", connect_args={"check_same_thread": False})
SessionLocal = sessionmaker(bind=engine)
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Task(Base):
    __tablename__ = "task"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


class NewTask(BaseModel):
    title: str


Base.metadata.create_all(engine)


def get_db():
    with SessionLocal() as db:
        yield db


@app.post("/tasks")
def add_task(
    new: NewTask,
    db: Annotated[Session, Depends(get_db)],
) -> int:
    task = Task(title=new.title)
    db.add(task)
    db.commit()
    db.refresh(task)
    return task.id


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://todo") as client:
        print((await client.post("/tasks", json={"title": "sweep"})).json())
