"""The demo grocer's real baskets, as the bodies a till would send."""

from contextlib import closing
from itertools import islice
from typing import NamedTuple

from regulars.demo.baskets import baskets
from regulars.demo.dataset import BASKETS, open_dataset


class Basket(NamedTuple):
    """``lines``: the JSON of everything in the order's data but its id."""

    lines: bytes


def some_baskets(count: int) -> list[Basket]:
    """Real baskets from the whole year and every household, evenly picked."""
    with open_dataset() as data, closing(baskets(data, 0)) as orders:  # type: ignore[type-var]
        return [_without_id(order.body) for order in islice(orders, 0, None, BASKETS // count)][:count]


def _without_id(body: bytes) -> Basket:
    id, _, rest = body.partition(b",")
    if not id.startswith(b'{"order_id":'):
        raise ValueError("an order's body begins with its id")
    return Basket(rest)


def order_data(basket: Basket, order_id: str) -> bytes:
    return b'{"order_id":"' + order_id.encode() + b'",' + basket.lines
