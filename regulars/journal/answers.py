"""The answer to an event, always built from the stored outcome: a second delivery reads the same bytes but for ``status``."""

from typing import Any

import msgspec

from regulars.engine.decision import Outcome, Reason
from regulars.kit.errors import Problem


class Answer(msgspec.Struct, omit_defaults=True):
    """``points``: {earned, active, pending} of the first wallet; ``wallets``: the same for each, with debt, where there are several.

    ``because``: codes with facts, in the order things were decided; ``engine.explain`` puts them into words.
    ``code``: why it was refused or in conflict.
    """

    id: str
    status: str  # created | duplicate | conflict | refused
    points: dict[str, int]
    tier: str
    progress: Reason
    because: list[Reason]
    code: str = ""
    late: bool = False
    wallets: dict[str, dict[str, int]] | None = None
    membership: dict[str, str] = {}  # of a paid one: {what, plan, until, fee, refund}; amounts as decimal texts


_encoder = msgspec.json.Encoder()
_NO_POINTS = {"earned": 0, "active": 0, "pending": 0}


def answer_bytes(answer: Answer) -> bytes:
    """The wire's JSON; equal answers give equal bytes."""
    return _encoder.encode(answer)


def answer_of(id: str, outcome: Outcome, *, first_wallet: str, status: str | None = None) -> Answer:
    """The answer a stored (or just made) outcome gives; ``status`` only when it differs from the outcome's own.

    first_wallet: the programme's, whichever of them the member earned into first.
    """
    wallets = {wallet: {"earned": outcome.earned.get(wallet, 0), **after} for wallet, after in outcome.points.items()}
    if wallets and next(iter(wallets)) != first_wallet:
        wallets = {first_wallet: dict(_NO_POINTS), **wallets} | ({first_wallet: wallets[first_wallet]} if first_wallet in wallets else {})
    first: dict[str, int] = next(iter(wallets.values()), _NO_POINTS)
    return Answer(
        id=id,
        status=status or outcome.status,
        points={"earned": first["earned"], "active": first.get("active", 0), "pending": first.get("pending", 0)},
        tier=outcome.tier,
        progress=outcome.progress,
        because=outcome.because,
        code=outcome.because[0]["code"] if outcome.status == "refused" and outcome.because else "",
        late=outcome.late,
        wallets=wallets if len(wallets) > 1 else None,
        membership=outcome.membership,
    )


def answer_to_conflict(id: str) -> Answer:
    """The id is known with other content: nothing was done."""
    return _bare(id, "conflict", {"code": "event.conflict"})


def answer_to_refusal(id: str, problem: Problem) -> Answer:
    """A refusal with no place to store it: an unknown member, a time in the future."""
    return _bare(id, "refused", {"code": problem.code, **problem.facts})


def _bare(id: str, status: str, reason: dict[str, Any]) -> Answer:
    return Answer(
        id=id, status=status, points=dict(_NO_POINTS), tier="", progress={}, because=[reason], code=reason["code"]
    )
