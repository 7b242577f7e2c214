"""One way of writing each personal value, so that the same phone, e-mail or card is found however it was typed. Pure."""

import re
import unicodedata
from datetime import date

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from regulars.kit.errors import Invalid
from regulars.members import errors  # noqa: F401  (its sentences)

LONGEST_VALUE = 128
_KIND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;:\"()]{1,64}@[^\s@.<>,;:\"()]+(?:\.[^\s@.<>,;:\"()]+)+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
)  # control characters, line ends, half surrogate pairs
_LAST_FOUR = 4


def plain_text(value: object, field: str, longest: int = LONGEST_VALUE) -> str:
    """Trimmed NFC text. Raises Invalid ``profile.not_text | profile.too_long | profile.control_character``."""
    if not isinstance(value, str):
        raise Invalid("profile.not_text", field=field)
    if len(value) > 4 * longest:  # before any work is done on it
        raise Invalid("profile.too_long", field=field, longest=longest)
    if _UNPRINTABLE.search(value.strip()):
        raise Invalid("profile.control_character", field=field)
    text = unicodedata.normalize("NFC", value).strip()
    if len(text) > longest:
        raise Invalid("profile.too_long", field=field, longest=longest)
    return text


def phone(value: object, region: str = "") -> str:
    """E.164 (``+8613800138000``). ``region``: the shop's, for numbers written without a country code; empty asks for the code.

    Only the length is checked against the country's plan: new number ranges come sooner than any list of them.
    Raises Invalid ``profile.phone_unreadable``.
    """
    text = unicodedata.normalize("NFKC", plain_text(value, "phone"))
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        raise Invalid("profile.phone_unreadable") from None
    if number.extension or phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise Invalid("profile.phone_unreadable")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def last_four(phone_number: str) -> str:
    return phone_number[-_LAST_FOUR:]


def email(value: object) -> str:
    """Trimmed, NFKC, lower case. Raises Invalid ``profile.email_unreadable``."""
    text = unicodedata.normalize("NFKC", plain_text(value, "email", 254)).lower()
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise Invalid("profile.email_unreadable")
    return text


def birthday(value: object, today: date) -> str:
    """``1990-05-17``. Raises Invalid ``profile.birthday_unreadable | profile.birthday_in_future``."""
    text = plain_text(value, "birthday")
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        raise Invalid("profile.birthday_unreadable")
    if day > today:
        raise Invalid("profile.birthday_in_future")
    return text


def kind(value: object) -> str:
    """Raises Invalid ``identity.kind_unreadable``."""
    if not isinstance(value, str) or not _KIND.fullmatch(value):
        raise Invalid("identity.kind_unreadable")
    return value


def identity(kind: str, value: object, region: str = "") -> str:
    """The one way of writing an identity: phone E.164, e-mail lower case, card upper case, anything else NFKC and trimmed.

    Raises what ``phone`` and ``email`` raise, and Invalid ``identity.empty``.
    """
    if kind == "phone":
        return phone(value, region)
    if kind == "email":
        return email(value)
    text = unicodedata.normalize("NFKC", plain_text(value, kind)).strip()
    if not text:
        raise Invalid("identity.empty", kind=kind)
    return text.upper() if kind == "card" else text
