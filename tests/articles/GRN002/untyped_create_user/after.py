async def create_user(db, data):
    user = User(**data)
    db.add(user)
    await db.commit()
    await db.refresh(user)
    return user
