async def get_users(session: AsyncSession):
    users = session.execute(select(User)).scalars().all()  # GRN002: AttributeError
    return users
