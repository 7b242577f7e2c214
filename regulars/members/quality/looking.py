"""One look at everybody: opened by the thousand, judged, compared by keyed hashes, and forgotten. Only numbers and names of problems are kept.

A look that breaks off leaves the one before it standing; the next one clears it away.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import combinations

from django.db import connection, transaction

from regulars.kit.errors import Refused, Unavailable
from regulars.kit.phrases import phrases
from regulars.members.errors import KeyMissing, Tampered
from regulars.members.profile import FIELDS as PROFILE_FIELDS
from regulars.members.profile import Profile
from regulars.members.quality.alike import keys_of
from regulars.members.quality.problems import FIELDS, problems_of
from regulars.members.queries import HAS_JOINED, profiles_of
from regulars.members.reading import unseen
from regulars.members.vault import vault

AT_ONCE = 1_000
_LOOKING = 0x6C6F6F6B6564  # "looked"
MOST_ALIKE = 6  # more members than this with one phone: the shop's own number, typed for whoever had none
_OF_FIELD = {"phone": "phone", "email": "email", "name_birthday": "name"}


phrases({"quality.busy": ("somebody is looking at the moment: try again when they are done", "正在检查中，请稍后再试", "正在檢查中，請稍後再試")})


def look(fields: Sequence[str], *, by: str, at: datetime, today: date, on_progress: Callable[[int], None] = lambda done: None) -> int:
    """Look at all members and keep what was found; gives back how many were looked at. fields: of the profile; empty: the usual ones. Raises Refused ``quality.busy``."""
    wanted = tuple(fields) or FIELDS
    with _alone():
        return _look(wanted, by, at, today, on_progress)


@contextmanager
def _alone() -> Iterator[None]:
    """Raises Refused ``quality.busy`` while somebody else looks; a killed one's lock goes with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", (_LOOKING,))
        if not cursor.fetchone()[0]:
            raise Refused("quality.busy")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", (_LOOKING,))


