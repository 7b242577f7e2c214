"""An order as it stands on the wire; ``reading_orders`` reads it strictly."""

import msgspec

from regulars.engine.reading_values import Number


class WireLine(msgspec.Struct, forbid_unknown_fields=True):
    sku: str
    quantity: Number
    amount: str
    line: int | float | None = None
    discount: str | None = None
    category: str | None = None
    brand: str | None = None
    measures: dict[str, Number] | None = None


class WireTender(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    amount: str


class WireOrder(msgspec.Struct, forbid_unknown_fields=True):
    order_id: str
    currency: str
    lines: list[WireLine]
    channel: str | None = None
    store: str | None = None
    tenders: list[WireTender] | None = None
    measures: dict[str, Number] | None = None
    partner: str | None = None


decode_order = msgspec.json.Decoder(WireOrder).decode
