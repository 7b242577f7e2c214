"""What the last refresh worked out, as one reader's pages read it. Nothing is computed here."""

from typing import Any

from regulars.console.shop import database
from regulars.insight import store
from regulars.insight.store.reviews import NotKept, review
from regulars.kit.errors import NotFound

Document = dict[str, Any]


class Results:
    """figure(name): its document in the reader's language, asked for once; None where the last refresh has none of that name.

    month: of the review, as YYYY-MM; "": the last that is over. None too where no review of it is kept.
    """

    def __init__(self, refreshed: store.Refreshed, language: str, month: str = "") -> None:
        self.refreshed = refreshed
        self.language = language
        self.month = month
        self._found: dict[str, Document | None] = {}

    def figure(self, name: str) -> Document | None:
        if name not in self._found:
            try:
                self._found[name] = review(database(), self.month, self.language) if self.month and name == "review" else store.figure(database(), name, self.language)
            except (NotFound, NotKept):
                self._found[name] = None
        return self._found[name]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The figure's rows; none where there is no such figure or it can't be said."""
        found = self.figure(name)
        return found["rows"] if found is not None else []

    @property
    def cannot_say(self) -> list[str]:
        return list(self.refreshed.kept.get("cannot_say", {}).get(self.language, ()))


def results(language: str, month: str = "") -> Results | None:
    """None before the first refresh."""
    found = store.refreshed(database())
    return Results(found, language, month) if found is not None else None
