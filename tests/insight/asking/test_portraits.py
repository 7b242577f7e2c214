"""Personas have names in words, stay the same for a quarter, hold on to their members, and say when they have drifted."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from insight.order_files import HEADER, NOW_US, facts_of
from regulars.insight.asking import portraits
from regulars.insight.asking.answers import answer
from regulars.insight.asking.models import Models
from regulars.insight.asking.portraits import portraits_of
from regulars.insight.facts import Reading, facts_of_files
from regulars.insight.facts.visits import UnreadableVisits
from regulars.insight.settings import read_settings
from regulars.kit.phrases import LANGUAGES

LAST = date(2019, 12, 31)
KINDS = ((5, 4.0, 1), (25, 30.0, 5), (60, 200.0, 2))  # days between purchases, what an article costs, lines an order


def orders() -> str:
    """Three kinds of members, 60 of each, over 500 days."""
    rng, rows = np.random.default_rng(4), []
    for n in range(180):
        gap, price, lines = KINDS[n % 3]
        day = LAST - timedelta(days=int(rng.integers(440, 500)))
        while day <= LAST:
            rows += [f"o{n}-{day},m{n:03},{day},s{rng.integers(40)},1,{price * rng.gamma(20, 0.05):.2f},c{rng.integers(8)}" for _ in range(max(1, int(rng.poisson(lines))))]
            day += timedelta(days=1 + int(rng.exponential(gap)))
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with facts_of(Path(tmp_path_factory.mktemp("personas")), orders(), header=HEADER.strip() + ",category\n", as_of=LAST) as found:
        yield found


@pytest.fixture(scope="module")
def models(facts: Any) -> Any:
    """Personas found once, whether or not they tell more than RFM: so few members fall into so many cells that the cells always do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portraits, "require_better", lambda *groups: None)
        made = Models(facts)
        portraits_of(made)
    return made


def test_personas_that_tell_less_than_rfm_are_not_shown(facts: Any) -> None:
    told = answer(Models(facts), "personas")
    assert not told.rows and "tell less of what members then spend" in told.sentences("en")[0]


def test_personas_are_found_named_and_kept(facts: Any, models: Models) -> None:
    found = portraits_of(models)
    assert len(found.personas.centres) == 3 and np.bincount(found.group).min() >= 30 and found.drift < 0.01
    kept = models.rulers.now["personas"]
    told = answer(models, "personas")
    assert [row["members"] for row in told.records()] == kept["sizes"] and not told.cannot_say
    named = {row["traits"] for row in told.records()}
    assert any("comes often" in one and "spends little at once" in one for one in named) and any("comes seldom" in one and "spends much at once" in one for one in named)
    assert len({told.records(language)[0]["traits"] for language in LANGUAGES}) == 3
    again = Models(facts, kept={"rulers": models.rulers.now})
    again.personas_before = dict(zip(found.member.tolist(), found.group.tolist(), strict=True))
    assert (portraits_of(again).group == found.group).all() and again.rulers.now["personas"]["version"] == 1


