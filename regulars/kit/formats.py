"""Numbers, money and dates as a reader of English, 简体中文 or 繁體中文 writes them. Pure: the language is an argument."""

from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from regulars.kit.periods import NEVER, instant

_SYMBOLS = {
    "CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$", "MOP": "MOP$",
    "SGD": "S$", "KRW": "₩", "THB": "฿", "INR": "₹", "AUD": "A$", "CAD": "CA$",
}  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEVER = {"en": "never", "zh-Hans": "永久有效", "zh-Hant": "永久有效"}
MINUS = "−"  # a real minus sign: as wide as the digits


def number(value: int, signed: bool = False) -> str:
    """``1234 -> 1,234``; ``signed`` writes + before what is above 0."""
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{abs(value):,}"


def scaled(value: int, digits: int, signed: bool = False) -> str:
    """An integer of 10^-digits with its decimals: ``(123450, 2) -> 1,234.50``."""
    if digits == 0:
        return number(value, signed)
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    whole, part = divmod(abs(value), 10**digits)
    return f"{sign}{whole:,}.{part:0{digits}d}"


def points(value: int, language: str, scale: int = 0, signed: bool = False) -> str:
    """``1,234`` in English, ``1,234 分`` in Chinese."""
    words = scaled(value, scale, signed)
    return words if language == "en" else f"{words} 分"


def money(minor: int, currency: str, digits: int) -> str:
    """``(123450, "CNY", 2) -> ¥1,234.50``; a currency without a sign of its own is written ``CHF 1,234.50``."""
    words = scaled(abs(minor), digits)
    sign = MINUS if minor < 0 else ""
    symbol = _SYMBOLS.get(currency)
    return f"{sign}{symbol}{words}" if symbol else f"{sign}{currency}\u00a0{words}"


def compact_money(minor: int, currency: str, digits: int, language: str) -> str:
    """Amounts as a headline writes them: ``$1.23 m``, ``¥123.45 万``; whole units from 100 on, below that in full. Half a unit rounds up."""
    whole = (abs(minor) * 2 + 10**digits) // (2 * 10**digits)
    sign = MINUS if minor < 0 else ""
    symbol = _SYMBOLS.get(currency, currency + "\u00a0")
    steps = (
        ((100_000_000, "亿" if language == "zh-Hans" else "億"), (10_000, "万" if language == "zh-Hans" else "萬"))
        if language != "en"
        else ((1_000_000_000, "bn"), (1_000_000, "m"))
    )
    for size, unit in steps:
        if whole >= size * (10 if unit in "万萬" else 1):
            return f"{sign}{symbol}{abs(minor) / 10**digits / size:,.2f}\u00a0{unit}"
    return f"{sign}{symbol}{whole:,}" if whole >= 100 else money(minor, currency, digits)


def day(value: date | int | None, language: str) -> str:
    """``21 Nov 2026``, ``2026年11月21日``; takes a date or an ordinal; None and NEVER read “never”."""
    if value is None or (isinstance(value, int) and value >= NEVER):
        return _NEVER.get(language, _NEVER["en"])
    at = date.fromordinal(value) if isinstance(value, int) else value
    if language == "en":
        return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
    return f"{at.year}年{at.month}月{at.day}日"


def short_day(value: date | int, language: str) -> str:
    """Without the year: ``21 Nov``, ``11月21日``."""
    at = date.fromordinal(value) if isinstance(value, int) else value
    return f"{at.day} {_MONTHS[at.month - 1]}" if language == "en" else f"{at.month}月{at.day}日"


def is_wide(mark: str) -> bool:
    """Whether a character takes the room of two Latin ones, as Chinese does."""
    return east_asian_width(mark) in "WF"


def width_of(words: str) -> int:
    """How much room words take, in Latin characters."""
    return sum(2 if is_wide(mark) else 1 for mark in words)


def month(value: str, language: str) -> str:
    """A month of the calendar, ``2026-02 -> Feb 2026``, ``2026年2月``."""
    year, at = int(value[:4]), int(value[5:7])
    return f"{_MONTHS[at - 1]} {year}" if language == "en" else f"{year}年{at}月"


def moment(value: datetime | int | None, timezone: str, language: str) -> str:
    """An instant in the programme's time zone, to the minute: ``21 Nov 2026, 14:05``. "" for None."""
    if value is None:
        return ""
    at = (instant(value) if isinstance(value, int) else value).astimezone(ZoneInfo(timezone))
    return f"{day(at.date(), language)}{',' if language == 'en' else ''} {at:%H:%M}"


def _n(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def distance(days: int, language: str) -> str:
    """How far away a day is, counted in days: ``-3 -> 3 days ago``, ``40 -> in 6 weeks``."""
    if days == 0:
        return {"en": "today", "zh-Hans": "今天", "zh-Hant": "今天"}[language]
    if abs(days) == 1:
        names = {"en": ("yesterday", "tomorrow"), "zh-Hans": ("昨天", "明天"), "zh-Hant": ("昨天", "明天")}[language]
        return names[days > 0]
    size = abs(days)
    if size < 14:
        count, en, zh = size, ("day", "days"), ("天", "天")
    elif size < 60:
        count, en, zh = round(size / 7), ("week", "weeks"), ("周", "週")
    elif size < 730:
        count, en, zh = round(size / 30.44), ("month", "months"), ("个月", "個月")
    else:
        count, en, zh = round(size / 365.25), ("year", "years"), ("年", "年")
    if language == "en":
        words = _n(count, *en)
        return f"in {words}" if days > 0 else f"{words} ago"
    words = f"{count} {zh[language == 'zh-Hant']}"
    return words + ({"zh-Hans": "后", "zh-Hant": "後"}[language] if days > 0 else "前")


def percent(part: float, digits: int = 0) -> str:
    """``0.123 -> 12%``."""
    return f"{part * 100:,.{digits}f}%"


def change(now: int, before: int) -> str | None:
    """How much more or less than before: ``+12%``, ``−3%``, ``±0%``; None when there was nothing before."""
    if before <= 0:
        return None
    share = (now - before) / before
    if abs(share) < 0.0005:
        return "±0%"
    words = f"{abs(share) * 100:.1f}" if abs(share) < 0.0995 else f"{abs(share) * 100:,.0f}"
    return f"{'+' if share > 0 else MINUS}{words}%"


def local_day(at: datetime, timezone: str) -> date:
    """The programme's calendar day at an instant."""
    return at.astimezone(ZoneInfo(timezone)).date()



@dataclass(frozen=True, slots=True)
class Wording:
    """How one reader of one programme sees numbers: a language, the programme's currency, its points' scale, its time zone, its today."""

    language: str = "en"
    currency: str = ""
    digits: int = 2
    scale: int = 0
    timezone: str = "UTC"
    today: date = date.min

    def number(self, value: int) -> str:
        return number(value)

    def points(self, value: int, signed: bool = False) -> str:
        return points(value, self.language, self.scale, signed)

    def money(self, minor: int) -> str:
        return money(minor, self.currency, self.digits)

    def compact_money(self, minor: int) -> str:
        return compact_money(minor, self.currency, self.digits, self.language)

    def day(self, value: date | int | None) -> str:
        return day(value, self.language)

    def moment(self, value: datetime | int | None) -> str:
        return moment(value, self.timezone, self.language)

    def distance(self, value: date | int) -> str:
        """From today to ``value``: ``in 3 days``."""
        at = date.fromordinal(value) if isinstance(value, int) else value
        return distance((at - self.today).days, self.language)
