"""The bytes of the seal never change, leave nothing out, and no two different rows share them."""

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.journal.seal.encoding import (
    SealedEvent,
    SealedTransfer,
    SealedVersion,
    digest,
    event_bytes,
    genesis,
    row_hash,
    seal_head,
    version_bytes,
)
from regulars.journal.seal.rows import HELD

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "seal.md").read_text(encoding="utf-8")

_numbers = st.integers(-(2**63), 2**63 - 1)
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_digests = st.binary(min_size=32, max_size=32)
_transfers = st.builds(SealedTransfer, _numbers, _texts, _texts, _texts, _numbers, _texts, st.none() | _numbers, _texts, _numbers)
_events = st.builds(
    SealedEvent, _texts, _texts, _texts, st.none() | _texts, _numbers, _numbers, _numbers, st.binary(max_size=40), _digests, _digests,
    st.lists(_transfers, max_size=3).map(tuple),
)
_versions = st.builds(SealedVersion, _texts, _digests, st.none() | _numbers, _numbers, _texts, _texts, st.none() | _numbers, _texts)


@given(_events, _events)
def test_no_two_events_share_their_bytes(one, other):
    assert (event_bytes(one) == event_bytes(other)) == (one == other)


@given(_versions, _versions)
def test_no_two_versions_share_their_bytes(one, other):
    assert (version_bytes(one) == version_bytes(other)) == (one == other)


@given(_events, st.data())
def test_every_field_of_an_event_counts(event, data):
    field = data.draw(st.sampled_from(SealedEvent._fields))
    changed = event._replace(**{field: getattr(data.draw(_events), field)})
    assert (event_bytes(event) == event_bytes(changed)) == (event == changed)


def test_a_row_is_hashed_with_its_key():
    content = b"the same"
    assert len({row_hash(1, 2, content), row_hash(2, 1, content), row_hash(0, 2, content), row_hash(0, 1, content)}) == 4


def test_a_head_holds_everything_of_its_seal():
    rows, hashes = [(1, 1, 7), (2, 1, 8)], bytes(32) + bytes(range(32))
    before = genesis("corner")
    head = seal_head(before, 1, 5, rows, hashes)
    others = [
        seal_head(genesis("other"), 1, 5, rows, hashes),
        seal_head(before, 2, 5, rows, hashes),
        seal_head(before, 1, 6, rows, hashes),
        seal_head(before, 1, 5, rows[::-1], hashes),
        seal_head(before, 1, 5, [(1, 1, 7), (2, 1, 9)], hashes),
        seal_head(before, 1, 5, rows, hashes[32:] + hashes[:32]),
        seal_head(before, 1, 5, rows[:1], hashes[:32]),
    ]
    assert head not in others
    with pytest.raises(ValueError):
        seal_head(before, 1, 5, rows, hashes[:32])


@pytest.mark.parametrize("table", HELD)
def test_no_column_is_left_out(shop, table):
    columns = {name for (name,) in shop.rows("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", table)}
    assert columns == set(HELD[table].split()), "a new column of the journal needs a new version of the seal's encoding"


def test_the_example_on_the_page_can_be_worked_out_with_a_shell():
    """Every ``printf … | sha256sum`` of the page gives what the page says, and the program gives the same."""
    found = re.findall(r"```\n\$ (printf .+?)\n([0-9a-f]{64})  -\n```", PAGE, re.DOTALL)
    assert len(found) >= 5
    for command, said in found:
        words = "".join(re.findall(r"'([^']*)'", command))
        assert hashlib.sha256(_printed(words)).hexdigest() == said
    heads = [said for _, said in found]
    body, outcome = b'{"order_id":"A1"}', b'{"status":"created"}'
    moved = SealedTransfer(1, "points", "issued", "active", 17, "2027-11-20", 21142, "base", 1)
    event = SealedEvent("till", "A1", "order.paid", "A1", 1795170600000000, 1795170601000000, 1, digest(b"sent"), digest(body), digest(outcome), (moved,))
    row = row_hash(7, 2, event_bytes(event))
    head = seal_head(genesis("corner"), 1, 1795170603000000, [(7, 2, 1500)], row)
    assert [genesis("corner").hex(), digest(body).hex(), digest(outcome).hex(), row.hex(), head.hex()] == heads[-5:]


def _printed(words: str) -> bytes:
    """What printf makes of these words: \\xHH and \\" and plain text."""
    return re.sub(rb"\\x([0-9a-f]{2})", lambda pair: bytes.fromhex(pair[1].decode()), words.encode())
