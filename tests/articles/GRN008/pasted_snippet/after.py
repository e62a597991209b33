engine = create_async_engine("postgresql+asyncpg://localhost/app")
SessionLocal = async_sessionmaker(bind=engine)
