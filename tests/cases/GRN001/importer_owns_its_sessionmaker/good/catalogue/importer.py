from __future__ import annotations

import asyncio
from collections.abc import Iterable

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from catalogue.models import Base, Product


class Importer:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.session_factory = sessionmaker(self.engine)

    def create_tables(self) -> None:
        Base.metadata.create_all(self.engine)

    async def load_in_thread(self, names: Iterable[str]) -> int:
        return await asyncio.to_thread(self.load, names)

    def load(self, names: Iterable[str]) -> int:
        with self.session_factory() as session:
            seen = 0
            for name in names:
                product = session.get(Product, name) or Product(name=name, copies=0)
                product.copies += 1
                session.add(product)
                seen += 1
            session.commit()
        return seen
