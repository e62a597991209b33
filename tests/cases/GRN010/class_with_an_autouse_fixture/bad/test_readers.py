from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from library.models import Base
from library.readers import Readers
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def session(tmp_path: object) -> AsyncIterator[AsyncSession]:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/library.db")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session
    await engine.dispose()


@pytest.mark.anyio
class TestReaders:
    @pytest.fixture(autouse=True)
    async def with_a_reader(self, session: AsyncSession) -> None:
        self.session = session
        self.readers = Readers(session)
        self.reader = await self.readers.add("A-1")
        await session.commit()

    async def test_reader(self) -> None:
        assert self.reader.card == "A-1"

    async def test_second_card(self) -> None:
        with pytest.raises(IntegrityError):
            await self.readers.add("A-1")
        await self.session.rollback()
        assert self.reader.card == "A-1"  # GRN010: MissingGreenlet
