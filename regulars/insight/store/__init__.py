"""What the last refresh worked out, kept in the shop's database: pages, tills and the API read it here. Begin with ``reading``."""

from regulars.insight.store.next import NEXT, lists_of
from regulars.insight.store.reading import (
    NotRefreshed,
    figure,
    figure_names,
    member,
    members_of,
    refreshed,
    require_refreshed,
)
from regulars.insight.store.shapes import Item, Listed, MemberInsight, Refreshed, Slot, Told
from regulars.insight.store.showing import Kept, shows, tell_shown

__all__ = [
    "NEXT", "Item", "Kept", "Listed", "MemberInsight", "NotRefreshed", "Refreshed", "Slot", "Told", "figure", "figure_names", "lists_of", "member", "members_of", "refreshed",
    "require_refreshed", "shows", "tell_shown",
]  # fmt: skip
