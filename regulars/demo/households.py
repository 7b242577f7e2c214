"""Who the demo's members are. Names, cards and phones are made up; what 801 households told about themselves is the data's own."""

from collections.abc import Mapping
from typing import Any

import duckdb

_GIVEN = (
    "Amara", "Bruno", "Clara", "Derek", "Elena", "Felix", "Grace", "Hugo", "Ingrid", "Jonas", "Keiko", "Liam", "Marta", "Nadia", "Oscar",
    "Priya", "Quinn", "Rosa", "Samuel", "Tessa", "Umar", "Vera", "Wendy", "Xenia", "Yusuf", "Zoe", "Anton", "Beatrix", "Caleb", "Daphne",
    "Ethan", "Fiona", "Gabriel", "Hannah", "Ivan", "Joan", "Kofi", "Lucia", "Miles", "Nora", "Owen",
)  # fmt: skip
_FAMILY = (
    "Abbott", "Barlow", "Castell", "Dunmore", "Ellery", "Fairbank", "Garrow", "Holloway", "Ibarra", "Jessop", "Kerrigan", "Lindqvist",
    "Marlowe", "Norwood", "Okafor", "Pemberton", "Quillan", "Ravenel", "Sandoval", "Thackeray", "Underhill", "Vasquez", "Whitlock", "Yardley",
    "Zeller", "Ashdown", "Bellamy", "Corrigan", "Delacroix", "Everhart", "Fontaine", "Greenlee", "Hathaway", "Ingram", "Juarez", "Kingsley",
    "Lockwood", "Montrose", "Nakagawa", "Oakley", "Prescott", "Rutherford", "Sinclair", "Tremaine", "Varga", "Winslow", "Yates",
)  # fmt: skip
_FAMILY_ZH = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN_ZH = (
    "安琪", "博文", "晨曦", "丹青", "恩泽", "芳菲", "国栋", "海燕", "家豪", "静怡", "凯文", "兰心", "美玲", "念慈", "鹏飞", "倩如", "若曦",
    "思远", "婷婷", "文静", "晓彤", "雅琴", "振宇", "子涵", "明哲", "雨桐", "志强", "佳颖", "俊杰", "淑芬", "浩然",
)  # fmt: skip
_AREA_CODES = (
    201, 203, 212, 215, 267, 302, 315, 339, 347, 401, 412, 413, 484, 508, 516, 518, 570, 585, 607, 609, 610, 617, 631, 646, 716, 717, 718
)  # fmt: skip
_TOLD = ("age", "income", "home_ownership", "marital_status", "household_size", "household_comp", "kids_count")


def enrolments(data: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Household -> the ``data`` of its ``member.enrolled``: profile and identities, as an API would send them."""
    households = [row[0] for row in data.execute("SELECT DISTINCT household_id FROM lines ORDER BY household_id").fetchall()]
    told = {row[0]: dict(zip(_TOLD, row[1:], strict=True)) for row in data.execute(f"SELECT household_id, {', '.join(_TOLD)} FROM demographics").fetchall()}
    return {str(household): _enrolment(place, household, told.get(household, {})) for place, household in enumerate(households)}


def _enrolment(place: int, household: int, told: Mapping[str, str | None]) -> dict[str, Any]:
    attributes = {name: value for name, value in told.items() if value is not None}
    profile: dict[str, Any] = {**_name(place), "phone": _phone(place)}
    if attributes:
        profile["attributes"] = attributes
    return {"profile": profile, "identities": [{"kind": "card", "value": card_of(household)}]}


def card_of(household: int) -> str:
    return f"9550{household:08d}"


def _name(place: int) -> dict[str, str]:
    """Every third household has a Chinese name. A few share one, as people do: the console must tell them apart by card and phone."""
    if place % 3 == 2:
        family, given = _FAMILY_ZH[place % len(_FAMILY_ZH)], _GIVEN_ZH[place % len(_GIVEN_ZH)]
        return {"name": family + given, "language": "zh-Hans" if place % 2 else "zh-Hant"}
    return {"name": f"{_GIVEN[place % len(_GIVEN)]} {_FAMILY[place % len(_FAMILY)]}", "language": "en"}


def _phone(place: int) -> str:
    """555-0100 … 555-0199 of each area code are kept free for fiction: 2,700 numbers for 2,469 households."""
    return f"+1{_AREA_CODES[place // 100]}55501{place % 100:02d}"
