"""The engine and the session factory."""

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from bookshop.settings import DATABASE_URL

engine = create_async_engine(DATABASE_URL)
AsyncSessionLocal = async_sessionmaker(engine, expire_on_commit=False)
