"""The checks on an order file's rows, as SQL: text in, whole numbers and a set of problems out."""

from collections.abc import Mapping
from typing import NamedTuple

from regulars.connectors.table_file import Kind
from regulars.journal.posting import LONGEST_ID, LONGEST_REF
from regulars.kit.money import LARGEST_MINOR

TEXTS = ("sku", "category", "brand", "channel", "store", "partner")
NEEDED = ("order_id", "member", "ordered_at", "sku", "quantity", "amount")
OPTIONAL = ("discount", "category", "brand", "channel", "store", "partner", "currency")
OF_ARTICLES = ("sku", "quantity")  # of the needed ones, what a study of past orders does without: every line is one piece of the same

OTHER_CURRENCY = "orders.currency_other"  # found over the whole file, once it is read

# Each is a finding's code; its place is its bit in `problems`.
PROBLEMS = (
    "orders.order_id_missing",
    "orders.order_id_long",
    "orders.member_missing",
    "orders.member_long",
    "orders.member_unreachable",
    "orders.sku_missing",
    "orders.text_broken",
    "orders.text_long",
    "orders.date_unreadable",
    "orders.date_early",
    "orders.date_ahead",
    "orders.quantity_unreadable",
    "orders.quantity_none",
    "orders.quantity_digits",
    "orders.amount_unreadable",
    "orders.amount_negative",
    "orders.amount_digits",
    "orders.amount_large",
    "orders.discount_unreadable",
    "orders.cell_error",
    "orders.cell_digits",
    "orders.cell_date",
    OTHER_CURRENCY,
)
IDS = ("order_id", "member", "sku")
# Which column's text a problem quotes.
QUOTED = {code: code.split(".")[1].split("_")[0] for code in PROBLEMS}

_NAIVE = r"\d{4}-\d{2}-\d{2}([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?)?"
_ZONED = r"\d{4}-\d{2}-\d{2}[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)"


_ERROR = r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FORMULA!)"  # as a spreadsheet writes them; the last: workbook.UNCALCULATED
_DIGITS_LOST = r"[0-9](\.[0-9]+)?E\+[0-9]{2,3}"  # a number of more than 15 digits, as a spreadsheet shows it
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:.]+)?|[0-9]{2}:[0-9]{2}:[0-9.]+"
_UNTOLD = {"sku": "'?'", "quantity": "'1'"}  # where a study's file has no such column


class Limits(NamedTuple):
    digits: int  # the currency's
    latest_us: int  # orders after this are ahead of time
    returns: bool = False  # a negative quantity or amount is a return, not a finding


def staging(kinds: Mapping[str, Kind], limits: Limits) -> str:
    """A SELECT over ``raw`` (and ``local_days``): one row per record with typed values, ``problems``, and the quoted texts."""
    quoted = ", ".join(f"CASE WHEN problems <> 0 THEN {name}_text END AS {name}_text" for name in _quoted_columns())
    return f"""
        WITH texts AS (SELECT row, {_texts(kinds, limits)} FROM raw),
        timed AS (
            SELECT texts.* EXCLUDE (local_us, instant_us),
                   CASE WHEN local_us IS NULL THEN instant_us
                        WHEN local_us < threshold_us THEN local_us - before_us ELSE local_us - after_us END AS at_us,
                   local_us IS NOT NULL AND threshold_us IS NULL AS out_of_range
            FROM texts LEFT JOIN local_days ON day = local_us // 86400000000
        ),
        numbered AS (SELECT *, {_numbers(kinds, limits)} FROM timed),
        judged AS (SELECT *, ({_problems(kinds, limits)})::INTEGER AS problems FROM numbered),
        checked AS (SELECT *, CASE WHEN problems <> 0 THEN left({_first_odd(kinds)}, 80) END AS cell_text FROM judged)
        SELECT row, order_id, member, at_us, sku, quantity, amount, discount, category, brand, channel, store, partner, currency_text, problems,
               amount_rounded OR quantity_rounded OR discount_rounded AS rounded, {quoted}
        FROM checked"""


def _quoted_columns() -> tuple[str, ...]:
    return ("order", "member", "date", "quantity", "amount", "discount", "cell")


