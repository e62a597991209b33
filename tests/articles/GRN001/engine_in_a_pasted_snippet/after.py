engine = create_async_engine("mysql+aiomysql://root@localhost/shop")


async def ping():
    async with engine.connect() as connection:
        result = await connection.execute(text("SELECT 1"))
        return result.scalar()
