"""What changed between two programmes: thing by thing as a person reads it, and line by line as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import SequenceMatcher, unified_diff
from typing import Any, Literal

from regulars.kit.phrases import phrases, say
from regulars.program.difference_words import Side, key_words, thing_words, value_words
from regulars.program.document import Approval, Birthdays, Currency, Exclude, Gifts, ProfileTerms, Program, Returns
from regulars.program.document_cards import CardCode, Cards, Passes
from regulars.program.document_challenges import Qualifies, Referral
from regulars.program.document_rules import EarningRule
from regulars.program.document_tiers import Down, Tiers
from regulars.program.event_types import BEHAVIOURS, EventType
from regulars.program.festivals import Festival
from regulars.program.plain import plain_value
from regulars.program.pool_terms import PoolLeaving, PoolSpending
from regulars.program.wording import Words

phrases(
    {
        "programme.changed.added": ("{kind} {id} is new", "新增{kind} {id}", "新增{kind} {id}"),
        "programme.changed.removed": ("{kind} {id} is gone", "删除{kind} {id}", "刪除{kind} {id}"),
        "programme.changed.changed": (
            "{kind} {id}, {key}: {old} → {new}",
            "{kind} {id} 的 {key}：{old} → {new}",
            "{kind} {id} 的 {key}：{old} → {new}",
        ),
        "programme.changed.moved": (
            "{kind} {id} moved from place {old} to place {new}",
            "{kind} {id} 的顺序由第 {old} 位变为第 {new} 位",
            "{kind} {id} 的順序由第 {old} 位變為第 {new} 位",
        ),
        "programme.changed.of_programme": ("{key}: {old} → {new}", "{key}：{old} → {new}", "{key}：{old} → {new}"),
        "programme.changed.kind.wallet": ("wallet", "积分账户", "積分帳戶"),
        "programme.changed.kind.level": ("level", "等级", "等級"),
        "programme.changed.kind.rule": ("rule", "规则", "規則"),
        "programme.changed.kind.limit": ("limit", "上限", "上限"),
        "programme.changed.kind.badge": ("badge", "徽章", "徽章"),
        "programme.changed.kind.challenge": ("challenge", "挑战", "挑戰"),
        "programme.changed.kind.paid": ("paid membership", "付费会员", "付費會員"),
        "programme.changed.kind.track": ("fast track", "快速升级任务", "快速升級任務"),
        "programme.changed.kind.pool": ("pool", "积分池", "積分池"),
        "programme.changed.kind.event": ("event", "事件", "事件"),
        "programme.changed.kind.festival": ("festival", "节日", "節日"),
        "programme.changed.nothing": ("—", "—", "—"),
    }
)

Kind = Literal["programme", "wallet", "level", "rule", "event", "festival", "limit", "badge", "challenge", "pool", "track", "paid"]
_LISTS: tuple[tuple[Kind, str], ...] = (
    ("wallet", "wallets"),
    ("level", "levels"),
    ("rule", "earn"),
    ("limit", "limits"),
    ("badge", "badges"),
    ("challenge", "challenges"),
    ("pool", "pools"),
    ("track", "fast_tracks"),
    ("paid", "paid"),
    ("event", "events"),
    ("festival", "festivals"),
)
_IN_NO_ORDER = ("event", "festival", "pool")


@dataclass(frozen=True, slots=True)
class Change:
    """``key`` is the document's own word for what changed; ``old`` and ``new`` as the document would write them ("" where nothing stood).

    moved: ``old`` and ``new`` are places, 1 for the first. added, removed: ``key``, ``old`` and ``new`` are empty. ``sides``: the same as typed values,
    for the words.
    """

    kind: Kind
    id: str
    what: Literal["added", "removed", "changed", "moved"]
    key: str = ""
    old: str = ""
    new: str = ""
    sides: tuple[Side, Side] | None = field(default=None, compare=False, repr=False)

    def sentence(self, language: str = "en") -> str:
        nothing = say("programme.changed.nothing", {}, language)
        facts = {"id": self.id, "key": self.key, "old": self.old or nothing, "new": self.new or nothing}
        if self.sides is not None:
            old, new = self.sides
            facts["id"] = thing_words(self.kind, self.id, old.program if self.what == "removed" else new.program, language) if self.id else ""
            if self.what == "changed":
                facts |= _values(self.kind, self.key, self.sides, language, nothing)
        if self.key:
            facts["key"] = key_words(self.kind, self.key, language)
        if self.kind == "programme":
            told = say("programme.changed.of_programme", facts, language)
        else:
            facts["kind"] = say(f"programme.changed.kind.{self.kind}", {}, language)
            told = say(f"programme.changed.{self.what}", facts, language)
        return told if language == "en" or self.sides is None else Words(self.sides[1].program, language).tidy(told)


def _values(kind: str, key: str, sides: tuple[Side, Side], language: str, nothing: str) -> dict[str, str]:
    """Both values in words; as the document writes them where the words would be the same."""
    old, new = (value_words(kind, key, side, language) for side in sides)
    if old == new:
        old, new = (side.text for side in sides)
    return {"old": old or nothing, "new": new or nothing}


def diff(old: Program, new: Program) -> list[Change]:
    """Every change, the programme's own keys first, then wallets, levels, rules and limits by id. Equal programmes give none."""
    changes = _keys("programme", "", _own(old), _own(new))
    for kind, name in _LISTS:
        changes += _things(kind, _by_id(old, name), _by_id(new, name))
    return [replace(change, sides=_sides(change, old, new)) for change in changes]


