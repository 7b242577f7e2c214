"""The good orders of a checked file, as events."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, Literal, NamedTuple

import msgspec
import pyarrow as pa

from regulars.connectors.orders_file import CheckedOrders, connect
from regulars.engine.event_names import ORDER_PAID
from regulars.engine.events import QUANTITY_DIGITS, Event, Line, OrderPaid
from regulars.kit.money import text_of

Sorting = Literal["time", "member"]
_BATCH_ROWS = 50_000
# `size`: how many rows the order has; quantity in thousandths, amount and discount in minor units.
ROW_COLUMNS = ("member", "order_id", "at_us", "size", "channel", "store", "partner", "sku", "quantity", "amount", "discount", "category", "brand")


class Order(NamedTuple):
    """``body``: the ``data`` of the order as the API would have been sent it; empty where nobody asked for bodies."""

    ref: str
    event: Event
    body: bytes


def read_orders(
    checked: CheckedOrders,
    *,
    sorting: Sorting = "time",
    bodies: bool = True,
    until_us: int | None = None,
    part: int = 0,
    parts: int = 1,
    threads: int = 2,
) -> Iterator[Order]:
    """Every order without a finding, by (time, order id), or by (member, time, order id).

    ``part`` of ``parts`` takes the members whose reference falls there, so that processes share a file without meeting.
    A member's orders come in the same order either way. ``until_us``: orders after that moment are left out.
    """
    order_by = "at_us, order_id, row" if sorting == "time" else "member, at_us, order_id, row"
    share = "" if parts == 1 else f"AND hash(o.member) % {parts} = {part}"
    ended = "" if until_us is None else f"AND o.at_us <= {int(until_us)}"
    query = f"""
        SELECT o.member AS member, o.order_id AS order_id, o.at_us AS at_us, o.size AS size, o.channel AS channel, o.store AS store, o.partner AS partner,
               l.sku, l.quantity, l.amount, l.discount, l.category, l.brand, l.row AS row
        FROM lines l JOIN orders o USING (order_id) WHERE NOT o.is_bad {share} {ended} ORDER BY {order_by}"""
    with connect(checked.store, threads=threads) as store:
        rows = store.sql(query).to_arrow_reader(_BATCH_ROWS)
        write = _writer(checked.file.currency, checked.file.digits) if bodies else None
        yield from _grouped(rows, _maker(checked.file.source, write))


def orders_of_rows(batches: Any, *, currency: str, digits: int, source: str) -> Iterator[Order]:
    """Orders from Arrow batches whose first columns are ``ROW_COLUMNS``, the rows of an order one after the other."""
    return _grouped(batches, _maker(source, _writer(currency, digits)))


def open_share(checked: CheckedOrders, until_us: int, sorting: Sorting, part: int, parts: int) -> Iterator[tuple[str, Event]]:
    """One process's share of a back-test: (member, event) without bodies."""
    for ref, event, _ in read_orders(checked, sorting=sorting, bodies=False, until_us=until_us, part=part, parts=parts, threads=2 if parts == 1 else 1):
        yield ref, event


def _grouped(batches: Any, make: Callable[[list[list[Any]], int, int], Order]) -> Iterator[Order]:
    """Cut the sorted rows into orders; one that crosses a batch's end is carried over."""
    left: list[list[Any]] = []
    for batch in batches:
        columns = [_values(column) for column in batch.columns[: len(ROW_COLUMNS)]]
        if left:
            columns = [old + new for old, new in zip(left, columns, strict=True)]
        sizes = columns[3]
        start, count = 0, len(sizes)
        while start < count and (end := start + sizes[start]) <= count:
            yield make(columns, start, end)
            start = end
        left = [column[start:] for column in columns] if start < count else []


def _values(column: pa.Array) -> list[Any]:
    """As ``to_pylist``, three times as fast: numbers by way of numpy; a text that comes again is one object."""
    if pa.types.is_string(column.type):
        coded = column.dictionary_encode()
        return list(map(coded.dictionary.to_pylist().__getitem__, coded.indices.to_numpy().tolist()))
    numbers: list[Any] = column.to_numpy().tolist()
    return numbers


def _maker(source: str, write: Callable[..., bytes] | None) -> Callable[[list[list[Any]], int, int], Order]:
    numbers = range(1, 1 << 40)

    def make(columns: list[list[Any]], start: int, end: int) -> Order:
        members, ids, times, _, channels, stores, partners, skus, quantities, amounts, discounts, categories, brands = columns
        cells = (
            skus[start:end],
            quantities[start:end],
            amounts[start:end],
            discounts[start:end],
            categories[start:end],
            brands[start:end],
        )
        order_id, channel, store, partner = ids[start], channels[start], stores[start], partners[start]
        data = OrderPaid(order_id, tuple(map(Line, islice(numbers, end - start), *cells)), channel, store, partner=partner)
        body = write(order_id, channel, store, partner, *cells) if write else b""
        return Order(members[start], Event(order_id, source, ORDER_PAID, times[start], data), body)

    return make


class _WireLine(msgspec.Struct, omit_defaults=True):
    sku: str
    quantity: str
    amount: str
    discount: str = "0"
    category: str = ""
    brand: str = ""


class _WireOrder(msgspec.Struct, omit_defaults=True):
    order_id: str
    currency: str
    channel: str = ""
    store: str = ""
    partner: str = ""
    lines: list[_WireLine] = []


class _Texts(dict[int, str]):
    """Whole numbers as decimal texts, each made once."""

    def __init__(self, write: Callable[[int], str]) -> None:
        self._write = write

    def __missing__(self, scaled: int) -> str:
        text = self._write(scaled)
        if len(self) < 100_000:
            self[scaled] = text
        return text


def _writer(currency: str, digits: int) -> Callable[..., bytes]:
    """Writes an order's wire data: amounts with all the currency's digits (12.30), quantities without trailing zeros (2, 0.375)."""
    encode = msgspec.json.Encoder().encode
    amount = _Texts(partial(text_of, digits=digits)).__getitem__
    discount = _Texts(lambda scaled: text_of(scaled, digits) if scaled else "0").__getitem__
    quantity = _Texts(lambda scaled: text_of(scaled, QUANTITY_DIGITS).rstrip("0").rstrip(".")).__getitem__

    def write(
        order_id: str,
        channel: str,
        store: str,
        partner: str,
        skus: list[str],
        quantities: list[int],
        amounts: list[int],
        discounts: list[int],
        categories: list[str],
        brands: list[str],
    ) -> bytes:
        texts = (skus, map(quantity, quantities), map(amount, amounts), map(discount, discounts), categories, brands)
        return encode(_WireOrder(order_id, currency, channel, store, partner, list(map(_WireLine, *texts))))

    return write
