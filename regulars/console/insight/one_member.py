"""What the figures say of one member, for the member's page: class, stage, value, why they may leave, what to show them next."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from regulars.console.access import needs
from regulars.console.insight import words as page_words  # noqa: F401  registers what is said
from regulars.console.insight.portrait import changes, derived
from regulars.console.insight.sheets import Words, percent
from regulars.console.shop import Shop, database, now
from regulars.insight import store
from regulars.insight.store.portraits import portrait_before
from regulars.insight.store.shapes import Item, MemberInsight, Told
from regulars.journal.errors import UnknownMember
from regulars.kit.formats import number
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
    told: dict[str, Any] = {"as_of": "", "note": "", "facts": [], "changed": "", "changes": [], "reasons": [], "lists": [], "refused": not profiling_of(database(), ref).allowed}
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
    before = portrait_before(database(), one.member_id, one.refreshed.as_of)
    if before is not None:
        told["changed"] = say("insight.console.one.changed", {"day": found.w.day(before.as_of)}, language)
        told["changes"] = changes(one, one.told, before, words)
    return told | {"facts": list(derived(one, one.told, words)), "reasons": one.reasons(language), "lists": list(_lists(one, one.told, language))}


def _lists(one: MemberInsight, told: Told, language: str) -> Any:
    """(title, [(article, why)]); a list that is not the member's own says so in its title."""
    again = "one.again" if told.again else "one.popular"
    for code, items in ((again, one.buy_again), ("one.new", one.try_new)):
        if items:
            yield say(f"insight.console.{code}", {}, language), [_item(item, language) for item in items[:MOST_ITEMS]]
    if told.slot is not None:
        yield say("insight.console.one.slot", {}, language), [(told.slot.sku, say("insight.console.one.slot.chance", {"chance": percent(told.slot.chance, digits=0), "among": number(told.slot.among)}, language))]


def _item(item: Item, language: str) -> tuple[str, str]:
    return item.sku, item.sentence(language)
