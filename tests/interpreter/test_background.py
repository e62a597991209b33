"""What a route leaves to `BackgroundTasks` runs after the response, in the state of the end."""

from __future__ import annotations

from interpreter.conftest import CheckFiles

MAILS = """\
from models import User


def mail(user: User) -> None:
    print(user.name, [order.title for order in user.orders])


async def greet(user: User) -> None:
    print(user.name)
"""
SESSIONS = """\
from typing import Annotated

from database import Session
from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession


async def get_session():
    async with Session() as session:
        yield session


Database = Annotated[AsyncSession, Depends(get_session)]
"""


def test_background_tasks(check_files: CheckFiles) -> None:
    check_files(
        {
            "mails.py": MAILS,
            "sessions.py": SESSIONS,
            "main.py": """\
                from fastapi import BackgroundTasks, FastAPI
                from mails import greet, mail
                from models import User
                from sessions import Database

                app = FastAPI()

                @app.post("/unloaded", response_model=None)
                async def unloaded(db: Database, tasks: BackgroundTasks):
                    user = await db.get_one(User, 1)
                    tasks.«GRN007:add_task»(mail, user)
                    return 1

                @app.post("/loaded-later", response_model=None)
                async def loaded_later(db: Database, tasks: BackgroundTasks):
                    user = await db.get_one(User, 1)
                    tasks.add_task(mail, user=user)
                    await db.refresh(user, ["orders"])
                    return 1

                @app.post("/expired-later", response_model=None)
                async def expired_later(db: Database, tasks: BackgroundTasks):
                    user = await db.get_one(User, 1)
                    tasks.«GRN009:add_task»(greet, user)
                    await db.commit()
                    return 1

                @app.post("/refreshed", response_model=None)
                async def refreshed(db: Database, tasks: BackgroundTasks):
                    user = await db.get_one(User, 1)
                    tasks.add_task(greet, user)
                    await db.commit()
                    await db.refresh(user)
                    return 1

                @app.post("/of-one-branch", response_model=None)
                async def of_one_branch(db: Database, tasks: BackgroundTasks, notify: bool):
                    user = await db.get_one(User, 1)
                    if notify:
                        await db.refresh(user, ["orders"])
                        tasks.add_task(mail, user)
                    return 1

                async def no_route(user: User, tasks: BackgroundTasks):
                    tasks.add_task(mail, user)
            """,
        }
    )


def test_tasks_of_branches_and_turns(check_files: CheckFiles) -> None:
    check_files(
        {
            "mails.py": MAILS,
            "sessions.py": SESSIONS,
            "main.py": """\
                from fastapi import BackgroundTasks, FastAPI
                from mails import greet, mail
                from models import User
                from sessions import Database
                from sqlalchemy import select

                app = FastAPI()

                @app.post("/expired-later")
                async def expired_later(db: Database, tasks: BackgroundTasks, notify: bool) -> int:
                    user = await db.get_one(User, 1)
                    if notify:
                        tasks.«GRN009:add_task»(greet, user)
                    await db.commit()
                    return 1

                @app.post("/refreshed-later")
                async def refreshed_later(db: Database, tasks: BackgroundTasks, ask: bool) -> int:
                    user = await db.get_one(User, 1)
                    await db.commit()
                    if ask:
                        tasks.add_task(greet, user)
                    await db.refresh(user)
                    return 1

                @app.post("/either")
                async def either(db: Database, tasks: BackgroundTasks, short: bool) -> int:
                    user = await db.get_one(User, 1)
                    if short:
                        tasks.add_task(greet, user)
                    else:
                        tasks.«GRN007:add_task»(mail, user)
                    return 1

                @app.post("/nothing-returned", status_code=204)
                async def nothing_returned(db: Database, tasks: BackgroundTasks) -> None:
                    user = await db.get_one(User, 1)
                    tasks.«GRN007:add_task»(mail, user)

                @app.post("/each", status_code=204)
                async def each(db: Database, tasks: BackgroundTasks) -> None:
                    for user in (await db.scalars(select(User))).all():
                        tasks.«GRN009:add_task»(greet, user)
                    await db.commit()

                @app.post("/each-loaded")
                async def each_loaded(db: Database, tasks: BackgroundTasks) -> int:
                    users = (await db.scalars(select(User))).all()
                    for user in users:
                        await db.refresh(user, ["orders"])
                        tasks.add_task(mail, user)
                    return sum(len(user.orders) for user in users)

                @app.post("/loaded-in-turns")
                async def loaded_in_turns(db: Database, tasks: BackgroundTasks) -> int:
                    user = await db.get_one(User, 1)
                    for _ in (await db.scalars(select(User.id))).all():
                        await db.refresh(user, ["orders"])
                        tasks.add_task(mail, user)
                    return 1
            """,
        }
    )
