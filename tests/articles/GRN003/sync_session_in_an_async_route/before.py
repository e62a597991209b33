from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from . import models

app = FastAPI()
engine = create_engine("sqlite:///./blog.db", connect_args={"check_same_thread": False})
SessionLocal = sessionmaker(autocommit=False, autoflush=False, bind=engine)


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


@app.get("/posts/")
async def read_posts(db: Session = Depends(get_db)):  # GRN003[22]: blocks later
    return db.query(models.Post).all()  # here: blocks
