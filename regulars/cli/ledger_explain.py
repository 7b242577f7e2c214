"""``regulars ledger explain``: every movement of a member in words; or one event, or the level."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import connect, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json
from regulars.engine.compiled import Versions
from regulars.kit.periods import microseconds


def explain(
    member: Annotated[str, typer.Argument(help="The shop's own reference.")],
    event: Annotated[str, typer.Option("--event", help="Only the event with this id: why it gave what it gave.")] = "",
    tier: Annotated[bool, typer.Option("--tier", help="Only why the member has their level, and what is missing for the next.")] = False,
    json: Json = False,
) -> None:
    """Every movement of a member, with its reasons in words, by the programme's clock; or one event, or the level."""
    from regulars.journal.explaining import explain as explain_member
    from regulars.journal.programs import load_versions

    if event or tier:
        _explain_one(member, event, json)
        return
    with open_home() as home, connect(home.dsn) as conn:
        versions = load_versions(conn)
        told = list(explain_member(conn, versions, member, spoken()))
    if json:
        print_json(
            {
                "member": member,
                "events": [
                    {
                        **one._asdict(),
                        "transfers": [{**moved._asdict(), "lot": moved.lot or None} for moved in one.transfers],
                    }
                    for one in told
                ],
            }
        )
        return
    for one in told:
        balances = ", ".join(
            f"{wallet} " + " ".join(f"{account} {points}" for account, points in accounts.items())
            for wallet, accounts in one.points.items()
        )
        print(
            f"{one.seq:>5}  {_time(versions, one.occurred_at)}  {one.type}  {one.source}/{one.id}  {one.status}  [{one.tier}]  {balances}"
        )
        for moved in one.transfers:
            until = f", {moved.lot}" if moved.lot else ""
            print(f"         {moved.points:>8}  {moved.source} → {moved.target} ({moved.wallet}{until}; {moved.rule})")
        for sentence in one.because:
            print(f"         · {sentence}")


def _time(versions: Versions, at: datetime) -> str:
    """By the programme's clock, to the minute: the days its sentences speak of."""
    return versions.calendar.text_of(microseconds(at))[: len("2026-03-04 12:15")]


def _explain_one(member: str, event: str, json: bool) -> None:
    from regulars.journal.programs import load_versions
    from regulars.journal.why import Why, why_event, why_tier

    now_us = microseconds(datetime.now(UTC))
    with open_home() as home, connect(home.dsn) as conn:
        versions = load_versions(conn)
        events = why_event(conn, versions, member, event, spoken()) if event else []
        level = None if event else why_tier(conn, versions, member, now_us, spoken())

    def document(one: Why) -> dict[str, Any]:
        head = {name: getattr(one.movement, name) for name in ("seq", "source", "id", "type", "occurred_at")}
        return {**head, "got": one.got, "not_got": one.not_got, "moved": one.moved, "about": document(one.about) if one.about else None}

    def tell_event(one: Why) -> None:
        movement = one.movement
        print(f"{_time(versions, movement.occurred_at)}  {movement.type}  {movement.source}/{movement.id}  {movement.outcome.status}")
        for mark, lines in (("·", one.got), ("–", one.not_got), (" ", one.moved)):
            for line in lines:
                print(f"  {mark} {line}")
        if one.about is not None:
            tell_event(one.about)

    if json:
        print_json({"member": member, **({"events": [document(one) for one in events]} if level is None else level._asdict())})
        return
    for line in () if level is None else (*level.because, *level.keep, *level.next):
        print(line)
    for one in events:
        tell_event(one)
