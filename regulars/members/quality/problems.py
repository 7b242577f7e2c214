"""What is wrong with one member's details, field by field. Pure.

missing; malformed (no such thing can exist); unlikely (a phone number no network gives out); placeholder (typed to get past a form);
impossible (a birthday nobody can have); unreadable (it does not open under its key). ``duplicate`` is found by comparing, in ``looking``.
"""

import re
import unicodedata
from datetime import date

import phonenumbers

from regulars.kit.errors import Invalid
from regulars.members import names, normal
from regulars.members.profile import Profile

FIELDS = ("name", "phone", "email", "birthday")  # looked at where the programme names none
PROBLEMS = ("missing", "malformed", "unlikely", "placeholder", "impossible", "duplicate", "unreadable")
OLDEST = 115  # years: whoever is older is world news
_SURELY_DEFAULT = frozenset({date(1900, 1, 1), date(1970, 1, 1)})  # what forms and spreadsheets fill in
_NO_NAMES = frozenset(
    ["test", "tester", "testing", "asdf", "qwerty", "xxx", "xx", "abc", "aaa", "none", "null", "nil", "na", "noname", "anonymous", "unknown", "customer", "guest", "member", "user", "admin", "name", "firstname", "lastname", "foo", "bar", "测试", "測試", "无", "無", "未知", "匿名", "先生", "女士", "小姐", "顾客", "顧客", "客户", "客戶", "会员", "會員", "用户", "用戶", "散客", "姓名", "张三", "張三", "李四", "某某"]
)
_NO_MAIL = re.compile(r"(test|none|no|na|noemail|nomail|asdf|abc|xxx|a)@.*|.*@(example\.(com|org|net)|test\.[a-z]+|none\.[a-z]+|noemail\.[a-z]+|mailinator\.com)", re.ASCII)


def problems_of(profile: Profile, field: str, *, today: date) -> list[str]:
    """The field's problems, worst first; [] for a sound one. ``attributes.…`` and the rest can only be missing."""
    if field == "name" and not profile.display_name:
        return ["missing"]
    value = profile.display_name if field == "name" else _value(profile, field)
    if value in ("", None):
        return ["missing"]
    if field in ("name", "given_name", "family_name"):
        return _of_name(str(value))
    if field == "phone":
        return _of_phone(str(value))
    if field == "email":
        return _of_email(str(value))
    return _of_birthday(value, today) if isinstance(value, date) else []


def _value(profile: Profile, field: str) -> object:
    return profile.attributes.get(field.removeprefix("attributes.")) if field.startswith("attributes.") else getattr(profile, field)


def _of_name(text: str) -> list[str]:
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalpha()]
    plain = "".join(names.words(text))
    if not letters or (len(set(plain)) == 1 and len(plain) > 2) or plain in _NO_NAMES or any(word in _NO_NAMES for word in names.words(text)[:1] if len(names.words(text)) == 1):
        return ["placeholder"]
    return ["malformed"] if any(letter.isdecimal() for letter in text) or "@" in text else []


def _of_phone(text: str) -> list[str]:
    try:
        number = phonenumbers.parse(normal.phone(text))
    except (Invalid, phonenumbers.NumberParseException):
        return ["malformed"]
    digits = str(number.national_number)
    run = "0123456789" * 2
    if len(set(digits[-7:])) == 1 or digits[-8:] in run or digits[-8:] in run[::-1]:
        return ["placeholder"]
    return [] if phonenumbers.is_valid_number(number) else ["unlikely"]


def _of_email(text: str) -> list[str]:
    try:
        address = normal.email(text)
    except Invalid:
        return ["malformed"]
    if _NO_MAIL.fullmatch(address):
        return ["placeholder"]
    last = address.rpartition(".")[2]
    return [] if len(last) > 1 and not last.isdecimal() and ".." not in address else ["malformed"]


def _of_birthday(day: date, today: date) -> list[str]:
    if day > today or day.year < today.year - OLDEST:
        return ["impossible"]
    return ["placeholder"] if day in _SURELY_DEFAULT else []
