"""What members, shops and staff do, made up: each deed as a till would send it, about what the till itself remembers."""

from typing import Any, NamedTuple

from engine.making import Chance

from regulars.engine import event_names as names
from regulars.kit.money import text_of
from regulars.kit.periods import iso_day
from regulars.program.document import Program
from simulation.documents import BRANDS, CATEGORIES

DAY_US = 86_400_000_000
HOUR_US = 3_600_000_000


class Deed(NamedTuple):
    """``data`` is the event's data on the wire."""

    ref: str
    type: str
    id: str
    source: str
    at_us: int
    data: dict[str, Any]


class Sold(NamedTuple):
    ref: str
    order_id: str
    source: str
    lines: list[dict[str, Any]]


class Tills:
    """Two tills that remember what they sold, held and spent, and make deeds of it. ``today``: gives the local day of a moment."""

    def __init__(self, c: Chance, refs: tuple[str, ...], today: Any) -> None:
        self.c, self.refs, self.today = c, refs, today
        self.count = 0
        self.sold: list[Sold] = []
        self.held: list[tuple[str, str, str]] = []  # (ref, source, id)
        self.spent: list[tuple[str, str, str]] = []
        self.frozen: set[str] = set()
        self.told: list[tuple[str, str, str]] = []  # (ref, what, token): reviews and shares

    def deed(self, ref: str, at_us: int, type: str, data: dict[str, Any]) -> Deed:
        self.count += 1
        return Deed(ref, type, f"e{self.count}", self.c.one("till", "till", "till", "web"), at_us, data)

    # ---- orders

    def order(self, ref: str, at_us: int, program: Program, order_id: str = "") -> Deed:
        c, digits = self.c, program.currency.minor_digits
        minor, lines = 10**digits, []
        for _ in range(c.number(1, 3)):
            quantity = c.one(1, 1, 2, 3)
            amount = c.number(0, 40) * quantity * minor + c.one(0, 0, quantity * c.number(0, minor - 1))
            line = {"sku": f"sku{c.number(1, 4)}", "quantity": c.one(quantity, quantity, f"{quantity}.5"), "amount": text_of(amount, digits)}
            line |= {"category": c.one(*CATEGORIES)} if c.maybe(75) else {}
            line |= {"brand": c.one(*BRANDS)} if c.maybe(50) else {}
            line |= {"discount": text_of(c.number(0, 3) * minor, digits)} if c.maybe(30) else {}
            line |= {"measures": {"nights": c.number(1, 3)}} if c.maybe(20) else {}
            lines.append(line)
        data: dict[str, Any] = {"order_id": order_id or f"o{self.count + 1}", "currency": program.currency.code, "lines": lines}
        data |= {"channel": "app"} if c.maybe(40) else {}
        data |= {"store": c.one("s1", "s2")} if c.maybe(40) else {}
        data |= {"partner": "cinema"} if c.maybe(15) else {}
        data |= {"measures": {"nights": c.number(1, 4)}} if c.maybe(10) else {}
        if c.maybe(25):
            total = sum(round(float(line["amount"]) * minor) for line in lines)
            part = c.number(0, total)
            data["tenders"] = [{"kind": "card", "amount": text_of(total - part, digits)}, {"kind": c.one("points", "gift_card", "voucher", "cash"), "amount": text_of(part, digits)}]
        deed = self.deed(ref, at_us, names.ORDER_PAID, data)
        self.sold.append(Sold(ref, data["order_id"], deed.source, lines))
        return deed

    def sold_to(self, ref: str) -> Sold | None:
        mine = [one for one in self.sold if one.ref == ref or self.c.maybe(5)]
        return self.c.one(*mine[-6:]) if mine else None

    def comes_back(self, ref: str, at_us: int, program: Program) -> Deed:
        """A return: of all, of a line, of a part of one, in units or money; or of an order that has not come yet."""
        c, digits = self.c, program.currency.minor_digits
        sold = self.sold_to(ref)
        if sold is None or c.maybe(4):
            return self.deed(ref, at_us, names.ORDER_RETURNED, {"order_id": f"o{self.count + c.number(2, 6)}", "all": True})
        whole = {"order_id": sold.order_id, "all": True}
        if c.maybe(35):
            return self.deed(ref, at_us, names.ORDER_RETURNED, whole)
        number = c.number(1, len(sold.lines))
        line = sold.lines[number - 1]
        amount = round(float(line["amount"]) * 10**digits)
        parts: list[dict[str, Any]] = [{}, {"quantity": 1}, {"quantity": "0.5"}]
        parts += [{"amount": text_of(c.number(1, amount), digits)}, {"quantity": "0.7", "amount": text_of(c.number(0, amount), digits)}] if amount else []
        return self.deed(ref, at_us, names.ORDER_RETURNED, {"order_id": sold.order_id, "lines": [{"line": number, **c.one(*parts)}]})

    def delivery(self, ref: str, at_us: int, program: Program) -> Deed:
        sold = self.sold_to(ref)
        return self.deed(ref, at_us, names.ORDER_DELIVERED, {"order_id": sold.order_id if sold and not self.c.maybe(8) else f"o{self.count + self.c.number(2, 5)}"})

    # ---- points

    def wallet(self, program: Program) -> dict[str, Any]:
        return {"wallet": self.c.one(*program.wallets).id} if self.c.maybe(60) else {}

    def spending(self, ref: str, at_us: int, program: Program) -> Deed:
        c = self.c
        data = {"points": c.number(1, 150), **self.wallet(program), **({"up_to": True} if c.maybe(50) else {})}
        data |= {"order_amount": text_of(c.number(0, 200) * 10**program.currency.minor_digits, program.currency.minor_digits)} if c.maybe(30) else {}
        if c.maybe(60):
            deed = self.deed(ref, at_us, names.REDEEMED, data)
            self.spent.append((ref, deed.source, deed.id))
            return deed
        data |= {"for": c.one("1 minute", "10 minutes", "2 days")} if c.maybe(50) else {}
        deed = self.deed(ref, at_us, names.HELD, data)
        self.held.append((ref, deed.source, deed.id))
        return deed

    def of_hold(self, ref: str, at_us: int, program: Program) -> Deed:
        """Captured, in whole or in part, or released."""
        c = self.c
        mine = [one for one in self.held if one[0] == ref] or self.held
        _, source, id = c.one(*mine[-4:]) if mine else ("", "till", "none")
        data: dict[str, Any] = {"hold": id, "source": source}
        if c.maybe(30):
            return self.deed(ref, at_us, names.RELEASED, data)
        deed = self.deed(ref, at_us, names.CAPTURED, data | ({"points": c.number(1, 60)} if c.maybe(40) else {}))
        self.spent.append((ref, deed.source, deed.id))
        return deed

    def spent_back(self, ref: str, at_us: int, program: Program) -> Deed:
        c = self.c
        mine = [one for one in self.spent if one[0] == ref] or self.spent
        _, source, id = c.one(*mine[-4:]) if mine else ("", "till", "none")
        return self.deed(ref, at_us, names.CANCELLED, {"redemption": id, "source": source} | ({"points": c.number(1, 40)} if c.maybe(40) else {}))

    def adjustment(self, ref: str, at_us: int, program: Program) -> Deed:
        c = self.c
        return self.deed(ref, at_us, names.ADJUSTED, {"points": c.one(50, 120, 7, -20, -500), "reason": "goodwill", "by": "Mei", **self.wallet(program)})

    def opening(self, ref: str, at_us: int, program: Program) -> Deed:
        c, day = self.c, self.today(at_us)
        lots = [{"points": c.number(1, 200), "earned_on": iso_day(day - c.number(1, 300))} | ({"expires_on": iso_day(day + c.number(0, 200))} if c.maybe(50) else {}) for _ in range(c.number(1, 2))]
        return self.deed(ref, at_us, names.BALANCE_OPENED, {"lots": lots, **self.wallet(program)})

    # ---- what is no order

    def behaviour(self, ref: str, at_us: int, program: Program) -> Deed:
        c = self.c
        kind = c.one("checkin", "checkin", "checkin", "review", "share", "survey.answered", "event.attended", "gym", "profile.completed", "settle", "settle")
        if kind == "checkin":
            return self.deed(ref, at_us, "checkin", {"place": c.one("hall", "lobby")})
        if kind == "gym":
            return self.deed(ref, at_us, "gym.visited", {"minutes": c.number(1, 200), "class": c.one("yoga", "swim")})
        if kind in ("review", "share"):
            token = f"t{self.count + 1}" if c.maybe(80) else "t1"
            self.told.append((ref, kind, token))
            return self.deed(ref, at_us, {"review": "review.published", "share": "share.made"}[kind], {f"{kind}_id": token} | ({"visitor": "me"} if kind == "share" else {}))
        if kind == "settle":
            _, what, token = c.one(*self.told[-4:]) if self.told and c.maybe(85) else ("", c.one("review", "share"), f"t{self.count + 3}")
            if what == "share":
                return self.deed(ref, at_us, "share.clicked", {"share_id": token, "visitor": c.one("me", "v1", "v2")})
            return self.deed(ref, at_us, c.one("review.approved", "review.approved", "review.rejected"), {"review_id": token})
        data = {"survey.answered": {"survey_id": c.one("s1", "s2")}, "event.attended": {"event_id": c.one("e1", "e2")}, "profile.completed": {"percent": 100}}[kind]
        return self.deed(ref, at_us, kind, data)

    def asking(self, ref: str, at_us: int, program: Program) -> Deed:
        """To take part in a challenge or a fast track."""
        if program.challenges and self.c.maybe(60):
            return self.deed(ref, at_us, names.CHALLENGE_JOINED, {"challenge": self.c.one(*program.challenges).id})
        return self.deed(ref, at_us, names.TRACK_REQUESTED, {"track": "fast"})

    def freezing(self, ref: str, at_us: int, program: Program) -> Deed:
        """Something looks wrong, or somebody has looked into it; once in a while what is so already is said again."""
        frozen = ref in self.frozen if not self.c.maybe(10) else self.c.maybe(50)
        (self.frozen.discard if frozen else self.frozen.add)(ref)
        type, why = (names.MEMBER_UNFROZEN, {}) if frozen else (names.MEMBER_FROZEN, {"reason": "looks wrong"})
        return self.deed(ref, at_us, type, {"by": "Mei", **why})

    def of_tier(self, ref: str, at_us: int, program: Program) -> Deed:
        c, day = self.c, self.today(at_us)
        level, kind = c.one(*program.tiers.levels).id, c.one("freeze", "freeze", "unfreeze", "match", "match", "set", "set")
        if kind == "freeze":
            return self.deed(ref, at_us, names.TIER_FROZEN, {"until": iso_day(day + c.one(-1, 0, 5, 30, 60, 200)), "reason": "leave", "by": "Mei"})
        if kind == "unfreeze":
            return self.deed(ref, at_us, names.TIER_UNFROZEN, {"by": "Mei"})
        if kind == "match":
            return self.deed(ref, at_us, names.TIER_MATCHED, {"level": level, "until": iso_day(day + c.one(-1, 0, 10, 60, 200)), "evidence": "file 7", "by": "Mei"})
        until = c.one(None, None, day, day + 40, day + 150)
        return self.deed(ref, at_us, names.TIER_SET, {"level": level, "reason": "goodwill", "by": "Mei"} | ({"until": iso_day(until)} if until else {}))

    def of_membership(self, ref: str, at_us: int, program: Program) -> Deed:
        kind = self.c.one("buy", "buy", "try", "renew", "cancel", "refund")
        fee = {"fee": text_of(1234, program.currency.minor_digits)} if self.c.maybe(30) else {}
        type, data = {
            "buy": (names.MEMBERSHIP_BOUGHT, {"plan": "plus", **fee}),
            "try": (names.MEMBERSHIP_BOUGHT, {"plan": "plus", "trial": True}),
            "renew": (names.MEMBERSHIP_RENEWED, fee),
            "cancel": (names.MEMBERSHIP_CANCELLED, {}),
            "refund": (names.MEMBERSHIP_REFUNDED, {"reason": "moved away", "by": "Mei"}),
        }[kind]
        return self.deed(ref, at_us, type, data)


def gap_us(c: Chance) -> int:
    """How long it is quiet before the next thing happens."""
    return c.one(0, 60_000_000, 600_000_000, HOUR_US, 9 * HOUR_US, DAY_US, DAY_US, 3 * DAY_US, 10 * DAY_US, 30 * DAY_US, 60 * DAY_US, 120 * DAY_US)
