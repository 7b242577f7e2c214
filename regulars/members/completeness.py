"""How much of a profile a member has told us: of the fields the programme names, in whole per cent, rounded down."""

from collections.abc import Iterable, Sequence

from regulars.members.profile import Profile
from regulars.members.queries import profiles_of
from regulars.members.reading import unseen

_ATTRIBUTE = "attributes."


def percent_told(profile: Profile, fields: Sequence[str]) -> int:
    """0 to 100; ``attributes.household`` asks for one attribute. An attribute of 0 or false is told."""
    told = sum(_is_told(profile, field) for field in fields)
    return 100 * told // len(fields) if fields else 0


def percents_told(member_ids: Iterable[int], fields: Sequence[str]) -> dict[int, int]:
    """``percent_told`` for many members; only the fields asked for are opened."""
    columns = tuple(dict.fromkeys(field.partition(".")[0] for field in fields))
    with unseen("completeness"):
        return {id: percent_told(profile, fields) for id, profile in profiles_of(member_ids, columns).items()}


def _is_told(profile: Profile, field: str) -> bool:
    if field.startswith(_ATTRIBUTE):
        return profile.attributes.get(field.removeprefix(_ATTRIBUTE)) not in (None, "")
    return bool(getattr(profile, field))