def test_a_drift_is_said_and_the_next_refresh_finds_them_anew(facts: Any, models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same members beside personas of a time when nearly everybody was of the first kind: the shares have drifted."""
    monkeypatch.setattr(portraits, "_found", lambda *asked: {name: one for name, one in models.rulers.now["personas"].items() if name not in ("version", "made_on", "like")})
    kept = models.rulers.now["personas"]
    drifted = Models(facts, kept={"rulers": {"personas": {**kept, "sizes": [176, 2, 2]}}})
    told = answer(drifted, "personas")
    assert "more than 0.2" in told.sentences("en")[0] and drifted.rulers.now["personas"]["version"] == 1
    anew = Models(facts, kept={"rulers": drifted.rulers.now})
    assert answer(anew, "personas").cannot_say == () and anew.rulers.now["personas"]["version"] == 2


def test_a_member_near_two_centres_stays_where_they_were(facts: Any, models: Models) -> None:
    found = portraits_of(models)
    distances = np.sort(found.personas.distances(_features(models)), axis=1)
    near = int(np.argmax(distances[:, 0] / distances[:, 1]))
    other = next(place for place in range(3) if place != found.group[near])
    again = Models(facts, kept={"rulers": models.rulers.now})
    again.personas_before = {int(found.member[near]): other}
    moved = portraits_of(again).group
    stays = distances[near, 0] >= distances[near, 1] * 0.9
    assert (moved[near] == other) == stays and (np.delete(moved, near) == np.delete(found.group, near)).all()


def _features(models: Models) -> Any:
    from regulars.insight.asking.portraits import behaviour

    return behaviour(models, models.purchases.until)[1]


def test_rfm_is_cut_as_the_owner_asks(facts: Any) -> None:
    """By thresholds: of 180 members, those who came within 30 days score 5 in recency; a window leaves nobody out."""
    fixed = read_settings({"rfm_method": "fixed", "rfm_recency": "30 60 120 365", "rfm_frequency": "1 2 4 8", "rfm_monetary": "10 20 40 80", "rfm_days": "30"}, 2)
    models = Models(facts, settings=fixed)
    rfm, cuts, scores = models.scored
    assert len(rfm.member) == 180 and (scores.recency == 5).sum() == (rfm.recency <= 30).sum() and cuts.version == 1
    (lines,) = facts.one("SELECT sum(amount)::BIGINT FROM lines WHERE day > DATE '2019-12-01'")
    assert rfm.monetary.sum() == lines and ((rfm.frequency == 0) == (rfm.recency >= 30)).all()
    told = answer(models, "rfm_scores")
    assert sum(row["members"] for row in told.records()) == 180
    assert any("the last 30 days" in one for one in told.notes("en")) and any("cut points no. 1 (fixed)" in one for one in told.notes("en"))
    assert answer(models, "rfm_cuts").records()[2] == {"measure": "monetary", "cut_1": "10.00", "cut_2": "20.00", "cut_3": "40.00", "cut_4": "80.00", "method": "fixed", "version": 1, "made_on": "2019-12-31"}
    kept = {"rulers": models.rulers.now}
    assert Models(facts, settings=fixed, kept=kept).scored.cuts.version == 1
    assert Models(facts, settings=read_settings({"rfm_method": "k_means"}, 2), kept=kept).scored.cuts.version == 2


def test_margin_figures_say_whether_the_margin_was_told(facts: Any) -> None:
    plain, told = answer(Models(facts), "grades"), answer(Models(facts, settings=read_settings({"margin": "25%"}, 2)), "grades")
    assert any("is revenue" in one for one in plain.notes("en")) and any("margin is 25%" in one for one in told.notes("en"))
    for one, other in zip(plain.rows, told.rows, strict=True):
        assert other[2] == pytest.approx(one[2] * 0.25, abs=one[1])
    assert any("contact.made" in one for one in plain.sentences("en")) and any("delivery.made" in one for one in plain.sentences("en"))
    for name in ("rfe", "rfe_classes"):
        assert "site.visited" in answer(Models(facts), name).sentences("en")[0]


def test_visits_come_as_a_file_too_and_whoever_never_bought_is_in(tmp_path: Path) -> None:
    """60 members visit on n days each, at n minutes each; ten of them bought once."""
    visits = tmp_path / "visits.csv"
    rows = [f"v{n:02},2019-12-{n % 28 + 1:02}T{hour:02}:00:00{'Z' if n % 2 else ''},{60 * n},{n}" for n in range(60) for hour in range(1 + n % 3)]
    visits.write_text("member,visited_at,seconds,pages\n" + "\n".join([*rows, "v00,yesterday,1,1", ",2019-12-01,1,1", "v01,2019-12-01,-1,1", "v02,2020-06-01,5,5"]) + "\n")
    orders_file = tmp_path / "orders.csv"
    orders_file.write_text(HEADER + "".join(f"o{n},v{n:02},2019-12-31,s,1,5.00\n" for n in range(10)))
    (tmp_path / "store").mkdir()
    with facts_of_files([orders_file], Reading("USD", 2, "UTC", NOW_US, as_of=LAST, visits=[visits]), tmp_path / "store") as facts:
        assert [(finding.code, finding.facts["rows"]) for finding in facts.findings] == [("insight.visits.left_out", 3), ("insight.visits.later", 1)]
        told = answer(Models(facts), "rfe").records()
        assert sum(row["members"] for row in told) == 60 and sum(row["not_bought"] for row in told) == 50
        assert facts.one("SELECT count(*), max(seconds) FROM visits") == (len(rows), 59 * 60)
    broken = tmp_path / "broken.csv"
    broken.write_text("who,when\na,b\n")
    (tmp_path / "other").mkdir()
    with pytest.raises(UnreadableVisits, match="broken\\.csv is no table of visits"), facts_of_files([orders_file], Reading("USD", 2, "UTC", NOW_US, visits=[broken]), tmp_path / "other"):
        pass
