"""What a draft itself names (wallets, levels, rules …), so that a form offers it instead of asking for it to be typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import available_timezones

from regulars.kit.phrases import known_codes, say
from regulars.program import describe as _describe  # noqa: F401  the names of events and weekdays are registered with it
from regulars.program.editing.values import Leaf, Path, Value, value_at
from regulars.program.event_types import BEHAVIOURS
from regulars.program.forms.labels import label
from regulars.program.names import BUILT_IN_MEASURES

Options = list[tuple[str, str]]
"""(what the document says, what the reader sees)"""

_EVENTS = ("order.paid", "order.delivered", "member.enrolled", "referral.qualified", *sorted(BEHAVIOURS))
_LISTS: dict[str, Path] = {"wallet": ("wallets",), "level": ("tiers", "levels"), "badge": ("badges",), "rule": ("earn",), "challenge": ("challenges",), "festival": ("festivals",)}


@dataclass(frozen=True)
class Known:
    document: dict[str, Value]
    language: str

    def of(self, noun: str) -> Options:
        """wallet, level, badge, rule, festival, event, measure, group, timezone, weekday or yes_no."""
        if noun in _LISTS:
            return self._named(_LISTS[noun])
        if noun == "event":
            return self._events()
        if noun == "measure":
            return self._measures()
        if noun == "group":
            return self._groups()
        if noun == "timezone":
            return [(zone, "") for zone in sorted(available_timezones())]
        if noun == "weekday":
            return [(day, say(f"programme.read.weekday.{number}", {}, self.language)) for number, day in enumerate(_DAYS, 1)]
        return [(word, label(f"={word}", self.language)) for word in ("true", "false")]

    def _named(self, path: Path) -> Options:
        value = value_at(self.document, path)
        if isinstance(value, dict):
            return [(key, _title(each, key, self.language)) for key, each in value.items()]
        rows = value if isinstance(value, list) else []
        ids = ((each, _text(each.get("id"))) for each in rows if isinstance(each, dict))
        return [(id, _title(each, id, self.language)) for each, id in ids if id]

    def _events(self) -> Options:
        own = value_at(self.document, ("events",))
        declared = {key: _title(each, key, self.language) for key, each in own.items()} if isinstance(own, dict) else {}
        return [(type, declared.get(type) or _event_name(type, self.language)) for type in dict.fromkeys((*_EVENTS, *declared))]

    def _measures(self) -> Options:
        wallets = [f"points.{id}" for id, _ in self.of("wallet")]
        own = value_at(self.document, ("events",))
        named = [text for each in (own.values() if isinstance(own, dict) else ()) for text in _texts(value_at(each, ("measures",)))]
        return [(word, "") for word in dict.fromkeys((*BUILT_IN_MEASURES, *wallets, *named, *(f"events.{type}" for type, _ in self._events())))]

    def _groups(self) -> Options:
        rules = value_at(self.document, ("earn",))
        return [(word, "") for word in dict.fromkeys(_text(value_at(rule, ("group",))) for rule in (rules if isinstance(rules, list) else ())) if word]


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _event_name(type: str, language: str) -> str:
    code = f"programme.read.event.{type}"
    return say(code, {}, language) if code in known_codes() else ""


def _text(value: Value | None) -> str:
    return value.text if isinstance(value, Leaf) else ""


def _texts(value: Value | None) -> Iterable[str]:
    return [each.text for each in value if isinstance(each, Leaf)] if isinstance(value, list) else []


def title_of(value: Value, language: str) -> str:
    """The name a row gives itself in the reader's language; "" for none."""
    name = value.get("name") if isinstance(value, dict) else None
    if isinstance(name, dict):
        return next((text for each in (name.get(language), *name.values()) if (text := _text(each))), "")
    return _text(name)


def _title(value: Value, otherwise: str, language: str) -> str:
    return title_of(value, language) or otherwise
