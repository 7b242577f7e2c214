"""The programme promises that every field of every event is read strictly: what each says to a value that does not belong there (`annals/wire.txt`).

One field at a time is exchanged, left out, or joined by one nobody knows. Rewritten like the told texts: REWRITE_TOLD=1.
"""

import copy
import json
from typing import Any

import pytest
from program.samples import EVERYTHING
from program.telling import is_kept, same

import regulars.engine.sentences  # noqa: F401 - the words of the refusals
from engine.annals import ANNALS
from regulars.engine.reading import EVENT_TYPES, read_data
from regulars.kit.errors import Invalid
from regulars.program.reading import require

PROGRAM = require(EVERYTHING)
LINE = {"line": 3, "sku": "tea", "quantity": 2, "amount": "12.30", "discount": "0.50", "category": "tea", "brand": "House", "measures": {"nights": "1.5"}}
SENT: dict[str, dict[str, Any]] = {
    "order.paid": {"order_id": "A1", "currency": "CNY", "lines": [LINE, {**LINE, "line": 4, "measures": None}], "tenders": [{"kind": "cash", "amount": "24.60"}], "channel": "app", "store": "s1", "partner": "p", "measures": {"km": 2}},
    "order.returned": {"order_id": "A1", "lines": [{"line": 3, "quantity": "1.5", "amount": "6.00"}, {"line": 4}]},
    "points.redeemed": {"points": 60, "wallet": "points", "up_to": True, "reason": "cup", "order_id": "A1", "order_amount": "20.00"},
    "points.adjusted": {"points": -5, "reason": "goodwill", "by": "Mei", "wallet": "points"},
    "member.enrolled": {"referred_by": "ADA"},
    "points.held": {"points": 60, "wallet": "points", "up_to": False, "for": "15 minutes", "reference": "r", "order_id": "A1", "order_amount": "20.00"},
    "points.captured": {"hold": "h1", "source": "till", "points": 5, "reason": "cup", "order_id": "A1"},
    "points.released": {"hold": "h1", "source": "till", "reason": "cup"},
    "redemption.cancelled": {"redemption": "r1", "source": "till", "points": 5, "reason": "cup"},
    "order.delivered": {"order_id": "A1"},
    "balance.opened": {"lots": [{"points": 500, "earned_on": "2024-03-01", "expires_on": "2026-02-28"}, {"points": 1, "earned_on": "2024-03-01", "expires_on": "never"}], "wallet": "points", "tier": "silver"},
    "tier.frozen": {"until": "2026-05-01", "reason": "leave", "by": "Mei"},
    "tier.unfrozen": {"by": "Mei", "reason": "back"},
    "tier.matched": {"level": "gold", "until": "2026-05-01", "evidence": "file 7", "by": "Mei"},
    "tier.set": {"level": "gold", "reason": "goodwill", "by": "Mei", "until": "2026-05-01"},
    "fast_track.requested": {"track": "two-stays"},
    "membership.bought": {"plan": "plus", "trial": False, "fee": "9.90"},
    "membership.renewed": {"fee": "9.90"},
    "membership.cancelled": {"reason": "moved"},
    "membership.refunded": {"reason": "moved", "by": "Mei"},
    "challenge.joined": {"challenge": "big"},
    "member.frozen": {"reason": "looks wrong", "by": "Mei"},
    "member.unfrozen": {"by": "Mei", "reason": "harmless"},
    "referral.claimed": {"referred_by": "ADA", "approved_by": "Mei"},
    "gym.visited": {"minutes": 30, "class": "yoga", "fee": "9.90", "on": "2026-01-02"},
    "checkin": {"place": "lobby", "floor": 3, "vip": True},
    "share.made": {"share_id": "s", "visitor": "v"},
}
FURTHER = {"points.held until": ("points.held", {"points": 60, "until": "2026-03-04T12:15:00+08:00"}), "membership.bought trial": ("membership.bought", {"plan": "plus", "trial": True}), "order.returned all": ("order.returned", {"order_id": "A1", "all": True})}
EVENTS = {type: (type, data) for type, data in SENT.items()} | FURTHER
PROBES: dict[str, Any] = {
    "-1": -1, "0": 0, "1": 1, "5.0": 5.0, "1.5": 1.5, "1.0005": 1.0005, "999999": 999_999, "1000000": 1_000_000, "1000001": 1_000_001, "10^12": 10**12, "10^12+1": 10**12 + 1, "10^15": 10**15, "2^53": 2**53, "10^30": 10**30,
    "“”": "", "“0”": "0", "“0.00”": "0.00", "“-1”": "-1", "“1.005”": "1.005", "“1.0005”": "1.0005", "“9999999999999.99”": "9999999999999.99", "“x”": "x", "256 letters": "x" * 256, "257 letters": "x" * 257, "a zero": "a\x00b", "half a pair": "\ud800", "a line break": "a\nb", "“1e3”": "1e3", "“ 5”": " 5",
    "a day": "2026-02-28", "no day": "2026-02-30", "1969": "1969-12-31", "1970": "1970-01-01", "2999": "2999-12-31", "3000": "3000-01-01", "0999": "0999-12-31", "never": "never", "15 minutes": "15 minutes", "0 minutes": "0 minutes", "3 fortnights": "3 fortnights",
    "a moment": "2026-03-04T12:15:00Z", "no moment": "2026-02-30T12:15:00Z", "a moment nowhere": "2026-03-04T12:15:00", "true": True, "null": None, "a list": [], "an object": {}, "a text in it": ["x"], "a wrong measure": {"": 1}, "a currency": "USD", "another class": "box",
}  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        found += places(inner, (*path, key))
    return found


