"""``pools:`` — families, teams, clubs: members who put points together, each keeping what is theirs."""

from decimal import Decimal

from regulars.kit.periods import Duration
from regulars.kit.phrases import phrases
from regulars.kit.text import Text
from regulars.program.document_wallets import Wallet
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names, within_digits
from regulars.program.pool_terms import PerMember, Pool, PoolLeaving, PoolSpending
from regulars.program.values import choice, duration, identifier, listing, number, whole, words
from regulars.program.yaml_lines import Entry, Mapping, Node, Scalar

MOST_KINDS = 20
MOST_MEMBERS = 1_000
PERIODS = ("day", "week", "month", "year", "lifetime")

phrases(
    {
        "programme.share_by_hand": (
            "pool “{pool}”: “share” says how much of what is earned is put in, so it needs “contribute: all”",
            "积分池“{pool}”：share 表示获得积分时自动转入的比例，需要同时写 contribute: all",
            "積分池「{pool}」：share 表示獲得積分時自動轉入的比例，需要同時寫 contribute: all",
        ),
        "programme.pool_of_nothing": (
            "pool “{pool}” takes what is earned in “{wallet}”, into which no rule gives",
            "积分池“{pool}”会自动转入“{wallet}”的积分，但没有规则向其发放积分",
            "積分池「{pool}」會自動轉入「{wallet}」的積分，但沒有規則向其發放積分",
        ),
    }
)


def read_pools(node: Node, notes: Notes, names: Names, wallets: tuple[Wallet, ...]) -> tuple[Pool, ...]:
    """``{family: {members: 6, …}, …}``, after the wallets have been read."""
    if not isinstance(node, Mapping):
        notes.error("not_a_mapping", node.line, where=node.path)
        return ()
    if len(node.entries) > MOST_KINDS:
        notes.error("too_many", node.line, where=node.path, count=len(node.entries), limit=MOST_KINDS)
        return ()
    return tuple(_pool(entry, notes, names, wallets) for entry in node.entries.values())


def _pool(entry: Entry, notes: Notes, names: Names, wallets: tuple[Wallet, ...]) -> Pool:
    identifier(Scalar(entry.line, entry.value.path, entry.key, quoted=True), notes)
    names.lines[f"pools.{entry.key}"] = entry.line
    fields = Fields(entry.value, notes)
    pooled = _wallets(fields, names, wallets)
    contribute = fields.take("contribute", choice("all", "by_hand"), "by_hand")
    pool = Pool(
        id=entry.key,
        members=fields.need("members", whole(at_least=2, at_most=MOST_MEMBERS), 2),
        wallets=pooled,
        name=fields.take("name", words, Text()),
        invite=fields.take("invite", choice("owner", "any"), "owner"),  # type: ignore[arg-type]
        invitation=fields.take("invitation", duration, Duration(days=14)),
        contribute=contribute,  # type: ignore[arg-type]
        share=fields.take("share", number(above=0, at_most=1), Decimal(1)),
        spend=fields.take("spend", lambda node, notes: _spending(node, notes, min((names.scales.get(id, 0) for id in pooled), default=0)), PoolSpending()),
        leave=fields.take("leave", _leaving, PoolLeaving()),
    )
    fields.close()
    if pool.share != 1 and contribute != "all":
        notes.error("share_by_hand", fields.line("share"), pool=entry.key)
    return pool


def _wallets(fields: Fields, names: Names, wallets: tuple[Wallet, ...]) -> tuple[str, ...]:
    """The wallets named, or the first; points that only count towards levels are never put together."""
    first = [wallet.id for wallet in wallets[:1]]

    def one_or_more(node: Node, notes: Notes) -> list[str] | None:
        if not isinstance(node, Scalar):
            return listing(names.wallet, at_least=1)(node, notes)
        id = names.wallet(node, notes)
        return None if id is None else [id]

    found = tuple(dict.fromkeys(fields.take("wallets", one_or_more, first))) or tuple(first)
    for wallet in wallets:
        if wallet.id in found and wallet.kind == "qualifying":
            fields.notes.error("moves_qualifying", fields.line("wallets"), where=fields.node.path, wallet=wallet.id)
    return found


def _spending(node: Node, notes: Notes, scale: int) -> PoolSpending:
    fields = Fields(node, notes)
    spending = PoolSpending(
        who=fields.take("who", choice("any", "owner"), "any"),  # type: ignore[arg-type]
        first=fields.take("first", choice("soonest", "own"), "soonest"),  # type: ignore[arg-type]
        per_member=fields.take("per_member", lambda node, notes: _per_member(node, notes, scale)),
    )
    fields.close()
    return spending


def _per_member(node: Node, notes: Notes, scale: int) -> PerMember | None:
    fields = Fields(node, notes)
    points = fields.need("points", number(above=0), Decimal(1))
    per = fields.need("per", choice(*PERIODS), "month")
    fields.close()
    if "points" in fields:
        within_digits(points, scale, node, notes)
    return PerMember(points, per) if fields.is_mapping else None  # type: ignore[arg-type]


def _leaving(node: Node, notes: Notes) -> PoolLeaving:
    fields = Fields(node, notes)
    leaving = PoolLeaving(
        takes=fields.take("takes", choice("own_contributions", "nothing"), "own_contributions"),  # type: ignore[arg-type]
        after=fields.take("after", duration),
        again_after=fields.take("again_after", duration),
    )
    fields.close()
    return leaving
