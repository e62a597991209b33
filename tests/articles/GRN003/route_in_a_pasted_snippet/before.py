from fastapi import APIRouter, Depends

router = APIRouter()


@router.post("/users")
async def create_user(name: str, db: Session = Depends(get_db)):  # GRN003: blocks later
    user = User(name=name)
    db.add(user)
    db.commit()  # here: blocks
    db.refresh(user)
    return {"id": user.id}
