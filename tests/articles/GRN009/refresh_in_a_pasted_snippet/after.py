class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    email = Column(String)


async_session = sessionmaker(engine, class_=AsyncSession)


async def change_email(user_id, email):
    async with async_session() as session:
        user = await session.get(User, user_id)
        user.email = email
        await session.commit()
        await session.refresh(user)
        print(f"{user.email} saved")
