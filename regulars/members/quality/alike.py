"""What two members are compared by: one way of writing a phone, an e-mail, a card, a name with its birthday. Pure.

Looser than what is kept: ``Ann+shop@Gmail.com`` and ``a.nn@gmail.com`` reach one letter box, ``王 小明`` and ``小明王`` is one name told twice.
"""

from collections.abc import Iterable

from regulars.members import names, normal
from regulars.members.cards.numbers import plain
from regulars.members.profile import Profile

KINDS = ("phone", "email", "card", "name_birthday")
_DOTS_DO_NOT_COUNT = ("gmail.com", "googlemail.com")
_SHORTEST_CARD = 5  # shorter ones are counted in every shop from 1
_NOT_CARDS = ("phone", "email")


def keys_of(profile: Profile, identities: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """(kind, comparable text) of everything that may tell who somebody is. identities: (kind, value) as kept."""
    found = {("phone", profile.phone)} if profile.phone else set()
    if profile.email:
        found.add(("email", letter_box(profile.email)))
    name = "".join(sorted("".join(names.words(profile.display_name))))
    if name and profile.birthday is not None:
        found.add(("name_birthday", f"{name}|{profile.birthday.isoformat()}"))
    for kind, value in identities:
        if kind in _NOT_CARDS:
            found.add((kind, letter_box(value) if kind == "email" else value))
        elif len(number := plain(value)) >= _SHORTEST_CARD:
            found.add(("card", number))
    return found


def letter_box(email: str) -> str:
    """Where mail to this address arrives: lower case, without what follows a +, without dots where those do not count."""
    name, _, place = normal.email(email).rpartition("@") if "@" in email else (email, "", "")
    name = name.partition("+")[0] or name
    return f"{name.replace('.', '') if place in _DOTS_DO_NOT_COUNT else name}@{'gmail.com' if place in _DOTS_DO_NOT_COUNT else place}"
