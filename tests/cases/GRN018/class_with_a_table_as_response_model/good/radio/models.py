from sqlmodel import Field, SQLModel


class StationBase(SQLModel):
    name: str
    frequency: float


class Station(StationBase, table=True):
    id: int | None = Field(default=None, primary_key=True)


class StationCreate(StationBase):
    pass