def _look(wanted: tuple[str, ...], by: str, at: datetime, today: date, on_progress: Callable[[int], None]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO quality_look (started_at, by) VALUES (%s, %s) RETURNING look", (at, by))
        number = int(cursor.fetchone()[0])
    counts = {field: {"told": 0, "sound": 0} for field in wanted}
    members = 0
    for ids in _everybody():
        with transaction.atomic():
            _page(number, ids, wanted, counts, today)
        members += len(ids)
        on_progress(members)
    with transaction.atomic(), connection.cursor() as cursor:
        _compare(number, wanted, counts)
        cursor.execute("UPDATE quality_look SET ended_at = clock_timestamp(), members = %s, fields = %s WHERE look = %s", (members, json.dumps(counts), number))
        cursor.execute("DELETE FROM quality_key WHERE look = %s", (number,))
        cursor.execute("DELETE FROM quality_look WHERE look < %s", (number,))
    return members


def _everybody() -> Iterator[list[int]]:
    """All members: no guest, and nobody who goes on as another, in ascending order."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT member_id FROM member_state s WHERE member_id > %s"
                " AND NOT EXISTS (SELECT 1 FROM member_merge m WHERE m.member_id = s.member_id AND m.undone_at IS NULL)"
                f" AND {HAS_JOINED} ORDER BY member_id LIMIT %s",
                (last, AT_ONCE),
            )
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        last = ids[-1]
        yield ids


def _page(number: int, ids: list[int], fields: Sequence[str], counts: dict[str, dict[str, int]], today: date) -> None:
    columns = tuple(dict.fromkeys(("name", "given_name", "family_name", "phone", "email", "birthday", *(field.partition(".")[0] for field in fields))))
    with unseen("quality"):
        profiles, identities = _opened(ids, columns)
    found: list[tuple[int, str, str]] = []
    keys: list[tuple[str, int, int]] = []
    safe = vault()
    for member_id in ids:
        profile = profiles.get(member_id)
        for field in fields:
            problems = ["unreadable"] if profile is None else problems_of(profile, field, today=today)
            counts[field]["told"] += "missing" not in problems
            counts[field]["sound"] += not problems
            found += [(member_id, field, problem) for problem in problems]
        if profile is not None:
            keys += [(kind, safe.token(f"alike.{kind}", text), member_id) for kind, text in keys_of(profile, identities.get(member_id, ()))]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO quality_problem (look, member_id, field, problem) SELECT %s, * FROM unnest(%s::bigint[], %s::text[], %s::text[])",
            (number, *([row[place] for row in found] for place in range(3))),
        )
        cursor.execute(
            "INSERT INTO quality_key (look, kind, digest, member_id) SELECT %s, * FROM unnest(%s::text[], %s::bigint[], %s::bigint[])",
            (number, *([row[place] for row in keys] for place in range(3))),
        )


def _opened(ids: list[int], columns: Sequence[str]) -> tuple[dict[int, Profile], dict[int, list[tuple[str, str]]]]:
    """Profiles and identities; a member of whom something does not open is left out of the first."""
    assert set(columns) <= set(PROFILE_FIELDS)
    try:
        return dict(profiles_of(ids, columns)), _identities(ids)
    except (KeyMissing, Tampered) as problem:
        if len(ids) == 1:
            _say_which(problem)
            return {}, {}
    half = len(ids) // 2  # the one that does not open is found in a few steps
    left, right = _opened(ids[:half], columns), _opened(ids[half:], columns)
    return left[0] | right[0], left[1] | right[1]


def _say_which(problem: Unavailable) -> None:
    """Raises what concerns everybody (the key file is away); one member's missing key is that member's problem."""
    if isinstance(problem, KeyMissing) and problem.facts.get("key") != "data_key":
        raise problem


def _identities(ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id, kind, value FROM member_identity WHERE member_id = ANY(%s)", (ids,))
        rows = cursor.fetchall()
    safe = vault()
    keys = safe.keyring.keys_of({row[0] for row in rows}) if rows else {}
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for member_id, kind, value in rows:
        found[member_id].append((kind, safe.open(keys, value, table="member_identity", column="value", member_id=member_id)))
    return found


def _compare(number: int, fields: Sequence[str], counts: dict[str, dict[str, int]]) -> None:
    """Who shares what: a problem of each, and merges to suggest. Said-to-be-two pairs are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, array_agg(DISTINCT member_id ORDER BY member_id) FROM quality_key WHERE look = %s GROUP BY kind, digest HAVING count(DISTINCT member_id) > 1",
            (number,),
        )
        groups = cursor.fetchall()
        cursor.execute("SELECT one, other FROM not_one_person")
        two = set(cursor.fetchall())
    pairs: dict[tuple[int, int], list[str]] = defaultdict(list)
    shared: dict[tuple[int, str], int] = {}
    for kind, members in groups:
        field = _OF_FIELD.get(kind, "")
        for member_id in members if field in fields else ():
            shared[member_id, field] = max(shared.get((member_id, field), 0), len(members) - 1)
        if len(members) <= MOST_ALIKE:
            for pair in combinations(members, 2):
                if pair not in two:
                    pairs[pair].append(kind)
    rows = [(member_id, field, others) for (member_id, field), others in shared.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.field, count(*) FROM unnest(%s::bigint[], %s::text[]) AS r (member_id, field)"
            " WHERE NOT EXISTS (SELECT 1 FROM quality_problem p WHERE p.look = %s AND p.member_id = r.member_id AND p.field = r.field) GROUP BY r.field",
            ([row[0] for row in rows], [row[1] for row in rows], number),
        )
        for field, count in cursor.fetchall():  # they were sound but for this
            counts[field]["sound"] -= count
        cursor.execute(
            "INSERT INTO quality_problem (look, member_id, field, problem, others) SELECT %s, m, f, 'duplicate', o FROM unnest(%s::bigint[], %s::text[], %s::int[]) AS r (m, f, o)",
            (number, *([row[place] for row in rows] for place in range(3))),
        )
        cursor.executemany(
            "INSERT INTO suggested_merge (look, one, other, alike) VALUES (%s, %s, %s, %s)",
            [(number, *pair, sorted(set(kinds))) for pair, kinds in pairs.items()],
        )
