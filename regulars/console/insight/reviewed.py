"""The month on one page: the kept review's sentences by topic, each leading to the figure it was made from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.console.access import needs
from regulars.console.insight.pages import opened
from regulars.console.insight.trending import month_told
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
    language = found.w.language
    document = last.figure("review")
    rows = document["rows"] if document is not None else []
    context |= {
        "document": document,
        "topics": [(say(f"insight.review.topic.{topic}", {}, language), topic, [row for row in rows if row["topic"] == topic]) for topic in dict.fromkeys(row["topic"] for row in rows)],
        "title": say("insight.console.review.of", {"month": month_told(rows, language)}, language) if rows else say("insight.console.review", {}, language),
        "cannot_say": document["cannot_say"] if document is not None else [],
    }
    return render(request, "console/insight/review.html", context)