def _texts(kinds: Mapping[str, Kind], limits: Limits) -> str:
    untold = {name: _UNTOLD[name] for name in OF_ARTICLES if limits.returns and name not in kinds}
    parts = [f"{untold.get(name) or _as_text(name, kinds.get(name))} AS {name}" for name in ("order_id", "member", *TEXTS)]
    parts += [f"trim({untold.get(name) or _as_text(name, kinds.get(name))}) AS {name}_text" for name in ("quantity", "amount", "discount")]
    parts += [f"left({_as_text(name, kinds.get(name))}, 80) AS {quoted}_text" for name, quoted in (("order_id", "order"), ("member", "member"))]
    currency = f"upper(trim({_as_text('currency', kinds.get('currency'))}))"
    parts.append(f"CASE {currency} WHEN 'RMB' THEN 'CNY' ELSE left({currency}, 80) END AS currency_text")
    parts += _moments(kinds["ordered_at"])
    return ", ".join(parts)


def _as_text(name: str, kind: Kind | None) -> str:
    if kind is None:
        return "''"
    if kind == "float":  # a whole number stored as a float, as data frames with gaps do: 17850, not 17850.0
        return (
            f"CASE WHEN {name} IS NULL OR isnan({name}) THEN '' WHEN {name} = trunc({name}) AND abs({name}) < 1e15 "
            f"THEN {name}::BIGINT::VARCHAR ELSE {name}::VARCHAR END"
        )
    return f"coalesce({name}{'' if kind in ('text', 'cell') else '::VARCHAR'}, '')"


def _moments(kind: Kind) -> list[str]:
    """``local_us`` for a wall-clock time, ``instant_us`` for a fixed moment; both null where it can't be read."""
    if kind == "instant":
        return ["coalesce(ordered_at::VARCHAR, '') AS date_text", "NULL::BIGINT AS local_us", "epoch_us(ordered_at) AS instant_us"]
    if kind in ("local", "day"):
        local = "epoch_us(ordered_at::TIMESTAMP) AS local_us"
        return ["coalesce(ordered_at::VARCHAR, '') AS date_text", local, "NULL::BIGINT AS instant_us"]
    text = f"trim({_as_text('ordered_at', kind)})"
    return [
        f"{text} AS date_text",
        f"CASE WHEN regexp_full_match(date_text, '{_NAIVE}') THEN epoch_us(try_cast(date_text AS TIMESTAMP)) END AS local_us",
        f"CASE WHEN local_us IS NULL AND regexp_full_match(date_text, '{_ZONED}')"
        " THEN epoch_us(try_cast(date_text AS TIMESTAMPTZ)) END AS instant_us",
    ]


def _numbers(kinds: Mapping[str, Kind], limits: Limits) -> str:
    """The scaled numbers; null where the text is not exactly one. A float column's value is rounded, half up."""
    parts = []
    for name, digits in (("quantity", 3), ("amount", limits.digits), ("discount", limits.digits)):
        text = f"{name}_text"
        signed = limits.returns
        exact = _exact(text, digits, signed)
        if kinds.get(name) == "float":
            above = "" if signed else f" AND {name}_float >= 0"
            number = f"CASE WHEN isfinite({name}_float){above} THEN try_cast({text} AS DECIMAL(18,{digits})) END"
            number = number.replace(f"{name}_float", f"try_cast({text} AS DOUBLE)")
            parts.append(f"{name} IS NOT NULL AND NOT {exact} AS {name}_rounded")
        elif kinds.get(name) == "cell":
            written = rf"regexp_full_match({text}, '{'-?' if signed else ''}\d{{1,18}}(\.\d*)?')"
            number = f"CASE WHEN {written} THEN try_cast({text} AS DECIMAL(18,{digits})) END"
            parts.append(f"{written} AND NOT {exact} AS {name}_rounded")
        else:
            number = f"CASE WHEN {exact} THEN try_cast({text} AS DECIMAL(18,{digits})) END"
            parts.append(f"false AS {name}_rounded")
        if name == "discount":
            number = f"CASE WHEN {text} = '' THEN 0 ELSE {number} END"
        parts.insert(-1, f"({number} * {10**digits})::BIGINT AS {name}")
    return ", ".join(parts)


def _exact(text: str, digits: int, signed: bool) -> str:
    part = rf"(\.\d{{0,{digits}}}0*)?" if digits else r"(\.0*)?"
    return rf"regexp_full_match({text}, '{'-?' if signed else ''}\d{{1,18}}{part}')"


