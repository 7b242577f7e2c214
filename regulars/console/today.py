"""Today: how the programme is doing, and what needs somebody's attention."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulars.console import charts
from regulars.console.access import can, needs
from regulars.console.attention import attention
from regulars.console.shop import Shop, database, shop
from regulars.engine.decision import MEMBER_ACCOUNTS
from regulars.engine.explain import rule_name
from regulars.journal import figures
from regulars.kit import formats

PERIODS = (7, 28, 91, 364)


@dataclass(slots=True)
class Sums:
    """What happened over some days. Points are of the shop's wallet, money in minor units."""

    sales: int = 0
    orders: int = 0
    joined: int = 0
    issued: int = 0
    activated: int = 0
    redeemed: int = 0
    expired: int = 0


class Change(NamedTuple):
    """A figure beside the period before: ``words`` such as +12%; "" where there was nothing before."""

    value: int
    words: str
    better: bool


@needs("see_figures")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    days = next((each for each in PERIODS if str(each) == request.GET.get("days")), 28)
    conn = database()
    figures.refresh_if_older(conn, at=found.at)
    last = found.today - timedelta(days=1)
    by_day = _by_day(found, last - timedelta(days=2 * days - 1))
    now, before = _sum(by_day, last, days), _sum(by_day, last - timedelta(days=days), days)
    balances = {
        account: came - went for wallet, account, came, went in figures.accounts(conn) if wallet == found.wallet.id
    }
    owed = sum(balances.get(account, 0) for account in MEMBER_ACCOUNTS)
    tiers = figures.tier_populations(conn)
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "days": days,
        "periods": [(each, _period_name(each)) for each in PERIODS],
        "first": last - timedelta(days=days - 1),
        "last": last,
        "now": now,
        "changes": {name: _change(name, now, before) for name in Sums.__slots__},
        "today": by_day.get(found.today, Sums()),
        "members": sum(tiers.values()),
        "balances": balances,
        "owed": owed,
        "liability": found.worth_minor(owed),
        "tiers": _tiers(found, tiers),
        "rules": _rules(found, last, days),
        "attention": attention(found, conn, ledger=can(request, "see_ledger")),
        **_charts(found, by_day, last, days),
    }
    return render(request, "console/today.html", context)


def _period_name(days: int) -> str:
    return {7: _("7 days"), 28: _("4 weeks"), 91: _("13 weeks"), 364: _("52 weeks")}[days]


def _by_day(found: Shop, since: date) -> dict[date, Sums]:
    """Sums by local day, from ``since`` up to and including today."""
    by_day: dict[date, Sums] = {}
    conn = database()
    for event in figures.events_by_day(conn, since=since):
        sums = by_day.setdefault(event.day, Sums())
        if event.status == "created":
            sums.sales += event.spend
            sums.orders += event.events * (event.type == "order.paid")
            sums.joined += event.events * (event.type == "member.enrolled")
    for moved in figures.points_by_day(conn, wallet=found.wallet.id, since=since):
        sums = by_day.setdefault(moved.day, Sums())
        if moved.source == "issued":
            sums.issued += moved.points
        elif moved.target == "issued":
            sums.issued -= moved.points  # taken back by a return
        elif moved.target == "redeemed":
            sums.redeemed += moved.points
        elif moved.target == "breakage":
            sums.expired += moved.points
        elif moved.source == "pending" and moved.target == "active":
            sums.activated += moved.points
    return by_day


def _sum(by_day: dict[date, Sums], last: date, days: int) -> Sums:
    """The sum of ``days`` days ending on ``last``."""
    total = Sums()
    for back in range(days):
        sums = by_day.get(last - timedelta(days=back))
        if sums is not None:
            for name in Sums.__slots__:
                setattr(total, name, getattr(total, name) + getattr(sums, name))
    return total


def _change(name: str, now: Sums, before: Sums) -> Change:
    value, was = getattr(now, name), getattr(before, name)
    return Change(value, formats.change(value, was) or "", (value >= was) != (name == "expired"))


def _tiers(found: Shop, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Highest level first; levels a later version dropped stand at the end."""
    total = max(sum(counts.values()), 1)
    known = [level.id for level in reversed(found.program.tiers.levels)]
    gone = sorted(id for id, count in counts.items() if count and id not in known)
    return [
        {
            "name": found.tier_name(id),
            "place": found.tier_place(id),
            "id": id,
            "members": counts.get(id, 0),
            "most": total,
            "share": formats.percent(counts.get(id, 0) / total, 1),
        }
        for id in [*known, *gone]
    ]


def _rules(found: Shop, last: date, days: int) -> list[dict[str, Any]]:
    rows = figures.points_by_rule(
        database(), wallet=found.wallet.id, since=last - timedelta(days=days - 1), until=last
    )
    total = max(sum(points for _rule, points, _times in rows), 1)
    most = max((points for _rule, points, _times in rows), default=1)
    return [
        {
            "name": rule_name(rule, found.w.language, found.program),
            "points": points,
            "times": times,
            "most": most,
            "share": formats.percent(points / total),
        }
        for rule, points, times in rows[:8]
    ]


def _charts(found: Shop, by_day: dict[date, Sums], last: date, days: int) -> dict[str, Any]:
    """Sales and points per day, or per week where days would be too thin to read."""
    step, language, w = 1 if days <= 28 else 7, found.w.language, found.w
    buckets = [(last - timedelta(days=back + step - 1), _sum(by_day, last - timedelta(days=back), step)) for back in range(0, days, step)]
    buckets.reverse()
    when, unit = (_("Day") if step == 1 else _("Week from")), 10**w.digits
    sales = [
        {"label": formats.short_day(start, language), "value": sums.sales / unit, "words": w.money(sums.sales)}
        for start, sums in buckets
    ]
    series = (
        ("issued", _("Earned"), 1),
        ("redeemed", _("Redeemed"), -1),
        ("expired", _("Expired"), -1),
    )
    points = [
        {
            "label": formats.short_day(start, language),
            "series": name,
            "order": order,
            "value": sign * getattr(sums, key) / 10**w.scale,
            "words": w.points(sign * getattr(sums, key), signed=True),
        }
        for start, sums in buckets
        for order, (key, name, sign) in enumerate(series)
    ]
    return {
        "weekly": step == 7,
        "buckets": list(reversed(buckets)),
        "sales_chart": charts.bars(sales, language=language, name=_("Sales"), when=when),
        "points_chart": charts.stacked(points, language=language, when=when, kind=_("Points")),
        "when": when,
    }
