from __future__ import annotations

from archive.models import Folder
from sqlalchemy.orm import Session


def listing(folder: Folder) -> list[str]:
    return [folder.label, *(paper.name for paper in folder.papers)]


def listing_of(session: Session, folder_id: int) -> list[str]:
    return listing(session.get_one(Folder, folder_id))
