from __future__ import annotations

from dataclasses import dataclass, field

from .models import Band


@dataclass
class BandCard:
    band: Band
    stages: list[str] = field(init=False)

    @classmethod
    def of(cls, band: Band) -> BandCard:
        return cls(band=band)  # here: MissingGreenlet

    def __post_init__(self) -> None:
        self.stages = [gig.stage for gig in self.band.gigs]  # here: MissingGreenlet

    def __repr__(self) -> str:
        return f"{self.band.name}: {', '.join(self.stages)}"
