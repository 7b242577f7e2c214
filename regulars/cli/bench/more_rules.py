"""The grocer's programme with further rules, as a chain's grows over the years: for single stores, departments, weeks, days and hours. Few orders meet one."""

import re
from collections.abc import Iterator
from itertools import count, islice


def with_rules(document: str, rules: int) -> str:
    """The document with new rules behind its own until there are that many."""
    own = len(re.findall(r"(?m)^  - id:", document.partition("\nearn:")[2]))
    added = "".join(f"  - {rule}\n" for rule in islice(_further(), max(rules - own, 0)))
    before, mark, after = document.partition("\nreturns:")
    return f"{before}\n{added}{mark}{after}"


def _further() -> Iterator[str]:
    kinds = (
        "{{id: store-{n}, on: order.paid, when: {{order.store: '{store}'}}, points: {n}}}",
        "{{id: aisle-{n}, on: order.paid, when: {{line.category: department {n}, order.channel: {{not: web}}}}, points: {{multiply: 1.{n}}}}}",
        "{{id: week-{n}, on: order.paid, from: 2017-01-0{day}, until: 2017-01-1{day}, points: {n}}}",
        "{{id: app-{n}, on: order.paid, when: {{any: [{{order.channel: app-{n}}}, {{order.store: '{store}'}}]}}, points: {{multiply: 1.0{day}}}}}",
        "{{id: lunch-{n}, on: order.paid, when: {{order.store: ['{store}', '1'], order.hour: {{at_least: 11, below: 13}}}}, points: {n}}}",
    )
    return (kinds[n % len(kinds)].format(n=n, day=n % 9 + 1, store=300 + n) for n in count(1))
