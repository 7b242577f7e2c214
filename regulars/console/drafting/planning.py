"""What the draft would do to the real members: asked for here, computed by the worker, shown when it is done."""

import csv
import io
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from regulars.console.access import needs
from regulars.console.drafting.around import Desk, context, desk, need_shop, who
from regulars.console.drafting.moments import moment_of
from regulars.console.shop import Shop, database, now
from regulars.drafts.errors import NoDraft
from regulars.drafts.planning import MOST_MOVES, REPLAYS, ask_plan
from regulars.drafts.queries import Plan, last_plan, plan_numbered
from regulars.engine.explain import level_name, rule_name, wallet_name
from regulars.engine.guide.writing import guide_of
from regulars.journal.programs import versions_of
from regulars.journal.tier_preview import safe_cell
from regulars.kit.errors import NotFound, Problem
from regulars.kit.money import text_of
from regulars.program.difference import diff
from regulars.program.document import Program
from regulars.program.reading import parse

PLAN_TASK = "regulars.jobs.tasks.compute_plan"


@needs("change_programme")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The draft's newest plan, or one asked for with ``?plan=``; an approver sees the plan of what waits."""
    on, asked = desk(request), request.GET.get("plan", "")
    if on is None and not asked:
        return redirect("console:draft")
    if on is not None and on.is_first:
        return _of_the_first(request, on)
    found = need_shop()
    try:
        plan = plan_numbered(database(), int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else last_plan(database(), who(request))
    except NotFound:
        raise Http404 from None
    shown: dict[str, Any] = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        **(context(request, on, "plan") if on is not None else {"tab": "plan"}),
        "replays": REPLAYS,
        "plan": None,
        "of_draft": False,
    }
    if plan is not None and (asked or on is None or plan.document == on.draft.document):
        shown |= plan_context(plan, found)
        shown["of_draft"] = on is not None and plan.document == on.draft.document
    elif plan is not None:
        shown["older"] = plan
    return render(request, "console/draft/plan.html", shown)


def _of_the_first(request: HttpRequest, on: Desk) -> HttpResponse:
    """Nobody is a member yet: what it would do is what members will be told, with the engine's own examples."""
    program, found = on.checked.program, on.found
    guide = guide_of(program, found.w.language, today=found.today) if program is not None else None
    return render(request, "console/draft/first_plan.html", {"guide": guide, **context(request, on, "plan")})


@needs("change_programme")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Hand the draft to the worker: on a large shop it takes a while."""
    on = desk(request)
    if on is not None and on.is_first:
        return redirect("console:draft_plan")
    found = need_shop()
    try:
        if on is None:
            raise NoDraft()
        starts = moment_of(request.POST.get("from", ""), request.POST.get("at", ""), found)
        id = ask_plan(database(), on.draft.document, by=who(request), at=now(), starts=starts, replay=request.POST.get("replay", ""))
        app.configure_task(PLAN_TASK, queue="plans").defer(id=id)
    except Problem as problem:
        messages.error(request, problem.sentence(found.w.language))
    return redirect("console:draft_plan")


@needs("change_programme")
@require_safe
def moves(request: HttpRequest, id: int) -> HttpResponse:
    """Who would move, as CSV: references only."""
    found = need_shop()
    try:
        plan = plan_numbered(database(), id)
    except NotFound:
        raise Http404 from None
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("member", "tier", "under_present_rules", "under_new_rules", "when"))
    for move in plan.moves:
        rows.writerow([safe_cell(value) for value in move])
    name = f"plan-{id}-{found.today.isoformat()}.csv"
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def plan_context(plan: Plan, found: Shop) -> dict[str, Any]:
    """A plan's figures in the reader's language."""
    shown: dict[str, Any] = {"plan": plan, "status": _status(plan), "waits": False}
    if shown["status"] in ("waiting", "running"):
        return shown | {"waits": True, "share": 1000 * plan.done // plan.size if plan.size else 0}
    if plan.report is None:
        problem = plan.problem or {"code": "plan.broken_off", "facts": {}}
        return shown | {"problem": Problem(problem["code"], **problem["facts"]).sentence(found.w.language)}
    new, report, language = parse(plan.document).program, plan.report, found.w.language
    assert new is not None
    old = next(version for version in versions_of(database()) if version.version == report["version"]).read()
    return shown | {
        "report": report,
        "starts": datetime.fromisoformat(report["starts"]),
        "changes": [change.sentence(language) for change in diff(old, new)],
        "moves": [{**move, "from": level_name(move["from"], language, new), "to": level_name(move["to"], language, new)} for move in report["moves"]],
        "tiers": [{**row, "level": level_name(row["level"], language, new)} for row in report["tiers"]],
        "owed": [{"wallet": wallet_name(id, language, new), **held["liability"]} for id, held in report["wallets"].items() if held["liability"]],
        "listed": [[row[0], *(level_name(level, language, new) for level in row[1:4]), row[4]] for row in plan.moves[:20]],
        "more_listed": max(report["up"] + report["down"] - min(len(plan.moves), 20), 0),
        "most_moves": MOST_MOVES,
        "replay": _replay(report["replay"], new, language) if report["replay"] else None,
    }


def _replay(replay: dict[str, Any], new: Program, language: str) -> dict[str, Any]:
    scales = {wallet.id: wallet.scale for wallet in new.wallets}
    rows: list[dict[str, Any]] = []
    for id, points in replay["wallets"].items():
        name, scale = wallet_name(id, language, new), scales.get(id, 0)
        for what, key in ((_("issued"), "issued"), (_("lapsed"), "expired"), (_("outstanding at the end"), "outstanding")):
            before, after = points[key]["old"], points[key]["new"]
            rows.append({"name": f"{name}: {what}", "old": text_of(before, scale), "new": text_of(after, scale), "more": _signed(after - before, scale), "rule": False})
            for one in points["by_rule"] if key == "issued" else ():
                rows.append(
                    {
                        "name": rule_name(one["rule"], language, new),
                        "old": text_of(one["old"], scale),
                        "new": text_of(one["new"], scale),
                        "more": _signed(one["new"] - one["old"], scale),
                        "rule": True,
                    }
                )
        if points["cost"]:
            cost = points["cost"]
            rows.append({"name": f"{name}: {_('worth of what was issued')}", "old": cost["old"], "new": cost["new"], "more": cost["difference"], "rule": False})
            shares = [f"{float(share):.2%}" if (share := points["share_of_sales"][key]) else "" for key in ("old", "new")]
            rows.append({"name": _("share of sales"), "old": shares[0], "new": shares[1], "more": "", "rule": True})
    return {**replay, "rows": rows}


def _signed(points: int, scale: int) -> str:
    return ("+" if points > 0 else "") + text_of(points, scale)


def _status(plan: Plan) -> str:
    """A plan whose job is gone (the worker was killed, say) has broken off."""
    if plan.status in ("waiting", "running") and not ProcrastinateJob.objects.filter(task_name=PLAN_TASK, status__in=("todo", "doing"), args__id=plan.id).exists():
        return "failed" if plan_numbered(database(), plan.id).ended_at is None else "done"
    return plan.status

