"""``gifts:`` — how points may move from one member to another."""

from decimal import Decimal

from regulars.kit.periods import Span, span_of
from regulars.kit.phrases import phrases
from regulars.program.document import Gifts
from regulars.program.document_wallets import Wallet
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names, within_digits
from regulars.program.values import Reader, listing, number, shown
from regulars.program.yaml_lines import Node, Scalar

LONGEST_COOLING_OFF_S = 366 * 86_400

phrases(
    {
        "programme.moves_qualifying": (
            "“{where}”: “{wallet}” counts towards levels and can't be given away",
            "“{where}”：“{wallet}”只用于等级，不能转赠",
            "「{where}」：「{wallet}」只用於等級，不能轉贈",
        ),
        "programme.not_a_cooling_off": (
            "“{where}: {text}” is not a cooling-off time: write 24 hours or 3 days, at most a year",
            "“{where}：{text}”不是有效的冷静期：请写作 24 hours 或 3 days，最长一年",
            "「{where}：{text}」不是有效的冷靜期：請寫作 24 hours 或 3 days，最長一年",
        ),
        "programme.gifts_reversed": (
            "a gift has to be at least {min} and at most {max}: no gift is both",
            "转赠下限 {min} 高于上限 {max}，任何转赠都无法满足",
            "轉贈下限 {min} 高於上限 {max}，任何轉贈都無法滿足",
        ),
        "programme.gifts_never": (
            "nobody can ever give: a gift is at least {min}, and “{key}” allows {most}",
            "任何人都无法转赠：每次至少 {min}，而“{key}”只允许 {most}",
            "任何人都無法轉贈：每次至少 {min}，而「{key}」只允許 {most}",
        ),
    }
)


def read_gifts(node: Node, notes: Notes, names: Names, wallets: tuple[Wallet, ...]) -> Gifts:
    fields = Fields(node, notes)
    wallet = _wallet(fields, names, wallets)
    points = _points(names.scales.get(wallet, 0))
    gifts = Gifts(
        wallet=wallet,
        least=fields.take("min", points),
        most=fields.take("max", points),
        per_day=fields.take("per_day", points),
        per_month=fields.take("per_month", points),
        cooling_off=fields.take("cooling_off", _cooling_off),
        only_to=tuple(fields.take("only_to", listing(names.level, at_least=1), [])),
    )
    names.lines["gifts.min"] = fields.line("min")
    fields.close()
    if gifts.least is not None and gifts.most is not None and gifts.least > gifts.most:
        notes.error("gifts_reversed", fields.line("min"), min=gifts.least, max=gifts.most)
    return gifts


def _wallet(fields: Fields, names: Names, wallets: tuple[Wallet, ...]) -> str:
    """The wallet named, or the first; points that only count towards levels never move."""
    id = fields.take("wallet", names.wallet, wallets[0].id if wallets else "")
    if any(wallet.id == id and wallet.kind == "qualifying" for wallet in wallets):
        fields.notes.error("moves_qualifying", fields.line("wallet"), where=fields.node.path, wallet=id)
    return id


def _points(scale: int) -> Reader[Decimal]:
    read_number = number(above=0)

    def read(node: Node, notes: Notes) -> Decimal | None:
        value = read_number(node, notes)
        return None if value is None else within_digits(value, scale, node, notes)

    return read


def _cooling_off(node: Node, notes: Notes) -> Span | None:
    """``24 hours`` or ``3 days``, at most a year."""
    span = span_of(node.text.strip()) if isinstance(node, Scalar) else None
    if span is None or span.seconds > LONGEST_COOLING_OFF_S:
        notes.error("not_a_cooling_off", node.line, where=node.path, text=shown(node))
        return None
    return span
