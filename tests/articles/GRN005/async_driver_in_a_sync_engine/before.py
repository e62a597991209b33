engine = create_engine("postgresql+asyncpg://localhost/app")  # GRN005: MissingGreenlet later
