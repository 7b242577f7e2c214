"""The programme document, read strictly: text in, typed values or findings out. Start here.

``parse`` never raises, and ``check`` adds what is merely unwise. Both read the whole document before they answer, so one reading reports everything that is wrong.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from regulars.kit.errors import Invalid
from regulars.kit.text import Text
from regulars.program import event_sentences as event_sentences  # every finding has its sentence
from regulars.program import sentences as sentences
from regulars.program.budgets import read_member_limits, read_programme_budgets
from regulars.program.cards import read_cards
from regulars.program.challenges import read_badges, read_challenges
from regulars.program.document import ENROL, Approval, Birthdays, Currency, Exclude, GoodwillInAll, Program, Returns
from regulars.program.document_tiers import Level, Tiers
from regulars.program.earning import read_earning
from regulars.program.events import read_events
from regulars.program.fast_tracks import read_fast_tracks
from regulars.program.festivals import read_festivals
from regulars.program.fields import Fields
from regulars.program.findings import Finding, Notes
from regulars.program.lasting import check_levels
from regulars.program.lint import lint
from regulars.program.moving import read_gifts
from regulars.program.names import Names
from regulars.program.paid import read_paid
from regulars.program.places import currency_code, default_digits, timezone
from regulars.program.pools import read_pools
from regulars.program.profile_terms import read_profile_terms
from regulars.program.referral import read_referral
from regulars.program.tier_score import read_tier_score
from regulars.program.tiers import read_tiers
from regulars.program.values import choice, duration, identifier, label, listing, number, whole, words, yes_no
from regulars.program.wallets import read_wallets
from regulars.program.yaml_lines import Listing, Node, read_tree

ALWAYS_NOT_EARNING = frozenset({"points", "gift_card"})
LARGEST_MINOR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Parsed:
    """``program`` is None when a finding is an error; warnings leave it usable. ``lines``: named thing (``earn.base``) -> line."""

    program: Program | None
    findings: list[Finding]
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]


def parse(text: str) -> Parsed:
    """Read a programme document (YAML 1.2). Every finding is an error; they come sorted by line; nothing is raised whatever the text."""
    notes = Notes()
    return read_root(read_tree(text, notes), notes)


def read_root(root: Node | None, notes: Notes) -> Parsed:
    """Read a document's tree; ``notes`` holds what was found on the way to it."""
    names = Names()
    program = None if root is None else _program(root, notes, names)
    return Parsed(None if notes.has_errors else program, notes.sorted(), names.lines)


def check(text: str) -> Parsed:
    """``parse``, and what ``lint`` says about a document that reads well."""
    return linted(parse(text))


def linted(parsed: Parsed) -> Parsed:
    if parsed.program is None:
        return parsed
    return Parsed(parsed.program, lint(parsed.program, parsed.lines), parsed.lines)


def require(text: str) -> Program:
    """The programme of a document without errors. Raises Invalid ``programme.invalid`` with the findings and the first one's sentence."""
    parsed = parse(text)
    if parsed.program is None:
        first = parsed.errors[0]
        raise Invalid(
            "programme.invalid",
            count=len(parsed.errors),
            line=first.line,
            first=first.sentence(),
            findings=parsed.findings,
        )
    return parsed.program


