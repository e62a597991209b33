from __future__ import annotations

from collections.abc import Iterator

from .models import Article


def lines(article: Article) -> Iterator[str]:
    yield article.title.upper()
    for comment in article.comments:
        yield f"> {comment.text}"


def as_text(article: Article) -> str:
    return "\n".join(lines(article))
