"""What the figures say of one member, for the member's page: class, stage, value, why they may leave, what to show them next."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from regulars.console.access import needs
from regulars.console.insight.sheets import NOTHING, Words, percent
from regulars.console.shop import Shop, database, now
from regulars.insight import store
from regulars.insight.store.shapes import Item, MemberInsight, Told
from regulars.journal.errors import UnknownMember
from regulars.kit.formats import money, number
from regulars.kit.phrases import say
from regulars.members.profiling import profiling_of, set_profiling

MOST_ITEMS = 5


@needs("set_profiling")
@require_POST
def profiling(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep what the member said: ``refuse`` or ``allow``. It counts at once, on every page and in every list."""
    said = request.POST.get("profiling", "")
    if said not in ("refuse", "allow"):
        raise Http404
    try:
        set_profiling(database(), ref, allowed=said == "allow", by=request.user.get_username(), at=now())
    except UnknownMember:
        raise Http404 from None
    return redirect("console:member", ref)


def told_of(found: Shop, ref: str) -> dict[str, Any]:
    """Of whoever refused profiling, that alone; before the first refresh, that there was none."""
    language = found.w.language
    told: dict[str, Any] = {"as_of": "", "note": "", "facts": [], "reasons": [], "lists": [], "refused": not profiling_of(database(), ref).allowed}
    if told["refused"]:
        return told | {"note": say("insight.console.one.refused", {}, language)}
    try:
        one = store.member(database(), ref)
    except store.NotRefreshed:
        return told | {"note": say("insight.console.never", {}, language)}
    as_of = {"as_of": found.w.day(one.refreshed.as_of)}
    told["as_of"] = say("insight.console.one.as_of", as_of, language)
    if one.told is None:
        return told | {"note": say("insight.console.one.nothing", as_of, language)}
    words = Words(language, one.refreshed.currency or found.w.currency, one.refreshed.exponent)
    return told | {"facts": list(_facts(one, one.told, words)), "reasons": one.reasons(language), "lists": list(_lists(one, one.told, language))}


def _facts(one: MemberInsight, told: Told, words: Words) -> Any:
    """(name, value, a note)."""
    language, refreshed = words.language, one.refreshed

    def named(code: str) -> str:
        return say(f"insight.console.{code}", {}, language)

    if one.class_:
        was = say("insight.console.one.was", {"name": say(f"class.{told.class_before}", {}, language)}, language) if told.class_before and told.class_before != one.class_ else ""
        yield named("class"), say(f"class.{one.class_}", {}, language), was
    if one.stage:
        rhythm = say("insight.console.one.rhythm", {"days": f"{told.rhythm:.0f}"}, language) if told.rhythm else ""
        yield named("stage"), say(f"stage.{one.stage}", {}, language), rhythm
    if told.buys is not None and refreshed.horizon_days:
        yield say("insight.console.buys", {"days": refreshed.horizon_days}, language), percent(told.buys, digits=0), ""
    if told.margin is not None:
        yield named("margin"), _money(words, told.margin), ""
    if told.clv is not None and refreshed.clv_days:
        yield named("clv"), _money(words, told.clv), say("insight.console.clv.days", {"days": number(refreshed.clv_days)}, language)
    if told.grade:
        yield named("grade"), told.grade, ""
    if told.rfm is not None:
        yield named("one.rfm"), " · ".join(f"{letter} {score}" for letter, score in zip("RFM", told.rfm, strict=True)), ""


def _lists(one: MemberInsight, told: Told, language: str) -> Any:
    """(title, [(article, why)]); a list that is not the member's own says so in its title."""
    again = "one.again" if told.again else "one.popular"
    for code, items in ((again, one.buy_again), ("one.new", one.try_new)):
        if items:
            yield say(f"insight.console.{code}", {}, language), [_item(item, language) for item in items[:MOST_ITEMS]]


def _item(item: Item, language: str) -> tuple[str, str]:
    return item.sku, item.sentence(language)


def _money(words: Words, minor: int | None) -> str:
    return NOTHING if minor is None else money(minor, words.currency, words.exponent).strip("\u00a0")
