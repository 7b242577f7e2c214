"""Whom to call: those with most to lose first, as many as there is budget for. One indexed read."""

from dataclasses import dataclass
from typing import Any

import msgspec
import psycopg

from regulars.insight.store.reading import require_refreshed
from regulars.insight.store.shapes import Told
from regulars.kit.errors import Refused

Conn = psycopg.Connection[Any]
YEAR_DAYS, MOST_CONTACTS, PARTS = 365, 10_000, 10  # one part in ten of a list is left alone
_told = msgspec.json.Decoder(Told).decode
_STAKE = "(1 - (m.told ->> 'buys')::double precision) * m.margin"  # as the index has it
_LIST = f"""
SELECT (SELECT min(ref) FROM member_ref r WHERE r.member_id = m.member_id), m.member_id, m.told::text
  FROM insight_member m
 WHERE m.refresh = (SELECT max(refresh) FROM insight_refresh) AND {_STAKE} > 0
   AND NOT EXISTS (SELECT 1 FROM profiling_refusal p WHERE p.member_id = m.member_id)
 ORDER BY {_STAKE} DESC, m.member_id LIMIT %(contacts)s
"""


@dataclass(frozen=True, slots=True)
class Contact:
    """leaves: chance of no purchase within the horizon. at_stake: expected lost margin in it, smallest unit, rounded down.

    reasons: groups, strongest first; whys: beside each the signal that speaks for it, or "". alone: nobody should call: without such members nobody can say whether calling helps.
    """

    ref: str
    leaves: float
    at_stake: int
    reasons: tuple[str, ...]
    alone: bool
    whys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToContact:
    """contacts: most to lose first. at_stake: of all of them. reasons: how many have each group as their strongest, most first; "" where none speaks."""

    horizon_days: int
    contacts: tuple[Contact, ...]
    at_stake: int
    reasons: tuple[tuple[str, int], ...]


def to_contact(conn: Conn, contacts: int) -> ToContact:
    """The list for so many contacts (10,000 at most); whoever refused profiling is not on it. The order is that of ``churn.lists.contact_list``.

    Raises NotRefreshed before the first refresh, Refused ``insight.churn.no_budget`` for no contacts.
    """
    if contacts < 1:
        raise Refused("insight.churn.no_budget", contacts=contacts)
    horizon = require_refreshed(conn).horizon_days or 0
    found = []
    for ref, member_id, text in conn.execute(_LIST, {"contacts": min(contacts, MOST_CONTACTS)}):
        told = _told(text)
        leaves = 1 - (told.buys or 0.0)
        stake = int(leaves * (told.margin or 0) * horizon / YEAR_DAYS)
        found.append(Contact(ref, leaves, stake, tuple(told.reasons), is_left_alone(member_id), (*told.whys, *[""] * (len(told.reasons) - len(told.whys)))))
    counts: dict[str, int] = {}
    for one in found:
        main = one.reasons[0] if one.reasons else ""
        counts[main] = counts.get(main, 0) + 1
    ordered = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    return ToContact(horizon, tuple(found), sum(one.at_stake for one in found), ordered)


def is_left_alone(member_id: int) -> bool:
    """One member in ten, for ever the same ones; ``churn.purchases.part_of`` in plain numbers: SplitMix64's finaliser (Steele, Lea & Flood 2014)."""
    mask = (1 << 64) - 1
    z = (member_id + 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return (z ^ (z >> 31)) % PARTS == 0
