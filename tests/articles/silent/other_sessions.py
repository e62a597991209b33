"""Sessions that are not SQLAlchemy's, under names that are."""

from requests import Session
from toolkit.http import AsyncSession


async def download(url: str) -> bytes:
    with Session() as session:
        return session.get(url).content


async def search(client: AsyncSession, text: str):
    return client.query(text).all()


def prepare(client: AsyncSession, url: str):
    client.get(url)
    client.delete(url)
