from __future__ import annotations

from press.models import Article


def render(article: Article, width: int = 40) -> str:
    return article.title.center(width) + str(article.words)