def with_(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    new = copy.deepcopy(data)
    at = new
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return new


def read(type: str, data: Any) -> str:
    try:
        return str(read_data(type, json.dumps(data), PROGRAM))
    except Invalid as refused:
        return f"{refused.code} {refused.facts}" if len(str(refused.facts)) < 200 else refused.code


def said(type: str, data: dict[str, Any]) -> list[str]:
    """What is read as it is; then by place, what is said to each probe, probes of one answer together."""
    as_it_is = read(type, data)
    lines = [as_it_is]
    for path in places(data):
        place = ".".join(map(str, path))
        answers: dict[str, list[str]] = {}
        for name, probe in PROBES.items():
            answer = read(type, with_(data, path, probe))
            if isinstance(probe, str) and probe:
                answer = answer.replace(repr(probe), "it")
            answers.setdefault(_short(answer, as_it_is), []).append(name)
        parent = with_(data, path, None)
        at = parent
        for key in path[:-1]:
            at = at[key]
        del at[path[-1]]
        answers.setdefault(_short(read(type, parent), as_it_is), []).append("left out")
        lines += [f"{place} → {answer}: {', '.join(to)}" for answer, to in answers.items()]
        if isinstance(path[-1], str) and isinstance(_at(data, path), dict):
            lines.append(f"{place}.surprise → {read(type, with_(data, (*path, 'surprise'), 1))}")
    lines.append(f"surprise → {read(type, {**data, 'surprise': 1})}")
    twice = {key: [*value, *value] for key, value in data.items() if isinstance(value, list)}
    return [*lines, *(f"{key} twice → {_short(read(type, {**data, key: value}), as_it_is)}" for key, value in twice.items())]


def _at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def _short(answer: str, as_it_is: str) -> str:
    """Of a long answer the part that is another one."""
    if answer == as_it_is:
        return "="
    if "(" not in answer.split(" ")[0]:
        return answer
    start = next((place for place, pair in enumerate(zip(answer, as_it_is, strict=False)) if pair[0] != pair[1]), 0)
    end = next((place for place, pair in enumerate(zip(answer[::-1], as_it_is[::-1], strict=False)) if pair[0] != pair[1]), 0)
    return "… " + answer[max(start - 12, 0) : len(answer) - end + 6][:120]+ " …"


@pytest.mark.parametrize("name", EVENTS)
def test_every_field_says_what_does_not_belong_there(name: str) -> None:
    same("wire.txt", name, said(*EVENTS[name]), ANNALS)


def test_every_type_of_the_wire_is_asked() -> None:
    assert set(EVENT_TYPES) <= set(SENT)
    assert is_kept("wire.txt", ANNALS) == list(EVENTS)
