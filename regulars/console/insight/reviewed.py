"""The month on one page: the kept review's sentences by topic, each leading to the figure it was made from; ``?month=2026-03`` another month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.insight.pages import opened
from regulars.console.insight.results import Results
from regulars.console.insight.trending import month_told
from regulars.console.shop import database
from regulars.insight.store.reviews import months_of, review
from regulars.kit.errors import Problem
from regulars.kit.formats import month
from regulars.kit.phrases import say


@needs("see_figures")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    around = opened(request, "review")
    if around is None:
        return render(request, "console/no_programme.html")
    found, last, context = around
    if last is None:
        return render(request, "console/insight/never.html", context)
    language, asked = found.w.language, request.GET.get("month", "")
    refused, document = "", last.figure("review")
    try:
        document = review(database(), asked, language) if asked else document
    except Problem as problem:
        refused = problem.sentence(language)
    rows = document["rows"] if document is not None else []
    shown = rows[0]["facts"].get("at_month", "") if rows else ""
    context |= {
        "document": document,
        "refused": refused,
        "months": months(last, shown, language),
        "of_month": f"?month={asked}" if asked and not refused else "",
        "topics": [(say(f"insight.review.topic.{topic}", {}, language), topic, [row for row in rows if row["topic"] == topic]) for topic in dict.fromkeys(row["topic"] for row in rows)],
        "title": say("insight.console.review.of", {"month": month_told(rows, language)}, language) if rows else say("insight.console.review", {}, language),
        "cannot_say": document["cannot_say"] if document is not None else [],
    }
    return render(request, "console/insight/review.html", context)


def months(last: Results, shown: str, language: str) -> list[tuple[str, str, bool]]:
    """(month, its name, whether it is the one shown) of every month that can be asked for, the latest first; none where there is one only."""
    newest = last.rows("review")
    every = {*months_of(last.refreshed), *([newest[0]["facts"]["at_month"]] if newest and "at_month" in newest[0]["facts"] else [])}
    return [(one, month(one, language), one == shown) for one in sorted(every, reverse=True)] if len(every) > 1 else []
