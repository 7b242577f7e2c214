"""Template words: icons, numbers, money and dates in the reader's language. ``w`` is a ``kit.formats.Wording``."""

from datetime import date

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from regulars.kit.formats import Wording
from regulars.kit.phrases import say

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("console/icons.svg"), name
    )


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
