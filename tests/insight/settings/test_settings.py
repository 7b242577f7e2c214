"""What a shop tells of itself is read strictly, kept with who said it, and counted with; what it doesn't tell is said."""

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from regulars.insight.settings.kept import set_settings, settings_of, texts_of
from regulars.insight.settings.terms import NAMES, Settings, check, read_settings
from regulars.kit.errors import Invalid
from regulars.kit.phrases import LANGUAGES, say

AT = datetime(2026, 3, 1, tzinfo=UTC)


def test_each_setting_is_read_as_a_person_writes_it():
    told = read_settings({"margin": "35%", "contact_cost": "2.5", "return_cost": "", "rfm_days": "182", "attitude": "1 3 1/3 2 1 9"}, 2)
    assert (told.margin, told.share, told.contact_cost, told.return_cost, told.rfm_days) == (0.35, 0.35, 250, None, 182)
    assert told.attitude == pytest.approx((1, 3, 1 / 3, 2, 1, 9))
    assert Settings().share == 1.0 and Settings().margin is None
    fixed = {"rfm_method": "fixed", "rfm_recency": "30 60 120 365", "rfm_frequency": "1 2 4 8", "rfm_monetary": "10 20.50 40 80"}
    assert read_settings(fixed, 2).rfm_cuts == ((30, 60, 120, 365), (1, 2, 4, 8), (1000, 2050, 4000, 8000))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("margin", "0"), ("margin", "150%"), ("margin", "NaN"), ("margin", "-0.1"), ("margin", "much"), ("contact_cost", "-1"), ("contact_cost", "1.234"), ("delivery_cost", "1e9"),
        ("rfm_method", "ntile"), ("rfm_method", "fixed"), ("rfm_days", "27"), ("rfm_days", "3661"), ("rfm_days", "٣٠"), ("rfm_days", "30.5"), ("rfm_recency", "1 2 3"), ("rfm_recency", "1 3 3 4"),
        ("rfm_frequency", "1 2 inf 4"), ("attitude", "1 1 1"), ("attitude", "1 1 1 1 1 0"), ("attitude", "1 1 1 1 1 1/0"), ("behaviour", "10 1 1 1 1 1 1 1 1 1"), ("luck", "1"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_refused_by_its_name(name: str, text: str):
    with pytest.raises(Invalid) as refused:
        read_settings({name: text}, 2)
    assert refused.value.facts["setting"] == name and all("{" not in refused.value.sentence(language) for language in LANGUAGES)
    if name in NAMES:
        assert set(check({name: text, "return_cost": "1"}, 2)) == {name}


def test_the_newest_counts_and_what_was_told_before_stays(database: Any):
    with psycopg.connect(database.dsn, autocommit=True) as conn:
        assert settings_of(conn) == {}
        assert set_settings(conn, {"margin": "0.4", "contact_cost": "3"}, 2, by="ann", at=AT) == 2
        assert set_settings(conn, {"margin": "0.4", "contact_cost": ""}, 2, by="bob", at=AT) == 1
        assert texts_of(conn) == {"margin": "0.4"} and settings_of(conn)["margin"].by == "ann"
        with pytest.raises(Invalid):
            set_settings(conn, {"return_cost": "1", "margin": "7"}, 2, by="ann", at=AT)
        assert texts_of(conn) == {"margin": "0.4"}
        with pytest.raises(psycopg.Error):
            conn.execute("DELETE FROM insight_setting")


def test_every_setting_has_its_name_and_help_in_every_language():
    for name in NAMES:
        for code in (f"insight.setting.name.{name}", f"insight.setting.help.{'cuts' if name in ('rfm_recency', 'rfm_frequency', 'rfm_monetary') else name}"):
            assert len({say(code, {}, language) for language in LANGUAGES}) > 1, code
