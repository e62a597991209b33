"""A sync session where it belongs: in plain functions."""

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from .models import User

engine = create_engine("sqlite:///users.db")
SessionLocal = sessionmaker(bind=engine)


def list_users() -> list[User]:
    with SessionLocal() as session:
        return list(session.scalars(select(User)))


def create_user(db: Session, name: str) -> User:
    user = User(name=name)
    db.add(user)
    db.commit()
    db.refresh(user)
    print(user.id, user.posts)
    return user


def find(db: Session, name: str) -> User | None:
    return db.query(User).filter(User.name == name).first()
