from sqlalchemy import Column, Integer, String, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import declarative_base

engine = create_async_engine("postgresql+asyncpg://shop:secret@localhost/shop")
SessionLocal = async_sessionmaker(bind=engine)
Base = declarative_base()


class Product(Base):
    __tablename__ = "products"

    id = Column(Integer, primary_key=True)
    name = Column(String)


async def list_products():
    async with SessionLocal() as session:
        result = await session.execute(select(Product))
        return result.scalars().all()
