from __future__ import annotations

from dataclasses import dataclass, field

from .models import Band


@dataclass
class BandCard:
    band: Band
    stages: list[str] = field(init=False)

    @classmethod
    def of(cls, band: Band) -> BandCard:
        return cls(band=band)

    def __post_init__(self) -> None:
        self.stages = [gig.stage for gig in self.band.gigs]

    def __repr__(self) -> str:
        return f"{self.band.name}: {', '.join(self.stages)}"
