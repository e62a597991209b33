from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from fastapi_users import BaseUserManager, FastAPIUsers, IntegerIDMixin
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_users.db import SQLAlchemyUserDatabase

from .models import SessionDep, User

SECRET = "the boats are at the river, and the river is at its bank"


class UserManager(IntegerIDMixin, BaseUserManager[User, int]):
    reset_password_token_secret = SECRET
    verification_token_secret = SECRET


async def get_user_manager(session: SessionDep) -> AsyncIterator[UserManager]:
    yield UserManager(SQLAlchemyUserDatabase(session, User))


def get_jwt_strategy() -> JWTStrategy[User, int]:
    return JWTStrategy(secret=SECRET, lifetime_seconds=60)


backend = AuthenticationBackend(
    name="jwt", transport=BearerTransport(tokenUrl="login"), get_strategy=get_jwt_strategy
)
users = FastAPIUsers[User, int](get_user_manager, [backend])
CurrentUser = Annotated[User, Depends(users.current_user(active=True))]
