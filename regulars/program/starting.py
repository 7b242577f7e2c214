"""A first document to begin with: a ready-made programme for a kind of shop, told the shop's own name, currency, time zone and usual receipt.

``starters/*.yaml`` are whole documents that count as they stand; their money was thought for the usual receipt given here, in CNY. For another
currency or size of receipt ``first_document`` scales every amount of money and leaves points alone: levels and thresholds go by the receipt and are
rounded to a figure one would say aloud; what a point costs and is worth moves by whole powers of ten, so that it stays a round figure.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from zoneinfo import available_timezones

from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases, say
from regulars.program.editing.rewriting import rewrite
from regulars.program.editing.values import Leaf, Value, read_values

_FOLDER = Path(__file__).with_name("starters")
_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}  # ISO 4217; every other currency has two
_MONEY = frozenset({"spend", "order_at_least", "order.net_amount"})
_SAID_ALOUD = tuple(Decimal(text) for text in ("1", "1.2", "1.5", "1.8", "2", "2.5", "3", "3.5", "4", "4.5", "5", "6", "7", "8", "9", "10"))
_LARGEST = Decimal(10) ** 9

phrases(
    {
        "starter.shop": ("A shop", "零售门店", "零售門市"),
        "starter.hotel": ("A hotel", "酒店", "飯店"),
        "starter.cafe": ("A café", "咖啡馆、茶饮店", "咖啡館、茶飲店"),
        "starter.blank": ("From a blank", "从空白开始", "從空白開始"),
        "starter.shop.about": (
            "Points on every purchase, a member day, a birthday present, three levels by spend or visits, and a reward for bringing friends.",
            "消费得积分、会员日双倍、生日月礼；按消费额或到店次数分三个等级；推荐好友有奖励。",
            "消費得積分、會員日雙倍、生日月禮；按消費額或到店次數分三個等級；推薦好友有獎勵。",
        ),
        "starter.hotel.about": (
            "Points on stays and for every night, more for booking directly, four levels by nights or spend, a quick way to Silver.",
            "入住消费与每晚都得积分，官方渠道预订更多；按间夜或消费额分四个等级；两次入住可快速升银卡。",
            "入住消費與每晚都得積分，官方管道預訂更多；按間夜或消費額分四個等級；兩次入住可快速升銀卡。",
        ),
        "starter.cafe.about": (
            "A stamp card for drinks that begins again by itself, points on everything, double in quiet afternoons, levels by visits.",
            "饮品集点卡满十送一并自动重新开始；消费得积分，工作日下午双倍；按到店次数分等级。",
            "飲品集點卡滿十送一並自動重新開始；消費得積分，平日下午雙倍；按到店次數分等級。",
        ),
        "starter.blank.about": (
            "One kind of points and one rule. Everything else you add yourself.",
            "只有一种积分和一条规则，其余由您自行添加。",
            "只有一種積分和一條規則，其餘由您自行新增。",
        ),
        "starter.unknown": ("there is no template “{id}”; there are {known}", "没有模板“{id}”，可选：{known}", "沒有範本「{id}」，可選：{known}"),
        "starter.no_name": ("give the programme a name", "请填写会员计划的名称", "請填寫會員計劃的名稱"),
        "starter.bad_currency": ("“{code}” is no currency: three letters such as CNY or USD", "“{code}”不是币种代码：三个字母，如 CNY、USD", "「{code}」不是幣種代碼：三個字母，如 CNY、USD"),
        "starter.bad_timezone": ("“{name}” is no time zone, such as Asia/Shanghai", "“{name}”不是有效时区，如 Asia/Shanghai", "「{name}」不是有效時區，如 Asia/Shanghai"),
        "starter.bad_receipt": ("“{amount}” is no usual receipt: an amount above 0, such as 35 or 12.50", "“{amount}”不是有效的客单价：应为大于 0 的金额，如 35 或 12.50", "「{amount}」不是有效的客單價：應為大於 0 的金額，如 35 或 12.50"),
    }
)


@dataclass(frozen=True, slots=True)
class Starter:
    """``receipt``: what a usual receipt is in its document, in CNY; None where there is no amount to scale by it."""

    id: str
    receipt: Decimal | None

    @property
    def document(self) -> str:
        return (_FOLDER / f"{self.id}.yaml").read_text(encoding="utf-8")

    def name(self, language: str) -> str:
        return say(f"starter.{self.id}", {}, language)

    def about(self, language: str) -> str:
        return say(f"starter.{self.id}.about", {}, language)


STARTERS = (Starter("shop", Decimal(100)), Starter("hotel", Decimal(1000)), Starter("cafe", Decimal(35)), Starter("blank", Decimal(100)))


def starter(id: str) -> Starter:
    """Raises Invalid ``starter.unknown``."""
    for one in STARTERS:
        if one.id == id:
            return one
    raise Invalid("starter.unknown", id=id[:40], known=", ".join(one.id for one in STARTERS))


def first_document(id: str, *, name: str, currency: str, timezone: str, receipt: str) -> str:
    """The template's document for this shop. receipt: what a customer usually pays at once, in ``currency``, as a decimal text.

    Raises Invalid ``starter.unknown | starter.no_name | starter.bad_currency | starter.bad_timezone | starter.bad_receipt``.
    """
    chosen, name, code, zone = starter(id), _line(name), currency.strip().upper(), timezone.strip()
    if not name:
        raise Invalid("starter.no_name")
    if not re.fullmatch("[A-Z]{3}", code):
        raise Invalid("starter.bad_currency", code=currency.strip()[:20])
    if zone not in available_timezones():
        raise Invalid("starter.bad_timezone", name=zone[:60])
    usual, digits = _receipt(receipt), _DIGITS.get(code, 2)
    values = read_values(chosen.document)
    assert values is not None and chosen.receipt is not None
    factor = usual / chosen.receipt
    if factor != 1:
        scaled = _scaled(values, factor, Decimal(10) ** round(factor.log10()), digits)
        assert isinstance(scaled, dict)
        values = scaled
    slug = "-".join(re.findall("[a-z0-9]+", name.lower()))[:60]
    values |= {
        "program": Leaf(slug or chosen.id + "-club", quoted=True),
        "name": Leaf(name, quoted=True),
        "currency": {"code": Leaf(code), "minor_digits": Leaf(str(digits))},
        "timezone": Leaf(zone),
    }
    return re.sub(r"(?m)^# The amounts were thought for .*$", f"# The amounts go by a usual receipt of {_plain(usual)} {code}.", rewrite(chosen.document, values), count=1)


def _line(text: str) -> str:
    """On one line, without what can not be printed."""
    return "".join(letter for letter in " ".join(text.split())[:100] if letter.isprintable())


def _receipt(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        amount = Decimal(0)
    if not re.fullmatch(r"\d+(\.\d+)?", text.strip(), re.ASCII) or not Decimal("0.001") <= amount <= _LARGEST:
        raise Invalid("starter.bad_receipt", amount=text.strip()[:40])
    return amount


def _scaled(value: Value, factor: Decimal, power: Decimal, digits: int, key: str = "") -> Value:
    """Money under ``key`` scaled, everything else as it is."""
    if isinstance(value, list):
        return [_scaled(each, factor, power, digits, key) for each in value]
    if isinstance(value, dict):
        by_amount = value.get("of") == Leaf("net_amount")
        inner = {name: _scaled(each, factor, power, digits, "per_amount" if name == "per" and by_amount else key if key in _MONEY else name) for name, each in value.items()}
        return inner
    if key in ("point_value", "per_amount"):
        return Leaf(_plain(Decimal(value.text) * power))
    if key in _MONEY and re.fullmatch(r"[0-9.]+", value.text):
        return Leaf(_plain(_said_aloud(Decimal(value.text) * factor, digits)))
    return value


def _said_aloud(amount: Decimal, digits: int) -> Decimal:
    """The nearest figure one would say: 347.5 → 350; at least the currency's smallest unit."""
    decade = Decimal(10) ** amount.adjusted()
    nearest = min(_SAID_ALOUD, key=lambda figure: abs(figure - amount / decade)) * decade
    unit = Decimal(1).scaleb(-digits)
    return max(nearest.quantize(unit, ROUND_HALF_UP), unit)


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
