from __future__ import annotations

from quart import Quart, g
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from werkzeug.local import LocalProxy


def current_session() -> AsyncSession:
    return g.session


#: The session of the request at hand.
session: AsyncSession = LocalProxy(current_session)  # type: ignore[assignment]


def sessions_of(app: Quart) -> async_sessionmaker[AsyncSession]:
    return app.extensions["sessions"]


def init_app(app: Quart, url: str) -> None:
    engine = create_async_engine(url)
    app.extensions["engine"] = engine
    app.extensions["sessions"] = async_sessionmaker(engine, expire_on_commit=False)

    @app.before_request
    async def open_session() -> None:
        g.session = sessions_of(app)()

    @app.teardown_request
    async def close_session(error: BaseException | None) -> None:
        await g.session.close()
