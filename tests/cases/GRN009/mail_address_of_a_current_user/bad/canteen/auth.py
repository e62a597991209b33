from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from typing import Annotated, Any

from canteen.database import Database
from canteen.models import Guest
from fastapi import Depends
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_users.db import SQLAlchemyUserDatabase


class GuestManager(UUIDIDMixin, BaseUserManager[Guest, uuid.UUID]):
    pass


async def get_guests(session: Database) -> AsyncIterator[SQLAlchemyUserDatabase[Guest, Any]]:
    yield SQLAlchemyUserDatabase(session, Guest)


async def get_manager(
    guests: Annotated[SQLAlchemyUserDatabase[Guest, Any], Depends(get_guests)],
) -> AsyncIterator[GuestManager]:
    yield GuestManager(guests)


def get_strategy() -> JWTStrategy[Guest, uuid.UUID]:
    return JWTStrategy(secret="soup of the day, and bread as long as there is", lifetime_seconds=60)


backend = AuthenticationBackend(
    name="jwt", transport=BearerTransport(tokenUrl="login"), get_strategy=get_strategy
)
fastapi_users = FastAPIUsers[Guest, uuid.UUID](get_manager, [backend])
current_guest = fastapi_users.current_user(active=True)