def _program(root: Node, notes: Notes, names: Names) -> Program:
    fields = Fields(root, notes)
    id = fields.need("program", identifier, "")
    currency = fields.need("currency", _currency, Currency("", 2))
    names.minor_digits = currency.minor_digits
    wallets = fields.need(
        "wallets", lambda node, notes: read_wallets(node, notes, names), ()
    )  # before everything that names one
    names.scored = "tier_score" in fields
    events = fields.take("events", lambda node, notes: read_events(node, notes, names), ())
    festivals = fields.take("festivals", lambda node, notes: read_festivals(node, notes, names), ())
    tiers = fields.take("tiers", lambda node, notes: read_tiers(node, notes, names), Tiers((Level("member"),)))
    badges = fields.take("badges", lambda node, notes: read_badges(node, notes, names), ())  # rules and challenges name them
    lengths = {wallet.id: [wallet.expire.extend, wallet.expire.reinstate.within if wallet.expire.reinstate else ()] for wallet in wallets}
    check_levels(lengths, names, notes)
    for key in ("currency", "budget", "returns", "tier_score", "referral"):
        names.lines[key] = fields.line(key)
    program = Program(
        id=id,
        currency=currency,
        timezone=fields.need("timezone", timezone, "UTC"),
        wallets=wallets,
        name=fields.take("name", words, Text()),
        enrol=fields.take("enrol", choice(*ENROL), "refuse"),  # type: ignore[arg-type]
        exclude=fields.take("exclude", _exclude, Exclude()),
        not_earning=frozenset(fields.take("not_earning", listing(label), [])) | ALWAYS_NOT_EARNING,
        tiers=tiers,
        tier_score=fields.take("tier_score", lambda node, notes: read_tier_score(node, notes, names)),
        paid=fields.take("paid", lambda node, notes: read_paid(node, notes, names), ()),
        fast_tracks=fields.take("fast_tracks", lambda node, notes: read_fast_tracks(node, notes, names), ()),
        earn=fields.take("earn", lambda node, notes: read_earning(node, notes, names), ()),
        returns=fields.take("returns", _returns, Returns()),
        budgets=fields.take("budget", lambda node, notes: read_programme_budgets(node, notes, names), ()),
        approval=fields.take("approval", _approval, Approval()),
        badges=badges,
        challenges=fields.take("challenges", lambda node, notes: read_challenges(node, notes, names), ()),
        gifts=fields.take("gifts", lambda node, notes: read_gifts(node, notes, names, wallets)),
        pools=fields.take("pools", lambda node, notes: read_pools(node, notes, names, wallets), ()),
        referral=fields.take("referral", lambda node, notes: read_referral(node, notes, names)),
        limits=fields.take("limits", lambda node, notes: read_member_limits(node, notes, names), ()),  # they name rules, challenges and the referral
        events=events,
        festivals=festivals,
        birthdays=fields.take("birthdays", _birthdays, Birthdays()),
        profile=fields.take("profile", read_profile_terms),
        cards=fields.take("cards", lambda node, notes: read_cards(node, notes, names)),
    )
    fields.close()
    return program


def _currency(node: Node, notes: Notes) -> Currency:
    fields = Fields(node, notes)
    code = fields.need("code", currency_code, "")
    digits = fields.take("minor_digits", whole(at_most=LARGEST_MINOR_DIGITS))
    fields.close()
    if digits is None and "minor_digits" not in fields and code:
        digits = default_digits(code)
        if digits is None:
            notes.error("currency_digits_unknown", node.line, currency=code)
    return Currency(code, 2 if digits is None else digits)


def _exclude(node: Node, notes: Notes) -> Exclude:
    fields = Fields(node, notes)
    category, sku, brand = (frozenset(fields.take(key, listing(label), [])) for key in ("category", "sku", "brand"))
    fields.close()
    return Exclude(category, sku, brand)


def _returns(node: Node, notes: Notes) -> Returns:
    fields = Fields(node, notes)
    returns = Returns(
        policy=fields.take("policy", choice("debt", "within_balance", "only_pending"), "debt"),  # type: ignore[arg-type]
        window=fields.take("window", duration),
        tier=fields.take("tier", choice("at_review", "at_once"), "at_review"),  # type: ignore[arg-type]
    )
    fields.close()
    return returns


def _approval(node: Node, notes: Notes) -> Approval:
    fields = Fields(node, notes)
    goodwill: Decimal | None = fields.take("goodwill_above", number())
    bulk: Decimal | None = fields.take("bulk_above", number())
    in_all = tuple(fields.take("goodwill_in_all", _goodwill_in_all, []))
    approval = Approval(programme=fields.take("programme", yes_no, False), goodwill_above=goodwill, bulk_above=bulk, goodwill_in_all=in_all)
    fields.close()
    return approval


def _goodwill_in_all(node: Node, notes: Notes) -> list[GoodwillInAll]:
    """One limit, or a list of them."""
    if isinstance(node, Listing):
        return [limit for each in node.items for limit in _goodwill_in_all(each, notes)]
    fields = Fields(node, notes)
    points: Decimal | None = fields.need("points", number(), None)
    within = fields.need("within", duration, None)
    of = fields.need("of", choice("member", "giver"), None)
    fields.close()
    return [] if points is None or within is None or of is None else [GoodwillInAll(points, within, of)]


def _birthdays(node: Node, notes: Notes) -> Birthdays:
    fields = Fields(node, notes)
    birthdays = Birthdays(
        leap_day=fields.take("leap_day", choice("02-28", "03-01"), "02-28"),  # type: ignore[arg-type]
        change_every=fields.take("change_every", duration, Birthdays().change_every),
    )
    fields.close()
    return birthdays