def _sides(change: Change, old: Program, new: Program) -> tuple[Side, Side]:
    name = dict(_LISTS).get(change.kind, "")
    found = []
    for program, text in ((old, change.old), (new, change.new)):
        thing = _by_id(program, name).get(change.id) if name else program
        found.append(Side(program, thing, _value_at(thing, change.key), text))
    return found[0], found[1]


def _value_at(thing: Any, key: str) -> Any:
    """The typed value a key was written from; None where it was put together from several."""
    names = {word: name for name, word in _WORDS.items()}
    for part in key.split(".") if key else ():
        thing = getattr(thing, names.get(part, part), None)
    return thing


def text_diff(old: str, new: str) -> str:
    """The unified diff of two documents' texts; empty when they are equal."""
    lines = unified_diff(old.splitlines(), new.splitlines(), "before", "after", lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _by_id(program: Program, name: str) -> dict[str, Any]:
    things = program.tiers.levels if name == "levels" else getattr(program, name)
    return {thing.id: thing for thing in things}


def _own(program: Program) -> dict[str, str]:
    """The programme's keys that are no lists of things, flattened: ``returns.policy``."""
    return _written(program, skip=("levels", *(name for _, name in _LISTS)))


def _things(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    changes = [Change(kind, id, "removed") for id in old if id not in new]
    moves = _moves([id for id in old if id in new], [id for id in new if id in old])
    for id, thing in new.items():
        if id not in old:
            changes.append(Change(kind, id, "added"))
            continue
        changes += _keys(kind, id, _written(old[id]), _written(thing))
        if id in moves and kind not in _IN_NO_ORDER:
            changes.append(
                Change(kind, id, "moved", old=str(list(old).index(id) + 1), new=str(list(new).index(id) + 1))
            )
    return changes


def _moves(before: list[str], after: list[str]) -> set[str]:
    """The fewest ids whose moving explains the new order (order decides ties between rules, and which wallet is the first)."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {id for block in blocks for id in before[block.a : block.a + block.size]}
    return {id for id in before if id not in stayed}


def _keys(kind: Kind, id: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    keys = [*old, *(key for key in new if key not in old)]
    return [
        Change(kind, id, "changed", key, old.get(key, ""), new.get(key, ""))
        for key in keys
        if old.get(key, "") != new.get(key, "")
    ]


# The document's word where it differs from the field's name.
_WORDS = {"starts": "from", "ends": "until", "limits": "limit", "budgets": "budget", "least": "min", "most": "max", "held_for": "for", "passes": "pass"}
_OPENED = (
    Currency,
    Exclude,
    Tiers,
    Down,
    Returns,
    Approval,
    Gifts,
    Referral,
    Qualifies,
    Birthdays,
    ProfileTerms,
    Cards,
    CardCode,
    Passes,
    PoolSpending,
    PoolLeaving,
)  # compared key by key; everything else in one piece


def _written(thing: Any, prefix: str = "", skip: tuple[str, ...] = ()) -> dict[str, str]:
    """Key -> value as the document writes it, for one thing; nested settings get dotted keys."""
    written: dict[str, str] = {}
    if isinstance(thing, Festival):
        return _festival(thing)
    if isinstance(thing, EventType):
        built_in = BEHAVIOURS[thing.id].fields if thing.id in BEHAVIOURS else ()
        written = {f"fields.{field.name}": plain_value(field) for field in thing.fields or () if field not in built_in}
        written |= {"measures": plain_value(list(thing.measures))} if thing.measures else {}
        skip = (*skip, "fields", "measures", "pending_until")
    if isinstance(thing, Tiers) and thing.review_dates is not None:
        written = {f"{prefix}review": plain_value(thing.review_dates)}
        skip = (*skip, "review", "review_dates")
    if isinstance(thing, EarningRule) and thing.pending_until is None and thing.on in BEHAVIOURS and BEHAVIOURS[thing.on].pending_until:
        written = {"pending_until": "none"}
    for each in fields(thing):
        value, key = getattr(thing, each.name), prefix + _WORDS.get(each.name, each.name)
        if each.name in skip or (each.name == "id" and not isinstance(thing, Program)):
            continue
        key = "program" if isinstance(thing, Program) and each.name == "id" else key
        if isinstance(value, _OPENED):
            written |= _written(value, f"{key}.", ("levels",) if "levels" in skip else ())  # a referral has a limit of its own
        elif (text := plain_value(value)) != "":
            written[key] = text
    return written


def _festival(festival: Festival) -> dict[str, str]:
    if not festival.kind:
        return {}
    day = plain_value(list(festival.dates)) if festival.kind == "dates" else f"{festival.month:02d}-{festival.day:02d}"
    written = {"name": plain_value(festival.name), festival.kind: day, "days": str(festival.days), "before": str(festival.before)}
    return {key: value for key, value in written.items() if value}
