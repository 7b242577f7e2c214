"""One JSON shape per noun, as answered by the reading routes and documented in OpenAPI."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class Lot(Shape):
    points: int = Field(gt=0)
    earned_on: str = Field(description="A local day.")
    usable_until: str | None = Field(description="The last usable day; null: no end.")
    usable_from: str | None = Field(description="Pending points: the day they become usable; null: by an event, or usable already.")
    waits_for: str | None = Field(description="Pending points that wait for an event of their own: its type.")


class Wallet(Shape):
    id: str
    active: int = Field(ge=0)
    pending: int = Field(ge=0)
    held: int = Field(ge=0)
    debt: int = Field(ge=0)
    lots: list[Lot] = Field(description="Usable points, soonest expiry first.")
    waiting: list[Lot] = Field(description="Pending points.")


class Hold(Shape):
    hold: str = Field(description="The id of the `points.held` event.")
    source: str
    wallet: str
    points: int = Field(gt=0)
    until: str = Field(description="When the points are free again by themselves.", json_schema_extra={"format": "date-time"})
    reference: str


class Points(Shape):
    active: int = Field(ge=0)
    pending: int = Field(ge=0)
    held: int = Field(ge=0)
    debt: int = Field(ge=0)


class EndedChallenge(Shape):
    until: str = Field(description="Its last day.")
    have: str
    met: bool


class Challenge(Shape):
    """Amounts are decimal texts: money in the programme's currency, otherwise a number of what ``kind`` names."""

    id: str
    stands: str = Field(description="running, met, open (nothing counted yet), to_join, upcoming or over.")
    kind: str = Field(description="count, quantity, spend, days; or what has to differ: sku, category, brand, store, channel.")
    have: str
    need: str
    missing: str
    from_: str | None = Field(alias="from", description="Its first day.")
    until: str | None = Field(description="Its last day; null: no end.")
    times: int = Field(ge=0, description="How often it was completed in all.")
    ended: list[EndedChallenge] = Field(description="The latest earlier attempts, oldest first.")


class Badge(Shape):
    id: str
    earned_on: str
    earned_for: str = Field(description="challenge:<id> or rule:<id>.")


class Outlook(Shape):
    """What stands before the member's tier. Amounts are decimal texts; a criterion is a tree of `any`, `all` and `not` over measures, each with `have`, `need`, `missing` and `met`."""

    why: list[dict[str, Any]] = Field(description="Why this tier, what keeps it by when, what is missing for the next: codes with facts, and `text` when a language was asked for.")
    keep: dict[str, Any] = Field(description="`{tier, by, grace, met, asks}`: what keeps the level, counted as of `by`; `{tier, never_taken}`; empty where nothing is taken away.")
    next: dict[str, Any] = Field(description="`{tier, met, asks}`; empty at the top.")
    projected: dict[str, Any] = Field(description="`{tier, on, grace_until?}`: where the next review (or the end of a grace or a grant) leads if nothing more happens; empty: nothing is ahead.")
    grants: list[dict[str, Any]] = Field(description="Levels held for a time: `{kind: match | track | set | paid, tier, since, until, note}`, the highest first.")
    frozen_until: str | None
    soft_landing: dict[str, Any] = Field(description="`{tier, until, keep}`: what a lost level still gives.")
    membership: dict[str, Any] = Field(description="`{plan, since, until, trial, cancelled}` of the paid membership that runs.")
    paid: list[dict[str, Any]] = Field(description="For each plan `{plan, fee, spend, so_far?, paid_off?}`: the spend of one term at which its extra points are worth the fee; null: never.")
    kept_benefits: list[dict[str, Any]] = Field(
        description="Benefits of a lost level that a soft landing keeps, for the till to honour: `{benefit, tier, until}`, `until` the last day. The multiplier counts by itself."
    )
    chances: list[dict[str, Any]] = Field(
        description="How likely, from the member's own past weeks: `{code, goal: keep | reach, tier, by, weeks, in_100?}` in steps of 5, and `text` when a language was asked for; "
        "`code` is `chance.too_early` without `in_100` where too little is known. A guess, not a decision."
    )
    fast_tracks: list[dict[str, Any]] = Field(description="Missions that would lift the member: `{track, tier, on_request, until, how?, criteria?}`.")


class MembersPool(Shape):
    """The pool a member is in."""

    pool: str
    kind: str
    name: str
    owner: bool
    active: dict[str, int] = Field(description="Points in it, by wallet.")
    gave: dict[str, int]
    left: dict[str, int] = Field(description="Of what the member put in: what leaving takes along.")
    may_spend: int | None


