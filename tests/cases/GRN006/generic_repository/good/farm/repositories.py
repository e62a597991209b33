from __future__ import annotations

from .base import Repository
from .models import Animal


class AnimalRepository(Repository[Animal]):
    model = Animal
