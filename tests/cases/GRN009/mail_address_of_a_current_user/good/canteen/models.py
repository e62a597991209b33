from __future__ import annotations

import uuid

from canteen.database import Base
from fastapi_users.db import SQLAlchemyBaseUserTableUUID
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class Guest(SQLAlchemyBaseUserTableUUID, Base):
    pass


class Meal(Base):
    __tablename__ = "meal"

    id: Mapped[int] = mapped_column(primary_key=True)
    dish: Mapped[str]
    guest_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
