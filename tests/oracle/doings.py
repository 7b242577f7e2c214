"""What a member gets for what they do, worked out a second time from docs/reference/programme.md: behaviours and streaks, points that wait,
challenges, referrals, and limits over several rules. Slow and obvious: everything that was ever given is one row of a list.

The programmes are plain on purpose: one wallet without decimals whose points are usable at once and do not expire, no tiers, whole orders come
back, a return is owed. So all there is is one number (below 0: owed) and what waits. READINGS.md says how a choice was read.

    member = Doings(program); member.take(event, facts); member.until(at_us); member.standing()
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from oracle.days import later, period_of
from regulars.engine.events import (
    Event,
    Happened,
    MemberEnrolled,
    OrderPaid,
    OrderReturned,
    PointsRedeemed,
    ReferralQualified,
    ReferralReversed,
)
from regulars.program.document import Program
from regulars.program.document_rules import Multiply, Rate

REFERRAL = "(referral)"


@dataclass
class Row:
    """Points something gave. ``of``: the rule's or challenge's id, or REFERRAL. ``state``: there | waits | gone."""

    of: str
    kind: str  # rule | challenge | referral
    day: int
    points: int
    about: str = ""  # the order, review, share, friend or attempt it was for
    state: str = "there"
    counts: bool = True  # as one of the times of its own limit


@dataclass
class Deed:
    """Something that counted."""

    type: str
    day: int
    data: dict
    order: OrderPaid | None = None
    returned: bool = False
    counts_not: set[str] = field(default_factory=set)  # challenges that had been rewarded once when it came


@dataclass
class Doings:
    program: Program
    enrolled_on: int = 0
    advanced_us: int = 0
    spent: int = 0
    rows: list[Row] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    parked: set[str] = field(default_factory=set)  # orders whose return came first
    early: dict[tuple[str, str], list[dict]] = field(default_factory=dict)  # (what, token) -> answers that came before
    visitors: set[tuple[str, str]] = field(default_factory=set)  # (rule, who has confirmed a share)
    own_visitors: set[tuple[str, str]] = field(default_factory=set)  # (rule, as whom the member has shared: never somebody else)
    streaks: dict[str, set[int]] = field(default_factory=dict)
    friend: dict = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.program.timezone)

    def day_of(self, at_us: int) -> int:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)).astimezone(self.zone).toordinal()

    def standing(self) -> dict:
        net = sum(row.points for row in self.rows if row.state == "there") - self.spent
        return {"active": max(net, 0), "debt": max(-net, 0), "pending": sum(row.points for row in self.rows if row.state == "waits")}

    # ---- what happens

    def until(self, at_us: int) -> None:
        """Time alone only pays a friend whose purchase was kept long enough."""
        self.advanced_us = max(self.advanced_us, at_us)
        if self.friend.get("stage") == "waiting" and self.friend["due"] <= self.day_of(self.advanced_us):
            self.friend["stage"] = "paid"
            for row in self.rows:
                if row.kind == "referral" and row.about == "me" and row.state == "promised":
                    row.state = "there"

    def take(self, event: Event, facts: dict | None = None) -> None:
        self.until(event.at_us)
        data, day = event.data, self.day_of(event.at_us)
        if isinstance(data, MemberEnrolled):
            self.enrolled_on = day
            if data.referred_by and self.program.referral is not None and "advocate" in (facts or {}).get("referral", {}):
                self.friend = {"stage": "open"}
        elif isinstance(data, PointsRedeemed):
            if data.points <= self.standing()["active"]:
                self.spent += data.points
        elif isinstance(data, OrderPaid):
            self._order(Deed(event.type, day, {}, data))
        elif isinstance(data, OrderReturned):
            self._comes_back(data.order_id)
        elif isinstance(data, ReferralQualified):
            self._as_advocate(str(data.friend), day)
        elif isinstance(data, ReferralReversed):
            self._take_back([row for row in self.rows if row.kind == "referral" and row.about == str(data.friend)])
        elif isinstance(data, Happened):
            self._behaviour(event.type, day, dict(data.fields))

    # ---- behaviours

    def _behaviour(self, type: str, day: int, data: dict) -> None:
        self._answer(type, data)
        if not self._counts(type, day, data):
            return
        deed = Deed(type, day, data)
        self.deeds.append(deed)
        self._earn(deed)
        self._challenges(deed)

    def _counts(self, type: str, day: int, data: dict) -> bool:
        """``once_per`` of its type: the first of the day, ever, or of each value."""
        once = {
            "checkin": "day", "profile.completed": "lifetime", "review.published": "review_id", "share.made": "share_id",
            "survey.answered": "survey_id", "event.attended": "event_id",
        } | {one.id: one.once_per for one in self.program.events}  # fmt: skip
        per = once.get(type, "event")
        before = [deed for deed in self.deeds if deed.type == type]
        if per == "event":
            return True
        if per == "day":
            return all(deed.day != day for deed in before)
        return not before if per == "lifetime" else all(deed.data.get(per) != data.get(per) for deed in before)

    def _answer(self, type: str, data: dict) -> None:
        """A review is approved or rejected, a share clicked: once, and never by the one who shared; what comes first is remembered."""
        about = {"review.approved": "review_id", "review.rejected": "review_id", "share.clicked": "share_id"}.get(type)
        if about is None:
            return
        token = data[about]
        waiting = [row for row in self.rows if row.about == f"{about}:{token}" and row.state == "waits"]
        if not waiting and not any(row.about == f"{about}:{token}" for row in self.rows):
            self.early.setdefault((about, token), []).append({"type": type, **data})
        for row in waiting:
            self._settle(row, {"type": type, **data})

    def _settle(self, row: Row, answer: dict) -> None:
        if answer["type"] == "review.rejected":
            row.state = "gone"
        elif answer["type"] == "review.approved":
            row.state = "there"
        elif (row.of, answer["visitor"]) not in self.own_visitors and (row.of, answer["visitor"]) not in self.visitors:
            self.visitors.add((row.of, answer["visitor"]))
            row.state = "there"

    # ---- earning

    def _earn(self, deed: Deed) -> None:
        base: dict[str, int] = {}
        parts: list[tuple[str, str, int]] = []
        fixed: list[tuple[str, str, int]] = []
        streaks: list[str] = []
        for rule in self.program.earn:
            if rule.on != deed.type or not self._holds(rule.when, deed) or self._used_up(rule, deed.day):
                continue
            if isinstance(rule.points, Rate):
                measured = sum(line.amount for line in deed.order.lines) // 100 if deed.order else int(deed.data[rule.points.of])
                base[rule.id] = int(measured // rule.points.per * rule.points.give)
            elif isinstance(rule.points, Multiply):
                parts.append((rule.id, "multiply", int(rule.points.by) - 1))
            else:
                points = int(rule.points.points)
                if rule.streak is not None:
                    streaks.append(rule.id)
                    points += self._streak(rule, deed.day)
                fixed.append((rule.id, "rule", points))
        asked = [(id, "rule", points) for id, points in base.items()]
        asked += [(id, "rule", times * sum(base.values())) for id, _, times in parts]
        asked += fixed
        self._give([(id, kind, self._own_limit(id, deed.day, points)) for id, kind, points in asked], deed)

    def _own_limit(self, id: str, day: int, points: int) -> int:
        rule = next(rule for rule in self.program.earn if rule.id == id)
        for limit in rule.limits:
            if limit.kind == "points":
                points = min(points, max(int(limit.count) - self._used({id}, day, limit.per), 0))
        return points

    def _used_up(self, rule, day: int) -> bool:
        rows = [row for row in self._counted() if row.of == rule.id and row.kind == "rule" and row.points]
        if any(limit.kind == "times" and sum(_same(row.day, day, limit.per) for row in rows) >= limit.count for limit in rule.limits):
            return True
        shared = [limit for limit in self.program.limits if limit.times is not None and self._covers(limit, rule.id, "rule")]
        return any(self._times_of(limit, day) >= limit.times for limit in shared)

    def _times_of(self, limit, day: int) -> int:
        return sum(row.points > 0 and _same(row.day, day, limit.per) and self._covers(limit, row.of, row.kind) for row in self._counted())

    def _counted(self) -> Iterable[Row]:
        return [row for row in self.rows if row.state != "gone"]

    def _used(self, ids: set[str], day: int, per: str) -> int:
        return sum(row.points for row in self._counted() if row.of in ids and row.kind == "rule" and _same(row.day, day, per))

    def _covers(self, limit, of: str, kind: str) -> bool:
        names = limit.rules or limit.challenges or limit.referral
        if not names:
            return True
        return {"rule": of in limit.rules, "challenge": of in limit.challenges, "referral": limit.referral}[kind]

    def _within(self, asked: list[tuple[str, str, int]], day: int) -> list[int]:
        """``limits:`` in the document's order; what comes last in an event is cut first."""
        gives = [points for _, _, points in asked]
        for limit in self.program.limits:
            mine = [place for place, (of, kind, _) in enumerate(asked) if self._covers(limit, of, kind)]
            if limit.points is not None:
                used = sum(row.points for row in self._counted() if self._covers(limit, row.of, row.kind) and _same(row.day, day, limit.per))
                left = max(int(limit.points) - used, 0)
                for place in mine:
                    gives[place] = min(gives[place], left)
                    left -= gives[place]
            else:
                left = int(limit.times) - self._times_of(limit, day)
                for place in mine:
                    if gives[place] and left <= 0:
                        gives[place] = 0
                    left -= gives[place] > 0
        return gives

    def _give(self, asked: list[tuple[str, str, int]], deed: Deed) -> None:
        about = f"order:{deed.order.order_id}" if deed.order else next((f"{name}:{deed.data[name]}" for name in ("review_id", "share_id") if deed.type in ("review.published", "share.made") and name in deed.data), "")
        for (of, kind, _), points in zip(asked, self._within(asked, deed.day), strict=True):
            row = Row(of, kind, deed.day, points, about)
            if points and deed.type in ("review.published", "share.made"):
                row.state = "waits"
                if "visitor" in deed.data:
                    self.own_visitors.add((row.of, deed.data["visitor"]))
                answers = self.early.pop(tuple(about.split(":", 1)), [])
                for answer in sorted(answers, key=lambda answer: answer["type"] == "review.rejected"):
                    if row.state == "waits":
                        self._settle(row, answer)
            self.rows.append(row)

    def _streak(self, rule, day: int) -> int:
        """The bonus this day completes: one for every ``days`` in a row, or one for each run, or each run of a month."""
        days = self.streaks.setdefault(rule.id, set())
        before = self._completed(rule.streak, days)
        days.add(day)
        return int(rule.streak.bonus) if self._completed(rule.streak, days) > before else 0

    def _completed(self, streak, days: set[int]) -> int:
        runs, last = [], None
        for day in sorted(days):
            new_month = streak.reset == "month" and date.fromordinal(day).day == 1
            if last is None or day != last + 1 or new_month:
                runs.append(0)
            runs[-1] += 1
            last = day
        return sum(length // streak.days if streak.reset == "after_bonus" else length >= streak.days for length in runs)

    def _holds(self, when, deed: Deed) -> bool:
        if when is None:
            return True
        name = when.field
        if name == "order.channel":
            value = deed.order.channel if deed.order else None
        elif name == "line.category":
            return deed.order is not None and any(line.category in when.test.values for line in deed.order.lines)
        else:
            value = deed.data.get(name.removeprefix("event."))
        return value in when.test.values

    # ---- orders

    def _order(self, deed: Deed) -> None:
        assert deed.order is not None
        self.deeds.append(deed)
        self._earn(deed)
        self._challenges(deed)
        self._friend_buys(deed)
        if deed.order.order_id in self.parked:
            self.parked.discard(deed.order.order_id)
            self._comes_back(deed.order.order_id)

    def _comes_back(self, order_id: str) -> None:
        deed = next((deed for deed in self.deeds if deed.order is not None and deed.order.order_id == order_id), None)
        if deed is None:
            self.parked.add(order_id)
            return
        if deed.returned:
            return
        deed.returned = True
        self._take_back([row for row in self.rows if row.about == f"order:{order_id}" and row.kind == "rule"])
        self._challenges_back(deed)
        self._friend_returns(order_id)

    def _take_back(self, rows: list[Row]) -> None:
        for row in rows:
            row.state = "gone"

    # ---- challenges

    def _challenges(self, deed: Deed) -> None:
        for challenge in self.program.challenges:
            if challenge.on != deed.type or not self._worth(challenge, deed):
                continue
            attempt = self._attempt(challenge, deed)
            given = [row for row in self.rows if row.kind == "challenge" and row.of == challenge.id and row.state != "gone"]
            if challenge.recurrence == "once" and any(row.about != str(attempt) for row in given):
                deed.counts_not.add(challenge.id)
            elif attempt is not None:
                self._reward(challenge, attempt, deed.day)

    def _lines(self, challenge, deed: Deed) -> list:
        """The lines an order counts by."""
        lines = list(deed.order.lines) if deed.order else []
        if challenge.when is not None and challenge.when.field == "line.category":
            lines = [line for line in lines if line.category in challenge.when.test.values]
        return lines

    def _worth(self, challenge, deed: Deed) -> int:
        """What the deed adds: events, minor units, thousandths."""
        if deed.returned or challenge.id in deed.counts_not or not self._holds(challenge.when, deed):
            return 0
        of, lines = challenge.target.kind, self._lines(challenge, deed)
        if of == "spend":
            return sum(line.amount for line in lines)
        if of == "quantity":
            return sum(line.quantity for line in lines)
        return 1

    def _attempt(self, challenge, deed: Deed) -> int | None:
        """The first day of the attempt the deed belongs to; None: out of its time."""
        period, day = challenge.period, deed.day
        if (period.starts and day < period.starts.toordinal()) or (period.ends and day > period.ends.toordinal()):
            return None
        if period.per:
            return period_of(day, period.per)[0]
        if period.within:
            return self.enrolled_on if period.since == "enrolment" and day < later(self.enrolled_on, period.within) else None if period.since == "enrolment" else self._first_of_run(challenge, day)
        return 0

    def _first_of_run(self, challenge, day: int) -> int:
        begins = None
        for other in sorted({one.day for one in self.deeds if one.type == challenge.on and challenge.id not in one.counts_not and self._holds(challenge.when, one)}):
            if other <= day and (begins is None or other >= later(begins, challenge.period.within)):
                begins = other
        assert begins is not None
        return begins

    def _have(self, challenge, attempt: int) -> int:
        """How often the target is met in an attempt."""
        mine = [deed for deed in self.deeds if deed.type == challenge.on and self._worth(challenge, deed) and self._attempt(challenge, deed) == attempt]
        target = challenge.target
        if target.kind == "days":
            return len({deed.day for deed in mine}) // int(target.need)
        if target.kind == "distinct":
            things = {deed.order.channel for deed in mine if deed.order} if target.of == "channel" else {line.category for deed in mine for line in self._lines(challenge, deed)}
            return len(things - {""}) // int(target.need)
        unit = {"count": 1, "spend": 100, "quantity": 1000}[target.kind]
        return int(sum(self._worth(challenge, deed) for deed in mine) // (target.need * unit))

    def _reward(self, challenge, attempt: int, day: int) -> None:
        here = [row for row in self.rows if row.kind == "challenge" and row.of == challenge.id and row.about == str(attempt) and row.state != "gone"]
        times = self._have(challenge, attempt)
        due = times if challenge.recurrence == "again" else min(times, 1)
        for _ in range(due - len(here)):
            asked, mine = int(challenge.reward.points), [row for row in self._counted() if row.kind == "challenge" and row.of == challenge.id]
            for limit in challenge.limits:
                here = [row.points for row in mine if _same(row.day, day, limit.per)]
                asked = min(asked, max(int(limit.count) - sum(here), 0)) if limit.kind == "points" else asked if sum(row.counts for row in mine if _same(row.day, day, limit.per)) < limit.count else 0
            (points,) = self._within([(challenge.id, "challenge", asked)], day)
            self.rows.append(Row(challenge.id, "challenge", day, points, str(attempt), counts=asked > 0))

    def _challenges_back(self, deed: Deed) -> None:
        for challenge in self.program.challenges:
            if challenge.on != deed.type or challenge.returns == "keep":
                continue
            begun = sorted({attempt for one in self.deeds if one.type == challenge.on and challenge.id not in one.counts_not and self._holds(challenge.when, one) and (attempt := self._attempt(challenge, one)) is not None})
            for attempt in map(str, begun[-4:]):  # one further back is closed
                here = [row for row in self.rows if row.kind == "challenge" and row.of == challenge.id and row.about == attempt and row.state != "gone"]
                times = self._have(challenge, int(attempt))
                due = times if challenge.recurrence == "again" else min(times, 1)
                self._take_back(here[due:])

    # ---- referrals

    def _friend_buys(self, deed: Deed) -> None:
        terms = self.program.referral
        if terms is None or self.friend.get("stage") != "open":
            return
        assert deed.order is not None
        net, asked = sum(line.amount for line in deed.order.lines), terms.qualifies
        if net < int((asked.order_at_least or 0) * 100) or net == 0 or (asked.within and deed.day >= later(self.enrolled_on, asked.within)):
            return
        due = later(deed.day, terms.after) if terms.after else deed.day
        (points,) = self._within([(REFERRAL, "referral", int(terms.friend.points))], deed.day)
        self.rows.append(Row(REFERRAL, "referral", deed.day, points, "me", "promised"))
        self.friend = {"stage": "waiting", "order": deed.order.order_id, "due": due}
        self.until(self.advanced_us)

    def _friend_returns(self, order_id: str) -> None:
        if self.friend.get("order") != order_id or self.friend["stage"] not in ("waiting", "paid"):
            return
        mine = [row for row in self.rows if row.kind == "referral" and row.about == "me"]
        if self.friend["stage"] == "waiting":
            self.friend = {"stage": "open"}
            self._take_back(mine)
        elif self.program.referral.returns == "take_back":
            self.friend["stage"] = "void"
            self._take_back(mine)

    def _as_advocate(self, friend: str, day: int) -> None:
        terms = self.program.referral
        if terms is None:
            return
        mine = [row for row in self._counted() if row.kind == "referral" and row.about not in ("me",)]
        if any(limit.kind == "times" and sum(_same(row.day, day, limit.per) for row in mine) >= limit.count for limit in terms.limits):
            return
        (points,) = self._within([(REFERRAL, "referral", int(terms.advocate.points))], day)
        self.rows.append(Row(REFERRAL, "referral", day, points, friend))


def _same(one: int, other: int, per: str) -> bool:
    return per == "lifetime" or (per != "event" and period_of(one, per) == period_of(other, per))
