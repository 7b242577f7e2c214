"""A pool, as answered by the reading routes and documented in OpenAPI."""

from pydantic import Field

from regulars.api.shapes import Shape


class PoolLot(Shape):
    points: int = Field(gt=0)
    earned_on: str
    usable_until: str | None = Field(description="The last usable day; null: no end.")



class PoolWallet(Shape):
    id: str
    active: int = Field(ge=0)
    lots: list[PoolLot] = Field(description="Soonest expiry first.")


class PoolMember(Shape):
    """Points by wallet: ``gave`` so far, what is ``left`` of them (what leaving takes along), ``spent`` so far."""

    member: str
    since: str
    owner: bool
    gave: dict[str, int]
    left: dict[str, int]
    spent: dict[str, int]
    may_spend: int | None = Field(description="How many points this member may still spend in the period; null: no limit.")


class Invited(Shape):
    member: str
    until: str = Field(description="The last day the invitation stands.")


class PoolHold(Shape):
    """Reserved points; captured, released, or free again by themselves at ``until``."""

    hold: str
    source: str = Field(description="Who made it, as its message said.")
    by: str = Field(description="The member who reserved them.")
    wallet: str
    points: int = Field(gt=0)
    until: str = Field(description="The moment it ends by itself.")
    reference: str


class Pool(Shape):
    pool: str
    kind: str
    name: str
    owner: str
    most_members: int
    dissolved: bool
    wallets: list[PoolWallet]
    members: list[PoolMember]
    nobodys: dict[str, int] = Field(description="Points that are the pool's own: left behind, or given back after their owner had left. The owner takes them when it is dissolved.")
    invited: list[Invited]
    on_its_way: int = Field(ge=0, description="Contributions that were begun and have not arrived yet.")
    holds: list[PoolHold] = Field(description="Soonest end first.")
