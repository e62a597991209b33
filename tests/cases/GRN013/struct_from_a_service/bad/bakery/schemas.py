from __future__ import annotations

import msgspec


class Struct(msgspec.Struct, rename="camel"):
    """What all schemas have in common."""


class LayerOut(Struct):
    taste: str


class CakeOut(Struct):
    name: str
    layers: list[LayerOut]
    price: int | None = None
