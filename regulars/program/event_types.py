"""The events a programme takes in beside orders: built-in behaviours, and types of the shop's own with a declared schema."""

from dataclasses import dataclass, replace
from typing import Literal

from regulars.kit.periods import Duration
from regulars.kit.text import UNNAMED, Text

FieldKind = Literal["text", "number", "money", "bool", "date"]
EVERY_EVENT, EVERY_DAY, LIFETIME = "event", "day", "lifetime"


@dataclass(frozen=True, slots=True)
class EventField:
    name: str
    kind: FieldKind
    required: bool = False
    one_of: tuple[str, ...] = ()  # texts only; empty: any text


@dataclass(frozen=True, slots=True)
class PendingUntil:
    """Points wait for an event ``on`` whose ``matching`` field is the same; ``withdraw_on`` takes them back, ``within`` lets them lapse.

    distinct: a field of the awaited event that must differ from the member's own and from every one that has counted before.
    """

    on: str
    matching: str | None = None
    withdraw_on: str | None = None
    within: Duration | None = None
    distinct: str | None = None


@dataclass(frozen=True, slots=True)
class EventType:
    """``once_per``: event (each one counts), day (the member's own), lifetime, or a text field whose every value counts once.

    measures: number fields kept by day, so that levels may ask for them. pending_until: what rules on this type wait for unless they say otherwise.
    """

    id: str
    name: Text = UNNAMED
    fields: tuple[EventField, ...] = ()
    once_per: str = EVERY_EVENT
    measures: tuple[str, ...] = ()
    pending_until: PendingUntil | None = None

    def field(self, name: str) -> EventField | None:
        return next((field for field in self.fields if field.name == name), None)

    def extended(self, fields: tuple[EventField, ...]) -> "EventType":
        """With these fields too; one of the same name takes the place of ours."""
        named = {field.name for field in fields}
        return replace(self, fields=(*(field for field in self.fields if field.name not in named), *fields))

    def yielding(self) -> "EventType":
        """Asking for none of our fields: a shop that had the type first may never have sent them."""
        return replace(self, fields=tuple(replace(field, required=False) for field in self.fields))


def _required(name: str) -> EventField:
    return EventField(name, "text", required=True)


def _text(*names: str) -> tuple[EventField, ...]:
    return tuple(EventField(name, "text") for name in names)


def _number(*names: str) -> tuple[EventField, ...]:
    return tuple(EventField(name, "number") for name in names)


BEHAVIOURS = {
    type.id: type
    for type in (
        EventType("checkin", fields=_text("place", "channel"), once_per=EVERY_DAY),
        EventType("profile.completed", fields=_number("percent"), once_per=LIFETIME),
        EventType(
            "review.published",
            fields=(_required("review_id"), *_text("product", "order_id"), *_number("rating", "words", "photos")),
            once_per="review_id",
            pending_until=PendingUntil("review.approved", "review_id", "review.rejected"),
        ),
        EventType("review.approved", fields=(_required("review_id"), *_text("by"))),
        EventType("review.rejected", fields=(_required("review_id"), *_text("by", "reason"))),
        EventType(
            "share.made",
            fields=(_required("share_id"), *_text("visitor", "channel", "what")),
            once_per="share_id",
            pending_until=PendingUntil("share.clicked", "share_id", distinct="visitor"),
        ),
        EventType("share.clicked", fields=(_required("share_id"), _required("visitor"))),
        EventType("survey.answered", fields=(_required("survey_id"), *_number("score")), once_per="survey_id"),
        EventType("event.attended", fields=(_required("event_id"), *_text("place")), once_per="event_id"),
        EventType("site.visited", fields=(EventField("seconds", "number", required=True), EventField("pages", "number", required=True), *_text("channel"))),
        EventType("contact.made", fields=(EventField("cost", "money"), *_text("channel", "topic"))),
        EventType("delivery.made", fields=(EventField("cost", "money"), *_text("order_id"))),
    )
}
YIELDING = frozenset({"site.visited", "contact.made", "delivery.made"})  # built in after shops had types of their own: theirs count where both name a field, and nothing is asked for that theirs don't ask for