def _problems(kinds: Mapping[str, Kind], limits: Limits) -> str:
    sign = "-?" if limits.returns else ""
    number = rf"regexp_full_match({{0}}, '{sign}\d{{{{1,18}}}}(\.\d*)?')"
    negative = "false" if limits.returns else r"regexp_full_match({0}, '-[\d.]+(e[+-]?\d+)?') AND try_cast({0} AS DOUBLE) < 0"
    nothing = "quantity = 0 AND amount >= 0" if limits.returns else "quantity = 0"
    exact = _exact("amount_text", limits.digits, limits.returns)
    texts = ("order_id", "member", *TEXTS)
    odd = _odd(kinds)
    tests = {
        "orders.order_id_missing": "trim(order_id) = ''",
        "orders.order_id_long": f"length(order_id) > {LONGEST_ID}",
        "orders.member_missing": "trim(member) = ''",
        "orders.member_long": f"length(member) > {LONGEST_REF}",
        "orders.member_unreachable": "member IN ('.', '..')",
        "orders.sku_missing": "trim(sku) = ''",
        "orders.text_broken": " OR ".join(f"contains({name}, chr(0))" for name in texts),
        "orders.text_long": " OR ".join(f"length({name}) > {LONGEST_ID}" for name in TEXTS),
        "orders.date_unreadable": "at_us IS NULL AND NOT out_of_range",
        "orders.date_early": "at_us < 0 OR out_of_range",
        "orders.date_ahead": f"at_us > {limits.latest_us}",
        "orders.quantity_unreadable": f"quantity IS NULL AND NOT {number.format('quantity_text')} AND NOT ({negative.format('quantity_text')})",
        "orders.quantity_none": f"({nothing}) OR ({negative.format('quantity_text')})",
        "orders.quantity_digits": f"quantity IS NULL AND {number.format('quantity_text')}",
        "orders.amount_unreadable": f"amount IS NULL AND NOT {number.format('amount_text')} AND NOT ({negative.format('amount_text')})",
        "orders.amount_negative": negative.format("amount_text"),
        "orders.amount_digits": f"amount IS NULL AND {number.format('amount_text')} AND NOT {exact}",
        "orders.amount_large": f"abs(amount) > {LARGEST_MINOR} OR (amount IS NULL AND {exact})",
        "orders.discount_unreadable": f"discount IS NULL OR abs(discount) > {LARGEST_MINOR}",
        OTHER_CURRENCY: "false",
        **{code: " OR ".join(f"regexp_full_match({name}, '{pattern}')" for name, pattern in named) or "false" for code, named in odd.items()},
    }
    bits = " + ".join(f"CASE WHEN {tests[code]} THEN {1 << bit} ELSE 0 END" for bit, code in enumerate(PROBLEMS))
    return f"CASE WHEN {_surely_fine(kinds, limits)} THEN 0 ELSE {bits} END"


def _odd(kinds: Mapping[str, Kind]) -> dict[str, list[tuple[str, str]]]:
    """(column, what it may not be) of what a spreadsheet made of a cell; a CSV it saved has the first two as well."""
    texts = ("order_id", "member", *TEXTS)
    return {
        "orders.cell_error": [(name, _ERROR) for name in texts],
        "orders.cell_digits": [(name, _DIGITS_LOST) for name in IDS],
        "orders.cell_date": [(name, _DAY) for name in IDS if kinds.get(name) == "cell"],
    }


def _first_odd(kinds: Mapping[str, Kind]) -> str:
    cases = [f"CASE WHEN regexp_full_match({name}, '{pattern}') THEN {name} END" for named in _odd(kinds).values() for name, pattern in named]
    return f"coalesce({', '.join(cases)}, '')"


def _surely_fine(kinds: Mapping[str, Kind], limits: Limits) -> str:
    """A cheap test that nearly every good row passes; the others are looked at closely. ``>= '$'``: not empty, no blank and no # in front."""
    named = " AND ".join(f"{name} >= '$' AND strlen({name}) <= {LONGEST_REF}" for name in ("order_id", "member", "sku"))
    others = " AND ".join(f"strlen({name}) <= {LONGEST_ID}" for name in TEXTS)
    whole = " AND ".join(f"NOT contains({name}, chr(0))" for name in ("order_id", "member", *TEXTS))
    whole += "".join(f" AND {name} NOT BETWEEN '#' AND '$'" for name in TEXTS if name in kinds and name not in IDS)
    whole += "".join(f" AND NOT contains({name}, 'E+')" for name in IDS)
    whole += "".join(f" AND NOT regexp_full_match({name}, '{_DAY}')" for name in IDS if kinds.get(name) == "cell")
    return (
        f"at_us BETWEEN 0 AND {limits.latest_us} AND quantity > 0 AND amount <= {LARGEST_MINOR} AND discount <= {LARGEST_MINOR}"
        f"{f' AND amount >= -{LARGEST_MINOR} AND discount >= -{LARGEST_MINOR}' if limits.returns else ''}"
        f" AND {named} AND member NOT IN ('.', '..') AND {others} AND {whole}"
    )
