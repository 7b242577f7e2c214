"""The member refuses to be profiled, or allows it again: one button, the same for both, and it counts from the next page on."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from regulars.kit.phrases import phrases
from regulars.members.profiling import set_profiling
from regulars.portal.me import database, reader_of

BY = "member"

phrases(
    {
        "portal.profiling": ("What we show you", "为您推荐", "為您推薦"),
        "portal.profiling.allowed": (
            "Our shops may suggest articles by what you have bought. You may refuse: then you see what is popular with everybody, and nothing is concluded about you. Your points and your level stay as they are.",
            "我们根据您的购买记录推荐商品。您可以拒绝：之后只显示大众热销商品，也不再对您作任何分析。积分和等级不受影响。",
            "我們根據您的購買紀錄推薦商品。您可以拒絕：之後只顯示大眾熱銷商品，也不再對您作任何分析。積分和等級不受影響。",
        ),
        "portal.profiling.refused": (
            "You see what is popular with everybody. Nothing is concluded about you from what you buy.",
            "目前只显示大众热销商品，不会根据您的购买记录作任何分析。",
            "目前只顯示大眾熱銷商品，不會根據您的購買紀錄作任何分析。",
        ),
        "portal.profiling.refuse": ("Refuse", "拒绝个性化推荐", "拒絕個人化推薦"),
        "portal.profiling.allow": ("Allow again", "重新允许", "重新允許"),
        "portal.frozen": (
            "Your points can’t be used at the moment: we are looking into something. They are safe, and you go on earning. Please ask us.",
            "我们正在核实情况，您的积分暂时不能使用。积分仍然保留，也可继续累积。如有疑问请联系我们。",
            "我們正在核實情況，您的積分暫時不能使用。積分仍然保留，也可繼續累積。如有疑問請聯絡我們。",
        ),
    }
)


@never_cache
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """``profiling``: ``refuse`` or ``allow``."""
    reader, said = reader_of(request), request.POST.get("profiling", "")
    if reader is None:
        return render(request, "portal/closed.html", status=403)
    if said not in ("refuse", "allow"):
        return HttpResponseBadRequest()
    set_profiling(database(), reader.ref, allowed=said == "allow", by=BY, at=datetime.now(UTC))
    return redirect("portal:me")


change.ability = None  # type: ignore[attr-defined]  # the member's own cookie decides
