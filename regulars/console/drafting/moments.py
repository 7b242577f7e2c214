"""A moment somebody typed: now, or a day and a time in the programme's time zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from regulars.console.shop import Shop
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

phrases(
    {
        "draft.not_a_moment": ("“{text}” is no day and time: choose both, such as 2027-01-01 00:00", "“{text}”不是有效的日期和时间，请都选择，如 2027-01-01 00:00", "「{text}」不是有效的日期和時間，請都選擇，如 2027-01-01 00:00"),
        "draft.in_the_past": ("{at} is past: a version can’t begin before now", "{at} 已过去：新版本不能早于现在生效", "{at} 已過去：新版本不能早於現在生效"),
    }
)


def moment_of(day: str, time: str, found: Shop) -> datetime | None:
    """None for now: no day was given. Raises Invalid ``draft.not_a_moment | draft.in_the_past``."""
    if not day.strip():
        return None
    text = f"{day.strip()} {time.strip() or '00:00'}"
    try:
        local = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(found.program.timezone))
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid("draft.not_a_moment", text=text[:40]) from None
    if at <= found.at:
        raise Invalid("draft.in_the_past", at=text)
    return at
