"""Template words: icons, numbers, money and dates in the reader's language. ``w`` is a ``kit.formats.Wording``."""

from datetime import date

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from regulars.kit.formats import Wording
from regulars.kit.phrases import known_codes, phrases, say

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("console/icons.svg"), name
    )


phrases(
    {
        "profile.attribute.age": ("Age", "年龄", "年齡"),
        "profile.attribute.gender": ("Gender", "性别", "性別"),
        "profile.attribute.income": ("Income", "收入", "收入"),
        "profile.attribute.home_ownership": ("Home", "住房", "住房"),
        "profile.attribute.marital_status": ("Marital status", "婚姻状况", "婚姻狀況"),
        "profile.attribute.household_size": ("People in the household", "家庭人数", "家庭人數"),
        "profile.attribute.household_comp": ("Household", "家庭构成", "家庭構成"),
        "profile.attribute.kids_count": ("Children", "子女数", "子女數"),
    }
)


@register.filter
def attribute(name: str, w: Wording) -> str:
    """The name of what a shop knows of a member: in the reader's words where it is a usual one, else as the shop wrote it."""
    code = f"profile.attribute.{name}"
    return say(code, {}, w.language) if code in known_codes() else str(name).replace("_", " ")


@register.filter
def points(value: int, w: Wording) -> str:
    return w.points(value)


@register.filter
def points_signed(value: int, w: Wording) -> str:
    return w.points(value, signed=True)


@register.filter
def money(minor: int, w: Wording) -> str:
    return w.money(minor)


@register.filter
def big_money(minor: int, w: Wording) -> str:
    return w.compact_money(minor)


@register.filter
def count(value: int, w: Wording) -> str:
    return w.number(value)


@register.filter
def on_day(value: date | int | None, w: Wording) -> str:
    return w.day(value)


@register.filter
def at_moment(value: object, w: Wording) -> str:
    return w.moment(value)  # type: ignore[arg-type]


@register.filter
def how_far(value: date | int, w: Wording) -> str:
    """How far a day is from the reader's today."""
    return w.distance(value)


@register.filter
def read(text: object, w: Wording) -> str:
    """A programme's own text in the reader's language."""
    return text.read(w.language)  # type: ignore[attr-defined,no-any-return]


@register.filter
def said(code: str, w: Wording) -> str:
    """A code of the phrasebook in the reader's language."""
    return say(code, {}, w.language)
