"""Time zones and currencies, as the world names them."""

import re
from functools import lru_cache
from zoneinfo import available_timezones

from regulars.program.findings import Notes, meant
from regulars.program.values import string
from regulars.program.yaml_lines import Node

_CODE = re.compile(r"[A-Z]{3}", re.ASCII)

# ISO 4217: how many digits each currency has after the point.
_BY_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD "
    "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_DIGITS = {code: digits for digits, codes in _BY_DIGITS.items() for code in codes.split()}


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def timezone(node: Node, notes: Notes) -> str | None:
    """An IANA name such as ``Asia/Shanghai``."""
    text = string(node, notes)
    if text is None or text in _zones():
        return text
    notes.error("unknown_timezone", node.line, text=text[:60], meant=meant(text, _zones()))
    return None


def currency_code(node: Node, notes: Notes) -> str | None:
    """Three capital letters; a currency of the shop's own is fine."""
    text = string(node, notes)
    if text is not None and not is_currency_code(text):
        notes.error("not_a_currency", node.line, where=node.path, text=text[:60])
        return None
    return text


def is_currency_code(text: str) -> bool:
    """Whether ISO 4217 could have it."""
    return _CODE.fullmatch(text) is not None


def default_digits(code: str) -> int | None:
    """The digits after the point of a currency ISO 4217 knows, else None."""
    return _DIGITS.get(code)
