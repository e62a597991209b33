"""Bases of models that come with other libraries and name the table of a class themselves.

What else they bring along is not written down here: such attributes stay unknown.
"""

from __future__ import annotations

_KEYS = ("BigInt", "Identity", "NanoID", "UUID", "UUIDv6", "UUIDv7")

ADVANCED_ALCHEMY = frozenset(
    f"advanced_alchemy.base.{key}{kind}" for key in _KEYS for kind in ("Base", "AuditBase")
)
FASTAPI_USERS = frozenset(
    f"{package}.SQLAlchemyBase{table}Table{key}"
    for package in ("fastapi_users.db", "fastapi_users_db_sqlalchemy")
    for table in ("User", "OAuthAccount")
    for key in ("", "UUID")
)
BASES = ADVANCED_ALCHEMY | FASTAPI_USERS
