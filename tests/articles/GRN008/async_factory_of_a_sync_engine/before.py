from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import async_sessionmaker

engine = create_engine("postgresql+psycopg2://localhost/app")
Session = async_sessionmaker(engine)  # GRN008: ArgumentError later
