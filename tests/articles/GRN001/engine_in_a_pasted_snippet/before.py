engine = create_engine("mysql+pymysql://root@localhost/shop")


async def ping():
    with engine.connect() as connection:  # GRN001: blocks
        return connection.execute(text("SELECT 1")).scalar()
