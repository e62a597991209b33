"""A create function without a single annotation, as tutorials write it."""
# requires: sqlalchemy>=1.4

import crud
from database import SessionLocal, create_tables


async def main():
    await create_tables()
    async with SessionLocal() as db:
        user = await crud.create_user(db, {"name": "ada"})
        print(user.name)
