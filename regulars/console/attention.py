"""What somebody should look at today, worst first."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import psycopg
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.console.shop import Shop
from regulars.engine.explain import rule_name
from regulars.journal import figures
from regulars.journal.budgets import budget_standings
from regulars.journal.health import last_check
from regulars.kit import formats
from regulars.kit.periods import microseconds

SOON_DAYS = 30
_MOST_COUNTED = 10_000


class Note(NamedTuple):
    """``mood``: good, warn or bad."""

    mood: str
    title: str
    words: str
    href: str = ""


def attention(found: Shop, conn: psycopg.Connection[Any], *, ledger: bool) -> list[Note]:
    notes = [*_budgets(found, conn), *_expiring(found, conn), *_due(found, conn)]
    if ledger:
        notes.append(_checked(found, conn))
    order = {"bad": 0, "warn": 1, "good": 2}
    return sorted(notes, key=lambda note: order[note.mood])


def _expiring(found: Shop, conn: psycopg.Connection[Any]) -> list[Note]:
    if found.wallet.expire.kind in ("never", "sliding"):  # a sliding lot moves with every visit: its end is not a day in the journal
        return []
    lots = figures.lots_until(conn, wallet=found.wallet.id, until=found.today + timedelta(days=SOON_DAYS))
    points = sum(points for day, points in lots if day >= found.today)
    if points <= 0:
        return [Note("good", _("No points expire in the next 30 days"), "")]
    worth = found.worth_minor(points)
    words = [_("Worth %(money)s to members.") % {"money": found.w.money(worth)}] if worth is not None else []
    first = next(day for day, left in lots if day >= found.today and left > 0)
    return [
        Note(
            "warn",
            _("%(points)s points expire in the next 30 days") % {"points": found.w.number(points)},
            (" " if found.w.language == "en" else "").join([*words, _("The first on %(day)s.") % {"day": found.w.day(first)}]),
        )
    ]


def _budgets(found: Shop, conn: psycopg.Connection[Any]) -> list[Note]:
    """Budgets that are nearly or wholly used up in their present period."""
    notes = []
    for one in budget_standings(conn, found.versions, microseconds(found.at)) if found.versions.has_budgets else ():
        if one.level == "open":
            continue
        name = rule_name(one.rule, found.w.language, found.program) if one.rule else _("the programme")
        title = _("The budget of %(name)s is used up") if one.level == "used_up" else _("The budget of %(name)s is nearly used up")
        scale = found.program.wallet(one.wallet).scale
        facts = {"used": formats.scaled(one.used, scale), "allowed": formats.scaled(one.allowed, scale)}
        words = _("%(used)s of %(allowed)s points are given.") % facts
        if one.since:
            words += (" " if found.w.language == "en" else "") + _("Counted since %(day)s.") % {"day": found.w.day(date.fromisoformat(one.since))}
        notes.append(Note("bad" if one.level == "used_up" else "warn", title % {"name": name}, words, reverse("console:programme")))
    return notes


def _due(found: Shop, conn: psycopg.Connection[Any]) -> list[Note]:
    """Members for whom time changes something: late ones mean that the night's job is not running."""
    late, soon = (
        conn.execute(
            "SELECT count(*) FROM (SELECT 1 FROM member_state WHERE next_due_on >= %s AND next_due_on < %s LIMIT %s) AS due",
            (start, end, _MOST_COUNTED + 1),
        ).fetchone()[0]  # type: ignore[index]
        for start, end in (
            ("-infinity", found.today),
            (found.today, found.today + timedelta(days=8)),
        )
    )
    notes = []
    if late:
        words = ngettext("%(count)s member waits for the clock", "%(count)s members wait for the clock", late)
        notes.append(
            Note(
                "bad",
                words % {"count": _count(found, late)},
                _("Points should have activated or expired, or tiers been reviewed, before today. Is the worker running?"),
            )
        )
    if soon:
        words = ngettext("%(count)s member changes by itself this week", "%(count)s members change by themselves this week", soon)
        notes.append(
            Note("good", words % {"count": _count(found, soon)}, _("Points activate or expire, or the tier is reviewed."))
        )
    return notes


def _checked(found: Shop, conn: psycopg.Connection[Any]) -> Note:
    check, href = last_check(conn), reverse("console:ledger")
    if check is None:
        return Note("warn", _("The ledger has not been checked yet"), _("A check proves that every point is accounted for."), href)
    when = found.w.moment(check.checked_at)
    if check.report.is_sound:
        return Note("good", _("The ledger is sound"), _("Every promise held when it was checked on %(when)s.") % {"when": when}, href)
    return Note("bad", _("The ledger does not add up"), _("Found on %(when)s. Please look at it now.") % {"when": when}, href)


def _count(found: Shop, count: int) -> str:
    return found.w.number(_MOST_COUNTED) + "+" if count > _MOST_COUNTED else found.w.number(count)
