from __future__ import annotations


class Parcel:
    def __init__(self, label: str) -> None:
        self.label = label


class Crate:
    def __init__(self, place: str) -> None:
        self.place = place
        self.parcels: list[Parcel] = []

    def pack(self, label: str) -> None:
        self.parcels.append(Parcel(label))
