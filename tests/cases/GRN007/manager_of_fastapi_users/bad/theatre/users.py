from __future__ import annotations

from fastapi_users import BaseUserManager, IntegerIDMixin
from theatre.models import User


class UserManager(IntegerIDMixin, BaseUserManager[User, int]):
    reset_password_token_secret = "x"


def salutation(user: User) -> str:
    return f"{user.email} {[badge.title for badge in user.badges]}"
