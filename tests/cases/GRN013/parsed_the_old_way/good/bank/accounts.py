from __future__ import annotations

from bank.database import Session
from bank.models import Account, Entry
from bank.schemas import AccountOut, EntryOut
from pydantic import parse_obj_as
from sqlalchemy import select


async def deposit(account_id: int) -> AccountOut:
    async with Session() as session:
        account = await session.get_one(Account, account_id)
        print(AccountOut.from_orm(account))
        session.add(Entry(cents=100, account_id=account_id))
        await session.commit()
        await session.refresh(account)
        return AccountOut.from_orm(account)


async def history(account_id: int) -> list[EntryOut]:
    async with Session() as session:
        query = select(Entry).where(Entry.account_id == account_id)
        entries = (await session.scalars(query)).all()
        await session.commit()
        entries = (await session.scalars(query)).all()
        return parse_obj_as(list[EntryOut], entries)
