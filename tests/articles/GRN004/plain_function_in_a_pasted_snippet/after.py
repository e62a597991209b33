async def get_users(session: AsyncSession):
    return (await session.execute(select(User))).scalars().all()