class Frozen(Shape):
    """Whether a member's points may be used."""

    member: str
    frozen: bool
    since: str | None = Field(json_schema_extra={"format": "date-time"})
    reason: str
    by: str


class Member(Shape):
    """A member's standing at this moment: time has passed up to now. Nothing personal."""

    member: str
    tier: str
    tier_since: str | None
    enrolled_on: str | None
    points: Points = Field(description="Of the first wallet.")
    wallets: list[Wallet]
    progress: dict[str, Any] = Field(description="What is missing to the next level, as codes and numbers.")
    review_on: str | None = Field(description="When the tier is looked at next.")
    grace_until: str | None
    holds: list[Hold] = Field(description="Points reserved at a checkout, soonest end first.")
    challenges: list[Challenge] = Field(description="Every challenge of the programme, in its order.")
    badges: list[Badge] = Field(description="The latest first.")
    frozen_since: str | None = Field(default=None, description="Since when no points can be used; null: they can.", json_schema_extra={"format": "date-time"})
    pool: MembersPool | None = Field(description="The pool the member is in; null: in none.")
    outlook: Outlook


class WhyEvent(Shape):
    """One event in the reader's language, from what was stored when it was decided."""

    seq: int
    source: str
    id: str
    type: str
    occurred_at: str = Field(json_schema_extra={"format": "date-time"})
    status: str
    program_version: int
    tier: str = Field(description="The level it was decided at.")
    got: list[str] = Field(description="Why points came or went.")
    not_got: list[str] = Field(description="What gave nothing, or less than it would have, and why.")
    moved: list[str] = Field(description="Each transfer in words; after points that lapsed, where they had come from.")
    about: "WhyEvent | None" = Field(description="Of a return: the order it is about.")


class WhyEvents(Shape):
    member: str
    events: list[WhyEvent] = Field(description="The latest first: one, unless several sources use the id.")


class WhyTier(Shape):
    member: str
    tier: str
    because: list[str] = Field(description="Since when, and what brought the member here.")
    keep: list[str] = Field(description="What it takes to stay.")
    next: list[str] = Field(description="What is missing for the next level.")


class ReferralCode(Shape):
    member: str
    code: str = Field(description="What a friend says at joining, as `referred_by`: the same for ever.")


class Payable(Shape):
    """The ends of a slider; both 0 where no number of points may pay this order, with `code` and `detail`."""

    member: str
    wallet: str
    available: int = Field(description="Usable points now.")
    least: int
    most: int
    step: int = Field(ge=1)
    pays_least: str | None = Field(description="What `least` pays of the order, a decimal text; null where the programme does not say what a point is worth.")
    pays_most: str | None
    currency: str
    code: str | None = Field(description="Why no points may pay.")
    detail: str | None


class Transfer(Shape):
    seq: int = Field(ge=1, description="The member's event, counted from 1 without gaps.")
    n: int = Field(ge=1)
    event_source: str
    event_id: str
    type: str
    occurred_at: str = Field(json_schema_extra={"format": "date-time"})
    wallet: str
    source: str
    target: str
    points: int = Field(gt=0)
    lot: str
    expires_on: str | None
    rule: str
    program_version: int


class Transfers(Shape):
    transfers: list[Transfer] = Field(description="Newest first.")
    next: str | None = Field(description="Send as `cursor` for older ones; null: these were the last.")


class ProgramWallet(Shape):
    id: str
    kind: str
    name: str
    scale: int


class ProgramLevel(Shape):
    id: str
    name: str
    multiplier: str


class Budget(Shape):
    """What all members together may be given in a period, and how far it has been used."""

    rule: str | None = Field(description="Whose budget it is; null: the programme's.")
    wallet: str = Field(description="Its points are counted, in the wallet's smallest unit.")
    per: str
    since: str | None = Field(description="The period's first day; null: in all.")
    renews_on: str | None = Field(description="The first day of the next period; null: never.")
    allowed: int = Field(description="Points; of a share of sales, what the sales so far allow.")
    used: int
    left: int = Field(ge=0)
    sales: str | None = Field(description="Net sales of the period so far, where the budget is a share of them.")
    level: Literal["open", "nearly_used_up", "used_up"]


class Budgets(Shape):
    budgets: list[Budget] = Field(description="Of the rules in the document's order, then the programme's.")


class CurrentProgram(Shape):
    program: str
    version: int
    name: str
    currency: str
    minor_digits: int
    timezone: str
    enrol: str
    in_force_from: str | None = Field(description="Null: the first version, which covers all earlier time.")
    wallets: list[ProgramWallet]
    levels: list[ProgramLevel] = Field(description="Lowest first.")
    document: str = Field(description="The YAML as applied.")
