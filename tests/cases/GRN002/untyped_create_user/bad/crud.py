from models import User


async def create_user(db, data):
    user = User(**data)
    db.add(user)
    db.commit()  # GRN002: never awaited: coroutine 'AsyncSession.commit' was never awaited
    db.refresh(user)  # GRN002: never awaited: coroutine 'AsyncSession.refresh' was never awaited
    return user
