async def get_items(session: AsyncSession):
    items = (await session.scalars(select(Item))).all()
    return items
