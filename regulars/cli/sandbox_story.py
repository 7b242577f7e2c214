"""A sandbox that is open, and what can be told of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer

from regulars.cli.home import Home, connect, open_home
from regulars.cli.language import spoken
from regulars.kit.periods import microseconds

Name = Annotated[str, typer.Argument(help="The sandbox.")]


@contextmanager
def opened(name: str) -> Iterator[tuple[Home, Any]]:
    """The home, and a connection that sees the sandbox only."""
    from regulars.journal import sandboxes

    with open_home() as home:
        with connect(home.dsn) as live:
            sandboxes.sandbox_of(live, name)
        with connect(sandboxes.dsn_of(home.dsn, name)) as conn:
            yield home, conn


def versions_in(conn: Any) -> Any:
    from regulars.journal.programs import load_versions

    return load_versions(conn)


def member_story(conn: Any, ref: str, now: datetime, *, since: datetime | None = None, last: int = 0) -> dict[str, Any]:
    """Where a member stands and what happened, explained: all of it, what came after ``since``, or the ``last`` ones."""
    from regulars.engine.explain import sentences
    from regulars.journal.queries import movements_of, standing_of
    from regulars.kit.periods import NEVER, iso_day

    versions = versions_in(conn)
    stands = standing_of(conn, versions, ref, microseconds(now))
    movements = movements_of(conn, ref, limit=last or 1_000).movements
    told = [one for one in reversed(movements) if since is None or one.occurred_at > since]
    return {
        "member": ref,
        "now": now.isoformat(),
        "tier": stands.tier,
        "wallets": {
            wallet.id: {
                "active": wallet.active, "pending": wallet.pending, "debt": wallet.debt,
                "lots": [{"points": lot.points, "until": iso_day(lot.until) if lot.until < NEVER else None} for lot in wallet.lots],
            }
            for wallet in stands.wallets
        },
        "events": [
            {
                "at": one.occurred_at.isoformat(), "type": one.type, "id": one.id, "status": one.outcome.status, "tier": one.outcome.tier,
                "moved": [f"{moved.points} {moved.wallet}: {moved.source} → {moved.target}" for moved in one.transfers],
                "because": sentences(one.outcome.because, spoken(), versions.number(one.outcome.version).program),
            }
            for one in told
        ],
    }  # fmt: skip


def told(sandbox: Any) -> dict[str, Any]:
    return {
        "name": sandbox.name,
        "now": sandbox.now.isoformat(),
        "origin": sandbox.origin,
        "created_at": sandbox.created_at.isoformat(),
        "created_by": sandbox.created_by,
    }
