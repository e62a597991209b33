class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    email = Column(String, unique=True)


async_session = async_sessionmaker(engine, expire_on_commit=False)


async def change_email(user_id, email):
    async with async_session() as session:
        user = await session.get(User, user_id)
        user.email = email
        try:
            await session.commit()
        except IntegrityError:
            await session.rollback()
            print(f"could not update user {user_id}")
