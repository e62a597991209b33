engine = create_async_engine("postgresql+asyncpg://localhost/app")
