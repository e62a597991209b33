async def get_users(session: AsyncSession):
    users = (await session.execute(select(User))).scalars().all()
    return users
