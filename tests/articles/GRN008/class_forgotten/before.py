from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import sessionmaker

engine = create_async_engine("postgresql+asyncpg://localhost/app")
async_session = sessionmaker(engine, expire_on_commit=False)  # GRN008: AsyncContextNotStarted later
