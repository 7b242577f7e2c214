"""What a member is known by besides the shop's reference: a card, a phone, an e-mail, anything. Pure."""

from typing import NamedTuple

from regulars.members import normal


class Identity(NamedTuple):
    """``value`` is normalised (``normal.identity``)."""

    kind: str
    value: str


class NewIdentity(NamedTuple):
    member_id: int
    identity: Identity


def read_identity(kind: object, value: object, *, region: str) -> Identity:
    """Check and normalise one identity. Raises Invalid by name, never with the value."""
    known = normal.kind(kind)
    return Identity(known, normal.identity(known, value, region))
