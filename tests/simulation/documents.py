"""Made-up programme documents in which every section of the grammar has its turn; each is read strictly before it is used.

``Frame`` holds what may not change between versions of one programme: the wallets with their decimals, the currency, the time zone.
Ids are the same in every version, so that limits, streaks, challenges and memberships go on from one to the next.
"""

from dataclasses import dataclass
from functools import lru_cache

from engine.making import Chance

from regulars.program.document import Program
from regulars.program.reading import require

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC", "Pacific/Auckland")
CATEGORIES = ("coffee", "bread", "wine", "gift_card")
BRANDS = ("acme", "other")
LEVELS = ("regular", "silver", "gold")
WAITED_FOR = ("order.paid", "order.delivered", "points.redeemed", "checkin")


@dataclass(frozen=True)
class Frame:
    zone: str
    digits: int
    scales: dict[str, int]
    qualifying: bool

    @property
    def spendable(self) -> list[str]:
        return [id for id in self.scales if id != "growth" or not self.qualifying]


def frame(c: Chance) -> Frame:
    scales = {"points": c.one(0, 0, 1)}
    if c.maybe(35):
        scales["coins"] = c.one(0, 2)
    if c.maybe(45):
        scales["growth"] = 0
    return Frame(c.one(*ZONES), c.one(2, 2, 0), scales, c.maybe(70))


@lru_cache(maxsize=64)
def read_once(text: str) -> Program:
    """A document as ``require`` reads it; the same text is not read twice."""
    return require(text)


def document(c: Chance, frame: Frame) -> str:
    """One version of the programme, as YAML."""
    return "\n".join(part for part in _Maker(c, frame).sections() if part) + "\n"


def flow(**pairs: object) -> str:
    """``{key: value, …}`` without what is None or empty; a final underscore keeps Python's own words apart (``from_``)."""
    return "{" + ", ".join(f"{key.removesuffix('_').replace('__', '.')}: {value}" for key, value in pairs.items() if value not in (None, "", [], "[]")) + "}"


def listed(items: object) -> str:
    return "[" + ", ".join(str(item) for item in items) + "]"  # type: ignore[attr-defined]


