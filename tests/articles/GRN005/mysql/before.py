from sqlalchemy.ext.asyncio import create_async_engine

host = "localhost"
engine = create_async_engine(f"mysql+pymysql://{host}/app")  # GRN005: InvalidRequestError
