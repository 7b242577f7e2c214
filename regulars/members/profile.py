"""A member's profile: which fields there are, and reading them strictly. Pure."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NewType
from zoneinfo import available_timezones

from regulars.kit.errors import Invalid
from regulars.members import normal

FIELDS = (
    "name",
    "given_name",
    "family_name",
    "phone",
    "email",
    "birthday",
    "gender",
    "language",
    "address",
    "postcode",
    "city",
    "attributes",
    "timezone",
)
NAMES = ("name", "given_name", "family_name")
GENDERS = ("female", "male", "other")
MOST_ATTRIBUTES = 32
_ATTRIBUTE = re.compile(r"[a-z0-9_]{1,64}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_LONGEST = {"address": 512, "postcode": 32}

Value = str | int | bool

Change = NewType("Change", dict[str, str | None])
"""Fields as they will be kept: normalised text, attributes as JSON; None takes the field back. Made by ``read_profile`` only."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What we know of a person; an empty text is not known."""

    name: str = ""
    given_name: str = ""
    family_name: str = ""
    phone: str = ""  # E.164
    email: str = ""
    birthday: date | None = None
    gender: str = ""
    language: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    attributes: Mapping[str, Value] = field(default_factory=dict)  # age band, household size: sealed all the same
    timezone: str = ""  # an IANA name; empty: the programme's

    @property
    def display_name(self) -> str:
        """The name to show: as given, else put together the way its script does it."""
        if self.name or not (self.given_name and self.family_name):
            return self.name or self.given_name or self.family_name
        together = (self.family_name + self.given_name, f"{self.given_name} {self.family_name}")
        return together[0 if not self.family_name.isascii() and not self.given_name.isascii() else 1]


def read_profile(raw: object, *, region: str, today: date) -> Change:
    """Read a profile from JSON values. A field that is left out stays as it is; null or an empty text takes it back.

    region: the shop's, for phone numbers without a country code. today: no birthday lies after it.
    Raises Invalid ``profile.*`` by name, with the field and never the value.
    """
    if not isinstance(raw, Mapping):
        raise Invalid("profile.unreadable")
    change: dict[str, str | None] = {}
    for name, value in raw.items():
        if name not in FIELDS:
            raise Invalid("profile.unknown_field", field=str(name)[:40], fields=", ".join(FIELDS))
        empty = (
            value is None or (isinstance(value, str) and not value.strip()) or (name == "attributes" and value == {})
        )
        change[name] = None if empty else _read(name, value, region, today)
    return Change(change)


def profile_from(kept: Mapping[str, str]) -> Profile:
    """The profile from its kept texts (opened, empty ones left out)."""
    values: dict[str, Any] = dict(kept)
    if "birthday" in values:
        values["birthday"] = date.fromisoformat(values["birthday"])
    if "attributes" in values:
        values["attributes"] = json.loads(values["attributes"])
    return Profile(**values)


def _read(name: str, value: object, region: str, today: date) -> str:
    readers: dict[str, Callable[[object], str]] = {
        "phone": lambda value: normal.phone(value, region),
        "email": normal.email,
        "birthday": lambda value: normal.birthday(value, today),
        "gender": _gender,
        "language": _language,
        "attributes": _attributes,
        "timezone": _timezone,
    }
    if name in readers:
        return readers[name](value)
    return normal.plain_text(value, name, _LONGEST.get(name, normal.LONGEST_VALUE))


def _gender(value: object) -> str:
    text = normal.plain_text(value, "gender").lower()
    if text not in GENDERS:
        raise Invalid("profile.gender_unknown", choices=", ".join(GENDERS))
    return text


def _language(value: object) -> str:
    text = normal.plain_text(value, "language")
    if not _LANGUAGE.fullmatch(text):
        raise Invalid("profile.language_unreadable")
    return text


def _timezone(value: object) -> str:
    text = normal.plain_text(value, "timezone")
    if text not in zones():
        raise Invalid("profile.timezone_unknown")
    return text


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """The names of the time zones a member may live in."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))) | {"UTC"}


def _attributes(value: object) -> str:
    if not isinstance(value, Mapping) or len(value) > MOST_ATTRIBUTES:
        raise Invalid("profile.attributes_unreadable", most=MOST_ATTRIBUTES)
    read: dict[str, Value] = {}
    for name, each in value.items():
        if not isinstance(name, str) or not _ATTRIBUTE.fullmatch(name) or type(each) not in (str, int, bool):
            raise Invalid("profile.attributes_unreadable", most=MOST_ATTRIBUTES)
        read[name] = normal.plain_text(each, f"attributes.{name}") if isinstance(each, str) else each
        if type(each) is int and abs(each) > 2**53:
            raise Invalid("profile.attributes_unreadable", most=MOST_ATTRIBUTES)
    return json.dumps(read, ensure_ascii=False, sort_keys=True)
