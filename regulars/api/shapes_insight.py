"""The JSON shapes of insight. Money is a decimal text in the programme's currency, a chance lies in 0…1; null: can't be said."""

from typing import Any

from pydantic import Field

from regulars.api.shapes import Shape


class Figures(Shape):
    """The last refresh."""

    refreshed_at: str = Field(json_schema_extra={"format": "date-time"})
    as_of: str = Field(description="The evening everything looks from, in the shop's own days.")
    members: int
    refused_profiling: int = Field(description="Members who have refused to be profiled, and are in no figure.")
    figures: list[str] = Field(description="Names for `/v1/insight/figures/{name}`.")
    cannot_say: list[str]


class Figure(Shape):
    name: str
    title: str
    formula: str
    window: str
    denominator: str
    currency: str
    as_of: str
    sql: str = Field(description="The figure's own SQL; empty for a model.")
    rows: list[dict[str, Any]]
    cannot_say: list[str]
    told: list[str] = Field(default=[], description="What has to be known beside the rows; nothing is missing.")


class Listed(Shape):
    member: str
    class_: str | None = Field(alias="class")
    stage: str | None
    buys: float | None = Field(description="Chance of buying within the horizon.")
    margin: str | None = Field(description="Expected within a year.")


class Members(Shape):
    as_of: str
    members: list[Listed]


class GroupMembers(Shape):
    as_of: str
    group: str
    members: list[Listed]
    next: str | None = Field(description="Send as `cursor` for the following ones; null: these were the last.")


class Chance(Shape):
    chance: float
    days: int


class Money(Shape):
    amount: str
    days: int


class Rfm(Shape):
    """1 (worst) to 5 (best) each."""

    recency: int
    frequency: int
    monetary: int


class Reason(Shape):
    group: str = Field(description="drifted_away, price, service, stock or life_event.")
    text: str


class Persona(Shape):
    number: int = Field(description="For `/v1/insight/personas/{name}/members`.")
    traits: list[str] = Field(description="What sets it apart, the strongest first.")
    version: int


class Visits(Shape):
    """To the web shop, in the last 365 days. Scores 1 (worst) to 5 (best)."""

    kind: str = Field(description="keen, curious, cooling or gone.")
    recency: int
    frequency: int
    engagement: int
    days: int
    days_since: int


class Loyalty(Shape):
    """0 to 100 each."""

    kind: str = Field(description="true, latent, spurious or none.")
    attitude: float
    behaviour: float


class MembersInsight(Shape):
    """`profiled` false: the member has refused, and nothing is said. Null: can't be said, of nobody who has not bought yet."""

    member: str
    profiled: bool
    as_of: str
    refreshed_at: str = Field(json_schema_extra={"format": "date-time"})
    class_: str | None = Field(default=None, alias="class", description="high, mid, potential, churn_risk or dormant.")
    class_before: str | None = Field(default=None, description="Where the refresh before had them, where they moved.")
    stage: str | None = Field(default=None, description="new, growing, active, at_risk, lapsed or won_back: by the member's own rhythm.")
    grade: str | None = Field(default=None, description="A to E: what they left over in the last year.")
    buys: Chance | None = Field(default=None, description="Chance of buying within so many days.")
    margin: str | None = Field(default=None, description="Expected within a year.")
    clv: Money | None = Field(default=None, description="Worth within so many days, discounted 10 % a year.")
    rfm: Rfm | None = None
    days_since: int | None = Field(default=None, description="Days since the last purchase.")
    purchase_days: int = 0
    revenue: str = Field(default="0", description="After returns, so far.")
    rhythm_days: float | None = Field(default=None, description="Their own usual gap between purchases.")
    persona: Persona | None = Field(default=None, description="A group of members who behave alike; null where none holds.")
    visits: Visits | None = Field(default=None, description="Also of whoever has never bought; null: not seen, or nobody tells of visits.")
    loyalty: Loyalty | None = Field(default=None, description="Null where the member was not asked, or has no behaviour that is known.")
    margin_told: bool = Field(default=False, description="False: the shop has not told its margin, and `margin` and `clv` are revenue.")
    reasons: list[Reason] = Field(default=[], description="Why they may leave, the strongest first; empty: nothing speaks for it more than with the average member.")


class NextItem(Shape):
    sku: str
    code: str = Field(description="Why, as a stable code with its facts; `text` in words.")
    facts: dict[str, Any]
    text: str


class NewProduct(NextItem):
    chance: float = Field(description="With which it was drawn among the new products. Tell `/v1/insight/shown` when it was really on the screen.")


class Next(Shape):
    member: str
    personal: bool = Field(description="False: the lists are what everybody gets.")
    as_of: str
    buy_again: list[NextItem]
    try_new: list[NextItem]
    new_product: NewProduct | None = Field(default=None, description="Drawn at random, towards what the member likes and what others took; none where nothing is new, or the member refused to be profiled.")


class ShownKept(Shape):
    member: str
    sku: str
    chance: float
    is_new: bool = Field(description="False: the member had been shown the article before; the first show counts.")


class Profiling(Shape):
    member: str
    allowed: bool
    since: str | None = Field(description="Of a refusal.", json_schema_extra={"format": "date-time"})
    by: str


class AlertReason(Shape):
    code: str
    facts: dict[str, Any]
    text: str


class AlertEvent(Shape):
    """An event that speaks for an alert: `seq` of the member's events."""

    member: str
    seq: int
    type: str
    occurred_at: str = Field(json_schema_extra={"format": "date-time"})


class AlertAnswer(Shape):
    status: str
    by: str
    at: str = Field(json_schema_extra={"format": "date-time"})


class Alert(Shape):
    id: int
    rule: str
    member: str | None = Field(description="null: it is about somebody of the staff.")
    person: str | None
    day: str = Field(description="The shop's own.")
    found_at: str = Field(json_schema_extra={"format": "date-time"})
    points: int
    risk: float = Field(description="How grave × ln(1 + points and events): the order within a day.")
    because: list[AlertReason]
    events: list[AlertEvent] = Field(description="What speaks for it, newest last.")
    status: str = Field(description="open, looked_into (something was wrong), frozen or harmless.")
    answers: list[AlertAnswer] = Field(description="What somebody found out, oldest first.")


class RealisedAlerts(Shape):
    """How right the alerts of a rule were, of those somebody answered."""

    rule: str
    alerts: int
    answered: int
    right: int
    share: float | None
    low: float | None = Field(description="Of the 95 % interval.")
    high: float | None


class Alerts(Shape):
    on: bool = Field(description="Whether the rules watch.")
    budget: int = Field(description="Alerts a day that somebody can look at.")
    alerts: list[Alert]
    realised: list[RealisedAlerts]
