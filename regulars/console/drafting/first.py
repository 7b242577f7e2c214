"""The very first programme: from a ready-made template or from a blank, told the shop's name, currency, time zone and usual receipt."""

from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.console.access import needs
from regulars.console.chrome import reader_language
from regulars.console.drafting.around import who
from regulars.console.shop import database, now, shop
from regulars.drafts.operations import begin_first
from regulars.drafts.queries import others_drafts
from regulars.kit.errors import Problem
from regulars.program.starting import STARTERS, first_document

CURRENCIES = ("CNY", "HKD", "TWD", "MOP", "USD", "EUR", "GBP", "JPY", "KRW", "SGD", "MYR", "THB", "VND", "IDR", "PHP", "INR", "AUD", "NZD", "CAD", "CHF", "SEK", "NOK", "DKK", "PLN", "AED", "BRL", "MXN", "ZAR")
_LIKELY = {"en": ("USD", "America/New_York"), "zh-Hans": ("CNY", "Asia/Shanghai"), "zh-Hant": ("TWD", "Asia/Taipei")}
_FIELDS = {"starter.no_name": "name", "starter.bad_currency": "currency", "starter.bad_timezone": "timezone", "starter.bad_receipt": "receipt"}
_ASKED = ("starter", "name", "currency", "timezone", "receipt")


def first(request: HttpRequest, typed: dict[str, str] | None = None, refused: str = "", wrong: str = "") -> HttpResponse:
    """The page to choose on; ``typed``: what was sent and refused, kept as it was; ``wrong``: the field the refusal is about, where it is about one."""
    language = reader_language()
    currency, timezone = _LIKELY[language]
    shown = {
        "starters": [{"id": one.id, "name": one.name(language), "about": one.about(language)} for one in STARTERS],
        "currencies": CURRENCIES,
        "zones": sorted(available_timezones()),
        "typed": typed or {"starter": STARTERS[0].id, "name": "", "currency": currency, "timezone": timezone, "receipt": ""},
        "refused": refused,
        "wrong": wrong,
        "others": [name for name, _when in others_drafts(database(), who(request))],
    }
    return render(request, "console/draft/first.html", shown, status=422 if refused else 200)


@needs("change_programme")
@require_POST
def start_first(request: HttpRequest) -> HttpResponse:
    """Begin the draft of a first programme. Refused, what was typed stays on the page."""
    if shop() is not None:
        return redirect("console:draft")
    typed = {name: request.POST.get(name, "")[:200] for name in _ASKED}
    try:
        document = first_document(typed["starter"], name=typed["name"], currency=typed["currency"], timezone=typed["timezone"], receipt=typed["receipt"])
        begin_first(database(), who(request), document, at=now())
    except Problem as problem:
        return first(request, typed, problem.sentence(reader_language()), _FIELDS.get(problem.code, ""))
    return redirect("console:draft")
