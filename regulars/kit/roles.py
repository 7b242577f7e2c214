"""Who among the staff may do what. A role is a name; an ability is what a page asks for."""

from collections.abc import Iterable

ROLES = ("owner", "manager", "agent", "analyst")

_EVERYBODY = frozenset(ROLES)

ABILITIES: dict[str, frozenset[str]] = {
    "see_figures": _EVERYBODY,
    "set_targets": frozenset({"owner", "manager"}),  # and ask for the figures anew
    "see_members": _EVERYBODY,
    "see_personal": frozenset({"owner", "manager", "agent"}),  # names, phones, cards; never the analyst
    "see_readings": frozenset({"owner"}),  # who opened what is kept of people
    "see_programme": _EVERYBODY,
    "see_ledger": frozenset({"owner", "manager", "analyst"}),
    "check_ledger": frozenset({"owner", "manager"}),
    "move_points": frozenset({"owner", "manager", "agent"}),  # gifts and merges
    "manage_cards": frozenset({"owner", "manager", "agent"}),  # issue, block and replace
    "ask_changes": frozenset({"owner", "manager", "agent"}),
    "change_programme": frozenset({"owner", "manager"}),
    "answer_requests": frozenset({"owner", "manager"}),
    "freeze_members": frozenset({"owner", "manager", "agent"}),
    "unfreeze_members": frozenset({"owner", "manager"}),
    "set_profiling": frozenset({"owner", "manager", "agent"}),  # on the member's word
    "make_member_link": frozenset({"owner", "manager", "agent"}),
}


def may(roles: Iterable[str], ability: str) -> bool:
    """Whether any of the roles has the ability. Raises KeyError for an ability nobody declared."""
    return not ABILITIES[ability].isdisjoint(roles)
