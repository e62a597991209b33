from sqlalchemy.ext.asyncio import create_async_engine

host = "localhost"
engine = create_async_engine(f"mysql+aiomysql://{host}/app")
