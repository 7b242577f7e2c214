"""Whom to call: as long as the budget for contacts, with what it stands to lose, why, and how right the last list was."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.insight.pages import opened, words_of
from regulars.console.insight.sheets import Words, percent
from regulars.console.shop import database
from regulars.insight.store.leaving import MOST_CONTACTS, Contact, ToContact, to_contact
from regulars.insight.store.shapes import reason_in_words
from regulars.journal.tier_preview import safe_cell
from regulars.kit.formats import money, number
from regulars.kit.phrases import say

USUAL, PAGE = 100, 25
COLUMNS = ("place", "member", "chance_of_leaving", "at_stake", "reasons", "leave_alone")


@needs("see_members")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    around = opened(request, "calling")
    if around is None:
        return render(request, "console/no_programme.html")
    found, last, context = around
    if last is None:
        return render(request, "console/insight/never.html", context)
    words = words_of(found, last)
    contacts = _contacts(request)
    told = to_contact(database(), contacts)
    start = _start(request, len(told.contacts))
    realised = next(iter(last.rows("last_list")), None)
    context |= {
        "contacts": contacts,
        "most": MOST_CONTACTS,
        "says": _says(told, words, last.refreshed.margin) if told.contacts else "",
        "how": "insight.console.calling.how" if last.refreshed.margin is not None else "insight.console.calling.how.revenue",
        "margin": context["margin"] if last.refreshed.margin is not None else "",
        "realised": _realised(realised, words) if realised is not None else "",
        "reasons": [(_reason(group, words), number(members), members, f"mark=reason:{group}" if group else "") for group, members in told.reasons],
        "listed": len(told.contacts),
        "rows": [_shown(place, one, words) for place, one in enumerate(told.contacts[start : start + PAGE], start + 1)],
        "page_words": say("insight.console.page_of", {"first": number(start + 1), "last": number(min(start + PAGE, len(told.contacts)))}, found.w.language),
        "previous": max(start - PAGE, 0) if start else None,
        "following": start + PAGE if start + PAGE < len(told.contacts) else None,
        "sheet": last.figure("churn"),
    }
    return render(request, "console/insight/calling.html", context)


@needs("see_members")
@require_safe
def listed(request: HttpRequest) -> StreamingHttpResponse:
    """The whole list as CSV: references only."""
    around = opened(request, "calling")
    if around is None or around[1] is None:
        raise Http404
    told, last = to_contact(database(), _contacts(request)), around[1].refreshed
    name = f"to-call-{last.as_of.isoformat()}.csv"
    return StreamingHttpResponse(_lines(told, last.exponent), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _contacts(request: HttpRequest) -> int:
    text = request.GET.get("contacts", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    return min(asked, MOST_CONTACTS) or USUAL


def _start(request: HttpRequest, listed: int) -> int:
    """The place the page begins at; the first where nobody asked for one that is in the list."""
    text = request.GET.get("from", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    return asked if asked < listed else 0


def _says(told: ToContact, words: Words, margin: float | None) -> str:
    return words("calling.says" if margin is not None else "calling.says.revenue", members=number(len(told.contacts)), days=told.horizon_days, at_stake=words.big(told.at_stake / 10**words.exponent))


def _realised(row: dict[str, Any], words: Words) -> str:
    facts = {"members": number(row["members"]), "precision": percent(row["precision"]), "said": percent(row["foreseen"]), "everybody": percent(row["everybody"])}
    return words("calling.realised", **facts)


def _shown(place: int, one: Contact, words: Words) -> dict[str, Any]:
    return {
        "place": place,
        "ref": one.ref,
        "leaves": percent(one.leaves, digits=0),
        "at_stake": _money(one.at_stake, words),
        "reasons": words("comma").join(reason_in_words(group, why, words.language) for group, why in zip(one.reasons, one.whys, strict=True)),
        "alone": one.alone,
    }


def _reason(group: str, words: Words) -> str:
    return say(f"churn.reason.{group}", {}, words.language) if group else words("calling.no_reason")


def _money(minor: int, words: Words) -> str:
    return money(minor, words.currency, words.exponent).strip("\u00a0")


def _lines(told: ToContact, exponent: int) -> Iterator[str]:
    out = io.StringIO()
    rows = csv.writer(out)
    yield "\ufeff" + ",".join(COLUMNS) + "\r\n"
    for place, one in enumerate(told.contacts, 1):
        rows.writerow([place, safe_cell(one.ref), round(one.leaves, 4), f"{one.at_stake / 10**exponent:.{exponent}f}", "; ".join(one.reasons), "yes" if one.alone else ""])
    yield out.getvalue()
