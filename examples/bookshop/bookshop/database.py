"""The engines and the session factories."""

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import sessionmaker

from bookshop.settings import DATABASE_URL, SYNC_DATABASE_URL

engine = create_async_engine(DATABASE_URL)
AsyncSessionLocal = async_sessionmaker(engine)

sync_engine = create_engine(SYNC_DATABASE_URL)
SessionLocal = sessionmaker(sync_engine)
