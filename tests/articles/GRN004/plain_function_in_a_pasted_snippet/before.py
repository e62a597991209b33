def get_users(session: AsyncSession):
    return session.execute(select(User)).scalars().all()  # GRN004: AttributeError
