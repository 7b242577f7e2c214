"""Pages lead where they say, and the order in the README earns what the README says."""

import re
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from engine.pair import Journal

from regulars.engine.event_names import ENROLLED
from regulars.engine.events import Event, MemberEnrolled
from regulars.engine.reading import read_data
from regulars.kit.periods import microseconds
from regulars.program.reading import parse, require

HOME = Path(__file__).resolve().parents[2]
PAGES = sorted([*HOME.glob("*.md"), *HOME.glob("docs/**/*.md"), *HOME.glob("regulars/**/README.md")])
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target, place in LINK.findall(page.read_text(encoding="utf-8")):
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        if place:
            assert place in _places(there), f"{target}#{place}"


def _places(page: Path) -> set[str]:
    """A heading's address, as the pages' hosts make it."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_order_in_the_readme_earns_what_the_readme_says(page: str) -> None:
    text = (HOME / page).read_text(encoding="utf-8")
    sent = msgspec.json.decode(re.search(r"-d '(\{.+?\})'\n", text, re.DOTALL)[1])  # type: ignore[index]
    earned, active = map(int, re.search(r'"earned": (\d+), "active": (\d+)', text).groups())  # type: ignore[union-attr]
    program = require((HOME / "regulars/demo/programs/grocer.yaml").read_text(encoding="utf-8"))
    at_us = microseconds(datetime.fromisoformat(sent["time"]))
    bea = Journal(program)
    bea.take(Event("enrolled", "regulars", ENROLLED, at_us, MemberEnrolled()))
    data = read_data(sent["type"], msgspec.json.encode(sent["data"]), program)
    outcome = bea.take(Event(sent["id"], sent["source"], sent["type"], at_us, data)).decision.outcome
    assert (outcome.earned["points"], outcome.points["points"]["active"]) == (earned, active)


@pytest.mark.parametrize("page", ["README.zh-CN.md", "docs/reference/programme.md"])
def test_a_programme_printed_on_a_page_can_be_applied(page: str) -> None:
    for document in re.findall(r"```yaml\n(.+?)```", (HOME / page).read_text(encoding="utf-8"), re.DOTALL):
        parsed = parse(document)
        assert (parsed.program is not None, [one.code for one in parsed.findings if one.severity == "error"]) == (
            True,
            [],
        )
