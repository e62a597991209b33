from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.orm import registry, relationship

from depot import model

mapper_registry = registry()

crates = Table(
    "crate",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("place", String(30)),
)
parcels = Table(
    "parcel",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("label", String(30)),
    Column("crate_id", ForeignKey("crate.id")),
)


def start_mappers() -> None:
    mapper_registry.map_imperatively(model.Parcel, parcels)
    mapper_registry.map_imperatively(
        model.Crate, crates, properties={"parcels": relationship(model.Parcel)}
    )