class _Maker:
    def __init__(self, c: Chance, frame: Frame) -> None:
        self.c, self.frame = c, frame
        self.has_tiers = c.maybe(75)
        self.has_badges = c.maybe(40)

    def sections(self) -> list[str]:
        c = self.c
        head = [
            "program: made-up",
            f"currency: {{code: CNY, minor_digits: {self.frame.digits}}}",
            f"timezone: {self.frame.zone}",
            "enrol: on_first_event" if c.maybe(40) else "",
            "wallets:",
            *(f"  {id}: {self.wallet(id)}" for id in self.frame.scales),
        ]
        return [
            *head,
            "exclude: {category: [gift_card]}" if c.maybe(40) else "",
            "not_earning: [voucher]" if c.maybe(30) else "",
            self.events(),
            "festivals: {lights: {solar: 11-11, days: 3, before: 1}, spring: {lunar: 01-01, days: 7}}",
            f"profile: {{fields: [name, phone], complete_at: {c.one(50, 100)}}}" if c.maybe(20) else "",
            self.tiers() if self.has_tiers else "",
            self.score() if self.has_tiers else "",
            self.tracks() if self.has_tiers and c.maybe(35) else "",
            self.plans() if c.maybe(30) else "",
            "badges: [{id: taster, revoke: on_return}, {id: regular}]" if self.has_badges else "",
            self.earn(),
            self.limits() if c.maybe(25) else "",
            self.budget() if c.maybe(30) else "",
            self.challenges() if c.maybe(45) else "",
            self.referral() if c.maybe(45) else "",
            self.gifts() if c.maybe(75) else "",
            self.returns(),
        ]

    # ---- lengths and amounts

    def length(self) -> str:
        return self.c.one("7 days", "30 days", "1 month", "3 months", "6 months", "1 year")

    def short(self) -> str:
        return self.c.one("1 day", "7 days", "1 month")

    def per(self) -> str:
        return self.c.one("day", "week", "month", "year", "lifetime")

    def points(self, wallet: str, low: int, high: int) -> str:
        whole = str(self.c.number(low, high))
        return whole + ".5" if self.frame.scales[wallet] and self.c.maybe(20) else whole

    # ---- wallets

    def wallet(self, id: str) -> str:
        c = self.c
        kind = "qualifying" if id not in self.frame.spendable else None
        if kind:
            return flow(kind=kind, expire=c.one("never", f"{{rolling: {self.length()}}}"), activate=c.one(None, None, "{after: 7 days}"))
        redeem = flow(min=c.one(None, None, 5), max=c.one(None, None, 400), step=c.one(None, None, 5), share_of_order=c.one(None, "0.5"), grace=c.one(None, "7 days"))
        return flow(
            scale=self.frame.scales[id],
            point_value="0.01",
            activate=self.activate(),
            expire=self.expire(),
            burn=c.one(None, "oldest", "newest"),
            redeem=redeem if c.maybe(35) and redeem != "{}" else None,
            hold=c.one(None, None, "{for: 10 minutes, at_most: 3 days}", "{for: 1 day}"),
        )

    def form(self) -> str:
        c = self.c
        return c.one(
            "immediately", "immediately", f"{{after: {self.short()}}}", "{from: 2026-12-25}",
            f"{{on: {c.one(*WAITED_FOR)}}}", f"{{on: {c.one(*WAITED_FOR)}, after: {c.one('1 day', '7 days')}}}",
            f"{{on: {c.one(*WAITED_FOR)}, at_most: 1 month}}", "{on: order.delivered, after: 7 days, at_most: 1 month}",
        )  # fmt: skip

    def activate(self) -> str | None:
        c = self.c
        if c.maybe(50):
            return None
        if c.maybe(60):
            return self.form()
        choices = [self.choice("coffee"), self.choice("wine")][: c.number(1, 2)]
        rest = self.form()
        return listed([*choices, *([] if rest == "immediately" else [rest])])

    def choice(self, category: str) -> str:
        form = self.form()
        when = self.c.one(f"{{line.category: {category}}}", "{line.brand: acme}")
        return f"{{when: {when}}}" if form == "immediately" else f"{{when: {when}, {form[1:]}"

    def expire(self) -> str:
        c = self.c
        if c.maybe(25):
            return "never"
        extend = f"{{{c.one('silver', 'gold')}: {self.short()}}}" if self.has_tiers and c.maybe(25) else None
        within = "{gold: 3 months, regular: 7 days}" if self.has_tiers and c.maybe(50) else "1 month"
        more = {"extend": extend, "reinstate": f"{{within: {within}, on: [order.paid], for: {self.short()}}}" if c.maybe(25) else None}
        kind = c.one("rolling", "rolling", "activity", "calendar", "sliding")
        if kind == "rolling":
            return flow(rolling=self.length(), round_to=c.one(None, "month", "quarter"), from_=c.one(None, None, "activation"), **more)
        if kind == "activity":
            return flow(rolling=self.length(), activity=flow(keeps=c.one("1 month", "3 months"), on="[order.paid, checkin]", at_most="1 year"), **more)
        if kind == "calendar":
            return flow(calendar=c.one("[12-31]", "[03-31, 09-30]", "[02-28]"), after=c.one(None, "30 days"), **more)
        return flow(sliding=self.length(), on=c.one("[order.paid]", "[order.paid, points.redeemed]"), at_most=c.one(None, "1 year"), **more)

    # ---- levels

    def window(self) -> str:
        return self.c.one("lifetime", "calendar_year", self.length(), "1 year")

    def measured(self, place: int) -> str:
        c = self.c
        choices = ["spend", "spend", "visits", "nights", "score", "events.checkin", *(f"points.{id}" for id in list(self.frame.scales)[-1:])]
        measure = c.one(*choices)
        most = {"spend": 200, "visits": 3, "nights": 4, "events.checkin": 2, "score": 60}.get(measure, 150)
        need = most * place * c.number(1, 4) // 2 or 1
        return f"{{{measure}: {need}}}" if measure == "score" and c.maybe(50) else f"{{{measure}: {need}, within: {self.window()}}}"

    def criterion(self, place: int) -> str:
        c = self.c
        if c.maybe(20):
            return f"{{{c.one('any', 'all')}: [{self.measured(place)}, {self.measured(place)}]}}"
        if c.maybe(5):
            return f"{{all: [{self.measured(place)}, {{not: {self.measured(place + 2)}}}]}}"
        return self.measured(place)

    def tiers(self) -> str:
        c = self.c
        levels = ["{id: regular}"]
        for place, id in enumerate(LEVELS[1:], start=1):
            floor = c.one(None, None, None, id, LEVELS[place - 1])
            keep = self.criterion(place) if c.maybe(50) else None
            levels.append(flow(id=id, reach=self.criterion(place), keep=keep, multiplier=c.one(None, "1.5", 2), floor=floor))
        grace = c.one(None, None, "30 days", "{for: 20 days, round_to: month}")
        landing = c.one(None, None, "{keep: [multiplier], for: 30 days}", "{keep: [lounge], for: 3 months}")
        down = flow(step=c.one(None, "full"), inactive_for=c.one(None, None, "40 days", "3 months"), grace=grace, soft_landing=landing)
        review = c.one(None, *(f"{{every: {every}}}" for every in ("month", "quarter", "half_year", "year", "anniversary", "tier_anniversary", "day")), "{on: [01-10, 08-31]}")
        visits = c.one(None, "[order.paid, checkin]", "[points.redeemed]")
        freeze = c.one(None, "{windows: unchanged, at_most: 60 days}")
        return f"tiers: {flow(review=review, visits_on=visits, down=down if down != '{}' else None, freeze=freeze, levels=listed(levels))}"

    def score(self) -> str:
        c = self.c
        terms = [
            c.one("{spend: 1, per: 10}", "{visits: 2.5, at_most: 12.5}", "{nights: 3}", "{events.checkin: 4, within: 30 days}", f"{{points.{list(self.frame.scales)[-1]}: 0.3, at_most: 50}}")
            for _ in range(c.number(1, 3))
        ]
        return f"tier_score: {{within: {self.window()}, terms: {listed(terms)}}}"

    def tracks(self) -> str:
        c = self.c
        need = c.one("{visits: 2, within: 30 days}", "{spend: 150, within: 2 months}", "{all: [{visits: 2, within: 45 days}, {events.checkin: 1, within: calendar_year}]}")
        track = flow(id="fast", reach=need, grants=c.one("silver", "gold"), for_=c.one("20 days", "3 months"), enrol=c.one(None, "on_request"))
        return f"fast_tracks: [{track}]"

    def plans(self) -> str:
        c = self.c
        gives = {"level": "gold"} if self.has_tiers and c.maybe(40) else {"multiplier": c.one(2, "1.25")}
        common = {"lasts": c.one("1 year", "1 month", "45 days"), "trial": c.one(None, "14 days"), "renew": c.one(None, "auto"), "refund": c.one(None, "pro_rata")}
        return f"paid: [{flow(id='plus', fee=c.one(99, 19, 0), **gives, **common)}]"

    # ---- earning

    def events(self) -> str:
        c = self.c
        once = c.one(None, "day", "lifetime", "class")
        gym = flow(fields="{minutes: {type: number, required: true}, class: {type: text, required: true}}", once_per=once, measures="[minutes]")
        return f"events: {{gym.visited: {gym}}}"

    def limit(self, wallet: str) -> str | None:
        c = self.c
        if c.maybe(60):
            return None
        times, points = f"{{times: {c.number(1, 3)}, per: {self.per()}}}", f"{{points: {c.number(5, 300)}, per: {c.one('event', self.per())}}}"
        return c.one(times, points, points, f"[{times}, {points}]")

    def of_order(self) -> str:
        c = self.c
        return c.one(
            "line.category: coffee", "line.category: [bread, wine]", "line.category: {not: coffee}", "line.brand: acme", "line.quantity: {at_least: 2}", "line.amount: {above: 20}",
            "order.channel: app", "order.store: s1", "order.partner: cinema", f"order.net_amount: {{at_least: {c.number(20, 120)}}}", "order.net_amount: {below: 60}",
            "order.weekday: [tuesday, saturday]", "order.day_of_month: {at_most: 15}", "order.hour: {at_least: 9, below: 17}", "order.time: 22:00-02:00", "order.date: {at_least: 2026-06-01}",
            "order.festival: [lights, spring]", "member.days_since_enrolment: {at_most: 90}", "member.birthday_month: true", "member.birthday: true", "member.lunar_birthday_month: true", "member.segment: vip",
            *(["tier: gold", "tier: {at_least: silver}"] if self.has_tiers else []),
        )  # fmt: skip

    def when_order(self) -> str | None:
        c = self.c
        if c.maybe(40):
            return None
        if c.maybe(15):
            return f"{{{c.one('any', 'all')}: [{{{self.of_order()}}}, {{{self.of_order()}}}]}}"
        return f"{{not: {{{self.of_order()}}}}}" if c.maybe(10) else f"{{{self.of_order()}}}"

    def earn(self) -> str:
        c = self.c
        rules = [flow(id="base", on="order.paid", points=self.rate(), limit=self.limit("points"))]
        rules += [self.order_rule(place) for place in range(c.number(0, 4))]
        rules += [self.behaviour(place) for place in range(c.number(0, 4))]
        return "earn:\n" + "\n".join(f"  - {rule}" for rule in rules)

    def rate(self) -> str:
        c = self.c
        per, give = c.one("1", "10", "0.7", "3"), c.one("1", "2", "0.5")
        return flow(per=per, give=give, of=c.one(None, None, None, "gross_amount", "quantity", "nights"), whole=c.one(None, None, "true"))

    def budgets(self, wallet: str) -> str | None:
        c = self.c
        if c.maybe(85) or wallet not in self.frame.spendable:
            return None
        return c.one(f"{{points: {c.number(20, 600)}, per: {self.per()}}}", "{share_of_sales: 0.3, per: month, warn_at: 0.8}")

    def order_rule(self, place: int) -> str:
        c = self.c
        wallet = c.one(*self.frame.scales)
        common = {"id": f"rule{place}", "on": "order.paid", "when": self.when_order(), "wallet": wallet, "limit": self.limit(wallet), "budget": self.budgets(wallet)}
        common |= {"from_": "2026-06-15" if c.maybe(8) else None, "until": "2027-03-15" if c.maybe(8) else None, "badge": "taster" if self.has_badges and c.maybe(25) else None}
        kind = c.one("rate", "multiply", "multiply", "fixed", "fixed")
        if kind == "rate":
            return flow(**common, points=self.rate())
        group = c.one(None, None, "days", "promo")
        common |= {"stack": c.one("best_of", "exclusive") if group else None, "group": group, "priority": c.number(0, 2) if group else None}
        common["activate"] = self.form() if c.maybe(15) else None
        if kind == "multiply":
            return flow(**common, points=f"{{multiply: {c.one('1.5', '2', '3', '1.25', '0.5')}}}")
        if not common["activate"] and c.maybe(20):
            common["pending_until"] = c.one("{on: order.delivered, matching: order_id, within: 30 days}", "{on: checkin, within: 30 days}", "{on: points.redeemed}")
            if "matching" in common["pending_until"]:
                common["pending_until"] = "{on: order.paid, within: 30 days}"
        return flow(**common, points=self.points(wallet, 1, 150), streak=flow(days=2, bonus=self.points(wallet, 1, 20)) if c.maybe(10) else None)

    def behaviour(self, place: int) -> str:
        c = self.c
        wallet = c.one(*self.frame.scales)
        on = c.one("member.enrolled", "member.enrolled", "checkin", "checkin", "review.published", "share.made", "survey.answered", "event.attended", "gym.visited", "referral.qualified", "profile.completed")
        common = {"id": f"act{place}", "on": on, "wallet": wallet, "limit": self.limit(wallet), "budget": self.budgets(wallet)}
        if on == "gym.visited" and c.maybe(60):
            return flow(**common, points="{per: 30, give: 2, of: minutes}", when="{event.class: yoga}" if c.maybe(30) else None)
        streak = flow(days=c.one(2, 3), bonus=self.points(wallet, 1, 30), reset=c.one(None, "at_gap", "month")) if on == "checkin" and c.maybe(60) else None
        pending = c.one(None, "none", "{on: order.paid, within: 30 days}") if on not in ("referral.qualified",) and c.maybe(40) else None
        activate = self.form() if pending is None and on not in ("review.published", "share.made") and c.maybe(20) else None
        badge = "regular" if self.has_badges and c.maybe(30) else None
        return flow(**common, points=self.points(wallet, 1, 200), streak=streak, pending_until=pending, activate=activate, badge=badge)

    # ---- what counts over all

    def limits(self) -> str:
        c = self.c
        return f"limits: [{flow(id='all', points=c.number(50, 500), per=self.per())}, {flow(id='often', times=c.number(1, 4), per=self.per(), rules='[base]')}]"

    def budget(self) -> str:
        c = self.c
        sales = flow(share_of_sales=c.one("0.02", "0.5", "1"), per=self.per(), warn_at="0.8")
        return f"budget: {c.one(sales, flow(points=c.number(50, 2000), per=self.per()), f'[{sales}, {flow(points=c.number(100, 1500), per=self.per())}]')}"

    def challenges(self) -> str:
        c = self.c
        found = []
        for place in range(c.number(1, 2)):
            on = c.one("order.paid", "order.paid", "checkin")
            target = c.one("{count: 2}", "{days: 2}") if on == "checkin" else c.one("{count: 2}", "{quantity: 3}", "{spend: 80}", "{days: 2}", "{distinct: category, count: 2}")
            recurrence = c.one(None, "every_period", "again") if "days" not in target and "distinct" not in target else c.one(None, "every_period")
            period = c.one(None, "{per: month}", "{within: 30 days}", "{within: 60 days, since: enrolment}", "{from: 2026-02-01, until: 2026-12-31}")
            recurrence = None if recurrence == "every_period" and (period is None or "from" in period or "since" in period) else recurrence
            reward = flow(points=c.number(1, 120), wallet=c.one(*self.frame.scales), badge="taster" if self.has_badges and c.maybe(40) else None)
            when = f"{{{self.of_order()}}}" if on == "order.paid" and c.maybe(40) else None
            more = {"join": c.one(None, None, "on_request"), "returns": c.one(None, "keep"), "limit": c.one(None, None, "{times: 2, per: year}", "{points: 100, per: month}")}
            found.append(flow(id=f"quest{place}", on=on, when=when, target=target, period=period, recurrence=recurrence, reward=reward, **more))
        return f"challenges: {listed(found)}"

    def referral(self) -> str:
        c = self.c
        qualifies = flow(order_at_least=c.one(None, 20, 60), within=c.one(None, "90 days"), when=c.one(None, None, "{order.channel: app}"))
        return "referral: " + flow(
            advocate=flow(points=c.number(1, 300), badge="regular" if self.has_badges and c.maybe(30) else None),
            friend=flow(points=c.number(1, 200), wallet=c.one(*self.frame.scales)),
            qualifies=qualifies if qualifies != "{}" else None, after=c.one(None, "7 days", "1 month"), limit=c.one(None, "{times: 2, per: year}", "{points: 250, per: month}"), returns=c.one(None, "keep"),
        )  # fmt: skip

    def gifts(self) -> str:
        c = self.c
        only = c.one(None, None, "[silver, gold]") if self.has_tiers else None
        bounds = {"min": c.one(None, 2), "max": c.one(None, 300), "per_day": c.one(None, 200), "per_month": c.one(None, 500), "cooling_off": c.one(None, "24 hours"), "only_to": only}
        return "gifts: " + flow(wallet=c.one(*self.frame.spendable), **bounds)

    def returns(self) -> str:
        c = self.c
        at_once = None if not self.has_tiers else c.one(None, "at_once")
        return "returns: " + flow(policy=c.one("debt", "debt", "within_balance", "only_pending"), window=c.one(None, "14 days"), tier=at_once)
