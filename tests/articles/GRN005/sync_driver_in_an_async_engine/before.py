from sqlalchemy.ext.asyncio import create_async_engine

DATABASE_URL = "postgresql+psycopg2://app:secret@localhost:5432/app"

engine = create_async_engine(DATABASE_URL, echo=True)  # GRN005: InvalidRequestError
