"""``tier_score:`` — what a member did, weighed and added up to one number that levels may ask for."""

from decimal import Decimal

from regulars.program.criteria import digits_of, window_of
from regulars.program.document_tiers import Term, TierScore, Window
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names
from regulars.program.values import listing, number
from regulars.program.yaml_lines import Mapping, Node, Scalar

MOST_TERMS = 20
_BESIDE = ("per", "at_most", "within")


def read_tier_score(node: Node, notes: Notes, names: Names) -> TierScore | None:
    """``{within: 1 year, terms: [{spend: 1, per: 100, at_most: 500}, {visits: 10}, …]}``."""
    fields = Fields(node, notes)
    within = fields.take("within", window_of, Window())
    terms = fields.need("terms", listing(lambda item, notes: _term(item, notes, names), at_least=1, at_most=MOST_TERMS), ())
    fields.close()
    return TierScore(tuple(terms), within) if terms else None


def _term(node: Node, notes: Notes, names: Names) -> Term | None:
    fields = Fields(node, notes)
    if not isinstance(node, Mapping):
        return None
    per = fields.take("per", number(above=0), Decimal(1))
    at_most = fields.take("at_most", number(above=0))
    within = fields.take("within", window_of)
    measures = [key for key in node.entries if key not in _BESIDE]
    if len(measures) != 1:
        line = node.entries[measures[1]].line if measures else node.line
        notes.error("one_measure", line, where=node.path, text=", ".join(measures)[:80])
        return None
    (measure,) = measures
    give = fields.take(measure, number(above=0))
    entry = node.entries[measure]
    named = Scalar(entry.line, entry.value.path, measure, quoted=True)
    if measure == "score":
        notes.error("not_a_measure", entry.line, where=entry.value.path, text=measure)
        return None
    if give is None or digits_of(measure, named, notes, names) is None:
        return None
    return Term(measure, give, per, at_most, within)
