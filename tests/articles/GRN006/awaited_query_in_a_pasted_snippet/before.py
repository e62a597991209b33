async def get_items(session: AsyncSession):
    items = await session.query(Item).all()  # GRN006[27]: AttributeError
    return items
