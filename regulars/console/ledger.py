"""Ledger health: what the last check found, promise by promise, and the accounts side by side."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from regulars.console.access import can, needs
from regulars.console.promises import account_name, account_note, promise_name
from regulars.console.shop import Shop, database, shop
from regulars.engine.decision import MEMBER_ACCOUNTS
from regulars.journal import figures
from regulars.journal.health import Check, last_check
from regulars.journal.seal.status import MOST_COUNTED, seal_status

CHECK_TASK = "regulars.jobs.tasks.check_now"
_ACCOUNTS = ("issued", "opening", "adjusted", "active", "pending", "held", "debt", "redeemed", "breakage", "forfeited", "transit")


class Account(NamedTuple):
    id: str
    name: str
    note: str
    is_members: bool
    came: int
    went: int
    balance: int


class Size(NamedTuple):
    """How much the journal holds, and when it last wrote."""

    members: int
    events: int
    transfers: int
    last_at: datetime | None
    waiting: int  # in the outbox


@needs("see_ledger")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = shop()
    if found is None:
        return render(request, "console/no_programme.html")
    conn = database()
    figures.refresh_if_older(conn, at=found.at)
    check = last_check(conn)
    context = {
        "shop": found,
        "shop_name": found.name,
        "w": found.w,
        "check": check,
        "promises": _promises(check),
        "checking": _is_checking(),
        "may_check": can(request, "check_ledger"),
        "size": _size(),
        "seal": seal_status(database()),
        "most_counted": MOST_COUNTED,
        "books": _books(found),
        "guards": _guards(),
    }
    return render(request, "console/ledger.html", context)


@needs("check_ledger")
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Hand the check to the worker: on a large journal it takes minutes."""
    try:
        app.configure_task(CHECK_TASK, queue="ledger", queueing_lock="ledger_now").defer(by=request.user.get_username())
    except AlreadyEnqueued:
        messages.info(request, _("A check is already waiting for the worker."))
    return redirect("console:ledger")


def _is_checking() -> bool:
    return ProcrastinateJob.objects.filter(task_name=CHECK_TASK, status__in=("todo", "doing")).exists()


def _promises(check: Check | None) -> list[dict[str, Any]]:
    """Broken promises first."""
    if check is None:
        return []
    rows = [{"name": promise_name(one.name), "id": one.promise, "breaches": one.breaches, "findings": one.findings} for one in check.report.promises]
    return sorted(rows, key=lambda row: row["breaches"] == 0)


def _size() -> Size:
    conn = database()
    members = sum(figures.tier_populations(conn).values())
    events, transfers = figures.totals(conn)
    row = conn.execute("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE delivered_at IS NULL LIMIT 10001) waiting").fetchone()
    return Size(members, events, transfers, figures.last_recorded_at(conn), row[0] if row else 0)


def _books(found: Shop) -> list[dict[str, Any]]:
    """Per wallet: every account with what came in and went out; the sums on both sides are the same."""
    by_wallet: dict[str, list[Account]] = {}
    for wallet, account, came, went in figures.accounts(database()):
        by_wallet.setdefault(wallet, []).append(
            Account(account, account_name(account), account_note(account), account in MEMBER_ACCOUNTS, came, went, came - went)
        )
    order = {name: place for place, name in enumerate(_ACCOUNTS)}
    return [
        {
            "wallet": _wallet_name(found, wallet),
            "accounts": sorted(accounts, key=lambda one: order.get(one.id, 99)),
            "came": sum(one.came for one in accounts),
            "went": sum(one.went for one in accounts),
            "balance": sum(one.balance for one in accounts),
            "members": sum(one.balance for one in accounts if one.is_members),
        }
        for wallet, accounts in by_wallet.items()
    ]


def _wallet_name(found: Shop, id: str) -> str:
    wallet = next((wallet for wallet in found.program.wallets if wallet.id == id), None)
    return (wallet.name.read(found.w.language) or id) if wallet is not None else id


def _guards() -> Sequence[tuple[str, bool]]:
    """Whether the database itself still refuses to change what happened: (table, its append-only triggers are on)."""
    rows = database().execute(
        "SELECT c.relname, count(*) FILTER (WHERE t.tgenabled IN ('O', 'A')) >= 2 FROM pg_class c"
        " LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal"
        " WHERE c.relname IN ('event', 'transfer', 'program_version', 'seal') AND c.relnamespace = 'public'::regnamespace"
        " GROUP BY c.relname ORDER BY c.relname"
    )
    return [(name, bool(on)) for name, on in rows.fetchall()]
