from sqlmodel import Field, Relationship, SQLModel


class TeamBase(SQLModel):
    title: str


class Team(TeamBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    players: list["Player"] = Relationship(back_populates="team")


class PlayerBase(SQLModel):
    name: str


class Player(PlayerBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    team: Team | None = Relationship(back_populates="players")


class PlayerRead(PlayerBase):
    id: int


class TeamRead(TeamBase):
    id: int


class TeamWithPlayers(TeamRead):
    players: list[PlayerRead] = []
