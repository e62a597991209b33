from __future__ import annotations

from tram.base import Repository
from tram.models import Tram


class TramRepository(Repository[Tram]):
    """Trams, by their numbers."""
