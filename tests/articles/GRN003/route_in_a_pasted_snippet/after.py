from fastapi import APIRouter, Depends

router = APIRouter()


@router.post("/users")
async def create_user(name: str, db: AsyncSession = Depends(get_db)):
    user = User(name=name)
    db.add(user)
    await db.commit()
    await db.refresh(user)
    return {"id": user.id}
