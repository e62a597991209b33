engine = create_async_engine("postgresql+asyncpg://localhost/app")
SessionLocal = sessionmaker(bind=engine)  # GRN008: AsyncContextNotStarted later
