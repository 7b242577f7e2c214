"""The Insight pages promise every kept figure with how it is computed, in every language, beside its baseline, and nothing that was not kept."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from journal.conftest import Shop

from console.people import NOW, signed_in
from console.refreshed import MODELS, refresh
from console.test_pages import text_of
from regulars.console.insight.registry import PAGES
from regulars.insight.drawing import NotDrawn
from regulars.insight.settings.kept import texts_of
from regulars.insight.store import leaving
from regulars.members.profiling import profiling_of, set_profiling

UNSAID = ("personas", "price_groups", "price_categories", "price_first", "category_pairs")  # no discounts and one category in this shop
CHINESE = {"zh-hans": set("会员购积评标准"), "zh-hant": set("會員購積評標準")}


@pytest.fixture
def insight_shop(people_shop: Shop) -> Shop:
    refresh(people_shop)
    return people_shop


def test_before_the_first_refresh_every_page_says_so(people_shop: Shop) -> None:
    client = signed_in("manager")
    for path in ("", "figures/", "figure/kpi/", "members/"):
        assert "Nothing has been worked out yet" in text_of(client.get(f"/console/insight/{path}"))
    assert "What the figures say Nothing has been worked out yet" in text_of(client.get("/console/member/alice/"))
    assert client.get("/console/insight/figure/kpi/rows.csv").status_code == 404


def test_the_overview_shows_figures_with_formula_window_and_denominator(insight_shop: Shop) -> None:
    words = text_of(signed_in("analyst").get("/console/insight/"))
    assert "Net revenue ¥4,895 what was paid − what was sent back from 1 Jan 2017 to 30 Jun 2017 · members who bought at least once" in words
    assert "As of 30 Jun 2017" in words and "A sentence on what can’t be said" in words


def test_a_model_that_loses_to_the_simplest_rule_says_so_and_one_that_wins_does_too(insight_shop: Shop) -> None:
    client = signed_in("analyst")
    assert "does not beat the simplest rule here: AUC 0.750 against 0.800" in text_of(client.get("/console/insight/figure/churn/"))
    assert "BG/NBD errs by 0.500 purchases a member" in text_of(client.get("/console/insight/figure/clv/"))


def test_every_figure_has_its_page_its_sql_and_its_csv(insight_shop: Shop) -> None:
    client = signed_in("analyst")
    index = client.get("/console/insight/figures/").content.decode()
    shown = re.findall(r'href="/console/insight/figure/([\w-]+)/"', index)
    assert set(shown) >= set(MODELS) - {"churn_plot"} and len(shown) == len(set(shown))
    for name in shown:
        page = client.get(f"/console/insight/figure/{name}/")
        assert page.status_code == 200 and "How this is computed" in text_of(page), name
        rows = client.get(f"/console/insight/figure/{name}/rows.csv").content.decode("utf-8-sig").splitlines()
        assert name in UNSAID or len(rows) >= 2, name
        assert ("SELECT" in page.content.decode()) == (name not in MODELS), name
    assert client.get("/console/insight/figure/concentration/")["Location"].endswith("/pareto/")
    assert client.get("/console/insight/figure/luck/").status_code == 404


def test_every_sentence_of_the_month_leads_to_its_figure(insight_shop: Shop) -> None:
    client = signed_in("analyst")
    page = client.get("/console/insight/review/")
    assert "Jun 2017 on one page" in text_of(page) and "How it went In Jun 2017 members brought ¥815.00 net. see the figure" in text_of(page) and "months@0a1b2c3d" in text_of(page)
    assert 'href="/console/insight/figure/months/"' in page.content.decode()
    assert '"at_month"' in client.get("/console/insight/figure/review/rows.csv").content.decode().replace('""', '"')


def test_an_earlier_month_is_asked_for_by_its_name(insight_shop: Shop) -> None:
    client = signed_in("analyst")
    page = client.get("/console/insight/review/")
    assert '<option value="2017-06" selected>Jun 2017</option><option value="2017-05">May 2017</option>' in page.content.decode()
    page = client.get("/console/insight/review/?month=2017-05")
    assert "May 2017 on one page" in text_of(page) and "brought ¥800.00 net" in text_of(page) and '<option value="2017-05" selected>' in page.content.decode()
    for what in ("rows.csv", "sheet.pdf"):
        assert f'href="/console/insight/figure/review/{what}?month=2017-05"' in page.content.decode()
    file = client.get("/console/insight/figure/review/rows.csv?month=2017-05")
    assert file["Content-Disposition"] == 'attachment; filename="review-2017-05.csv"' and "In May 2017 members brought ¥800.00 net." in file.content.decode()
    file = client.get("/console/insight/figure/review/sheet.pdf?month=2017-05")
    assert file["Content-Disposition"] == 'attachment; filename="review-2017-05.pdf"' and file.content.startswith(b"%PDF")
    assert client.get("/console/insight/figure/review/rows.csv")["Content-Disposition"] == 'attachment; filename="review-2017-06.csv"'
    for wrong in ("review/rows.csv?month=2017-01", "review/rows.csv?month=2016-11", "review/sheet.pdf?month=2017-13", "review/rows.csv?month=%00", "kpi/rows.csv?month=2017-05"):
        assert client.get(f"/console/insight/figure/{wrong}").status_code == 404, wrong
    assert "Jun 2017 on one page" in text_of(client.get("/console/insight/review/?month=2017-06"))
    for month, said in (("2016-11", "a month from 2016-12 to 2017-06"), ("2017-13", "There is no review of"), ("<b>%00", "There is no review of"), ("2017-01", "keeps the reviews since 2017-05")):
        page = client.get("/console/insight/review/?month=" + month)
        assert page.status_code == 200 and said in text_of(page) and "Jun 2017 on one page" in text_of(page) and "<b>" not in page.content.decode(), month


def test_common_first_targets_are_filled_in_and_not_kept(insight_shop: Shop) -> None:
    page = signed_in("owner").get("/console/insight/targets/?preset=first").content.decode()
    assert 'name="aim-returning_rate" id="aim-returning_rate" value="75"' in page
    assert insight_shop.rows("SELECT count(*) FROM kpi_target") == [(0,)]


def test_at_risk_by_class_and_by_stage_are_told_apart_where_either_stands(insight_shop: Shop) -> None:
    client = signed_in("manager")
    for path in ("figure/classes/", "figure/stages/", "members/?class=churn_risk", "members/?stage=at_risk"):
        assert "Two different looks: the class “churn risk” (" in text_of(client.get(f"/console/insight/{path}")), path


def test_what_cannot_be_said_is_a_sentence_and_no_number(insight_shop: Shop) -> None:
    client = signed_in("analyst")
    words = text_of(client.get("/console/insight/figure/personas/"))
    assert "too young" in words and "There is nothing to show" not in words
    assert "alice 4.28 500" in text_of(client.get("/console/insight/figure/anomalies/"))  # a risk is no share


def test_a_csv_keeps_money_exact_and_no_cell_becomes_a_formula(insight_shop: Shop) -> None:
    client = signed_in("analyst")
    assert "4895.00" in client.get("/console/insight/figure/kpi/rows.csv").content.decode()
    anomalies = client.get("/console/insight/figure/anomalies/rows.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in anomalies and client.get("/console/insight/figure/anomalies/").status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_every_page_reads_in_every_language(insight_shop: Shop, language: str) -> None:
    client = signed_in("owner")
    client.cookies["django_language"] = language
    paths = ["", "review/", "figures/", "calling/", "members/", "members/?stage=active", "members/?persona=1", "group/?mark=price:mostly", "targets/", "settings/", *(f"figure/{name}/" for name in PAGES if name not in ("surveys", "loyalty", "pairing", "journal_entries"))]
    for path in paths:
        answer = client.get(f"/console/insight/{path}")
        assert answer.status_code == 200, path
        html = answer.content.decode()
        assert "insight." not in re.sub(r"docs/algorithms/insight/|/insight/", "", html), (path, re.findall(r".{30}insight\..{30}", html)[:3])
        assert not re.search(r"\b(NaN|Infinity)\b", html) and " style=" not in html, path  # a token may hold the letters
        words = text_of(answer).replace("简", "").replace("繁", "").replace("体中文", "").replace("體中文", "")
        if language == "en":
            assert not re.search(r"[\u4e00-\u9fff]", words), path
        else:
            other = CHINESE["zh-hant" if language == "zh-hans" else "zh-hans"] - CHINESE[language]
            assert not other & set(words), (path, other & set(words))


def test_a_class_leads_to_its_members_and_to_a_list_without_names(insight_shop: Shop) -> None:
    client = signed_in("manager")
    assert "/console/insight/members/?class=churn_risk" in client.get("/console/insight/figure/classes/").content.decode()
    page = client.get("/console/insight/members/?class=churn_risk")
    words = text_of(page)
    assert "/console/member/alice/" in page.content.decode() and "Tanager" not in words
    assert "31% ¥452.00 ¥990.00 41 days drifted away, price" in words and "/member/bea/" not in page.content.decode()
    listed = b"".join(client.get("/console/insight/members/list.csv?class=churn_risk").streaming_content).decode("utf-8-sig")
    assert listed.splitlines()[1] == "alice,churn_risk,at_risk,0.31,452.00,990.00,41,6,drifted_away; price"
    for wrong in ("class=luck", "stage=luck"):
        assert client.get(f"/console/insight/members/?{wrong}").status_code == 404
    assert "Nobody is in this list" in text_of(client.get("/console/insight/members/?class=mid&from=99999"))


def test_a_cell_leads_to_its_members_for_who_may_see_them(insight_shop: Shop) -> None:
    client = signed_in("manager")
    for figure, link in (("cohorts", r"mark=cohort:2017-01"), ("cohorts", r"mark=cohort:2017-0\d&amp;after=\d"), ("rfm_scores", "mark=rfm:555")):
        assert re.search(rf"/console/insight/group/\?{link}\"", client.get(f"/console/insight/figure/{figure}/").content.decode()), link
    assert "/console/insight/group/?mark=reason:drifted_away" in client.get("/console/insight/calling/").content.decode()
    for asked, title in (("rfm:344", "Members with R 3 · F 4 · M 4"), ("reason:drifted_away", "Strongest reason to leave: drifted away"), ("price:mostly", "Who buys mostly at a discount"), ("cohort:2017-01&after=3", "First purchase in Jan 2017, and bought in month 3 after it")):
        page = client.get(f"/console/insight/group/?mark={asked}")
        assert title in text_of(page) and "/console/member/alice/" in page.content.decode() and "Tanager" not in text_of(page)
    assert "Nobody is in this list" in text_of(client.get("/console/insight/group/?mark=cohort:2017-01&after=2"))
    listed = b"".join(client.get("/console/insight/group/list.csv?mark=rfm:344").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[0] for line in listed.splitlines()] == ["member", "alice"]
    for wrong in ("", "mark=rfm:9", "mark=luck:1", "mark=cohort:2017-01&after=-1", "mark=cohort:2017-01&after=99", "mark=rfm%3A344%0A"):
        assert client.get(f"/console/insight/group/?{wrong}").status_code == 404, wrong
    for path in ("", "list.csv"):  # nobody who has not signed in
        assert Client().get(f"/console/insight/group/{path}?mark=rfm:344").status_code == 302
    set_profiling(insight_shop.conn, "alice", allowed=False, by="alice", at=NOW)
    assert "/console/member/alice/" not in client.get("/console/insight/group/?mark=rfm:344").content.decode()


def test_whom_to_call_is_as_long_as_the_budget_and_says_what_it_stands_to_lose(insight_shop: Shop) -> None:
    """Bea: (1 - 0.87) x 2,500.00 x 49 days / 365 = 43.63; Alice: (1 - 0.31) x 452.00 x 49 / 365 = 41.86; Carl: 1.17. Rounded down to the cent."""
    client = signed_in("manager")
    words = text_of(client.get("/console/insight/calling/"))
    assert "These 3 members stand to take ¥86.66 of expected revenue with them in the next 49 days" in words
    assert "65.0% really stayed away, 60.0% had been foreseen; of all members 30.0% did" in words and "drifted away" in words
    assert "the shop has not told its margin" in words and "margin with them" not in words
    assert "These 2 members stand to take ¥85.49" in text_of(client.get("/console/insight/calling/?contacts=2"))
    last = client.get("/console/insight/calling/?from=2").content.decode()
    assert "/console/member/bea/" not in last and "/console/member/alice/" not in last and "?contacts=100&amp;from=0" in last
    for asked in ("0", "-5", "x", "99999999999"):
        assert "/console/member/bea/" in client.get("/console/insight/calling/", {"from": asked}).content.decode()
        assert "These 3 members" in text_of(client.get("/console/insight/calling/", {"contacts": asked}))
    listed = b"".join(client.get("/console/insight/calling/list.csv?contacts=2").streaming_content).decode("utf-8-sig").splitlines()
    assert [row.split(",")[:4] for row in listed[1:]] == [["1", "bea", "0.13", "43.63"], ["2", "alice", "0.69", "41.86"]]
    set_profiling(insight_shop.conn, "bea", allowed=False, by="bea", at=NOW)
    assert b"bea" not in b"".join(client.get("/console/insight/calling/list.csv").streaming_content)


def test_the_list_of_whom_to_call_is_read_by_its_index(insight_shop: Shop) -> None:
    with insight_shop.conn.transaction():
        insight_shop.conn.execute("SET LOCAL enable_seqscan = off")
        plan = insight_shop.rows("EXPLAIN " + leaving._LIST % {"contacts": 5})
    assert any("insight_member_stake" in line for (line,) in plan) and not any("Sort" in line for (line,) in plan)


def test_the_members_page_says_class_value_reasons_and_what_to_show(insight_shop: Shop) -> None:
    words = text_of(signed_in("agent").get("/console/member/alice/"))
    for said in ("churn risk before: high value", "at risk comes about every 17 days", "Customer value ¥990.00 over 365 days", "drifted away", "milk you have bought it 4 times in 6 purchases", "biscuit because you bought milk"):
        assert said in words, said
    assert "had not bought by 30 Jun 2017" in text_of(signed_in("manager").get("/console/member/dana/"))


def test_each_fact_says_how_it_came_about_and_what_has_changed_since(people_shop: Shop) -> None:
    refresh(people_shop, before=date(2017, 6, 1))
    client = signed_in("agent")
    words = text_of(client.get("/console/member/alice/"))
    for said in (
        "Persona 1 · comes often k-means on purchase days", "From: 6 purchase days, the last 41 days ago, ¥1,334.50 in all as of 30 Jun 2017 · ruler no. 1 of 14 May 2017",
        "Value grade B 70% sure", "a year’s returns ¥10.00, contacts ¥9.50, points ¥10.00, delivery ¥0.00; left over ¥120.00", "Visits keen Recency 5, frequency 4, engagement 4", "Loyalty latent loyalty",
        "Expected in a year ¥452.00 revenue: the margin is not told",
        "What has changed since 1 Jun 2017 Class: high value → churn risk Stage: active → at risk Value grade: A → B Persona: 2 · like everybody → 1 · comes often RFM scores: 544 → 344 Buys within 49 days: 80% → 31%",
    ):  # fmt: skip
        assert said.replace("From: ", "") in words, said
    client = signed_in("manager")
    for asked, said in (("grade=B", "Value grade B"), ("persona=1", "1 · comes often"), ("visitor=keen", "Visits: keen")):
        page = client.get(f"/console/insight/members/?{asked}")
        assert said in text_of(page) and "/console/member/alice/" in page.content.decode(), asked
        assert b"".join(client.get(f"/console/insight/members/list.csv?{asked}").streaming_content).decode("utf-8-sig").count("\n") == 2
    for wrong in ("grade=F", "persona=3", "persona=0", "visitor=luck"):
        assert client.get(f"/console/insight/members/?{wrong}").status_code == 404
    moved = client.get("/console/insight/figure/class_moves/")
    assert "1 of 1 member moved (100.0%)" in text_of(moved) and "By luck alone 5.0% would stand in another class" in text_of(moved) and '"flow"' in moved.content.decode()
    assert "2 members look and have never bought; 2 of them are keen" in text_of(client.get("/console/insight/figure/rfe/"))


def test_the_shop_tells_its_margin_and_costs_all_of_it_or_nothing(insight_shop: Shop) -> None:
    client = signed_in("manager")
    assert "Margin, share of what is paid" in text_of(client.get("/console/insight/settings/"))
    kept = client.post("/console/insight/settings/save/", {"margin": "35％", "contact_cost": "2.50", "rfm_method": "k_means"})
    assert kept.status_code == 302 and texts_of(insight_shop.conn) == {"margin": "35%", "contact_cost": "2.50", "rfm_method": "k_means"}
    wrong = client.post("/console/insight/settings/save/", {"margin": "-1", "contact_cost": "9", "rfm_method": "fixed", "rfm_days": "<b>"})
    words = text_of(wrong)
    assert wrong.status_code == 422 and "“-1” is no margin" in words and "fixed RFM cut points need all three" in words and "<b>" not in wrong.content.decode()
    assert texts_of(insight_shop.conn)["contact_cost"] == "2.50" and 'value="9"' in wrong.content.decode()
    analyst = signed_in("analyst")
    assert analyst.post("/console/insight/settings/save/", {"margin": "1"}).status_code == 403
    assert "Owners and managers change settings" in text_of(analyst.get("/console/insight/settings/"))


def test_whoever_refuses_profiling_is_on_no_page_at_once(insight_shop: Shop) -> None:
    client = signed_in("agent")
    client.post("/console/member/alice/profiling/", {"profiling": "refuse"})
    assert profiling_of(insight_shop.conn, "alice").by == "the-agent"
    words = text_of(client.get("/console/member/alice/"))
    assert "has refused profiling" in words and "churn risk" not in words and "milk you have bought" not in words
    assert "/console/member/alice/" not in client.get("/console/insight/members/?class=churn_risk").content.decode()
    assert b"alice" not in b"".join(client.get("/console/insight/members/list.csv?class=churn_risk").streaming_content)
    client.post("/console/member/alice/profiling/", {"profiling": "allow"})
    assert "churn risk before: high value" in text_of(client.get("/console/member/alice/"))
    assert client.post("/console/member/nobody/profiling/", {"profiling": "refuse"}).status_code == 404
    assert signed_in("analyst").post("/console/member/alice/profiling/", {"profiling": "refuse"}).status_code == 403


def test_asking_for_a_refresh_is_handed_to_the_worker_once(insight_shop: Shop) -> None:
    client = signed_in("manager")
    assert "handed to the worker" in text_of(client.post("/console/insight/refresh/", follow=True))
    assert "already waiting" in text_of(client.post("/console/insight/refresh/", follow=True))
    assert insight_shop.rows("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'regulars.jobs.tasks.refresh_now'") == [(1,)]


def test_a_page_asks_the_database_a_bounded_number_of_times(insight_shop: Shop) -> None:
    client = signed_in("analyst")
    client.get("/console/insight/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/console/insight/members/?class=churn_risk")
    assert len(queries) <= 12


def test_pictures_that_cannot_be_drawn_now_are_a_sentence(insight_shop: Shop, monkeypatch: Any) -> None:
    def refuse(*_: Any, **__: Any) -> bytes:
        raise NotDrawn

    monkeypatch.setattr("regulars.console.insight.exporting.drawn", refuse)
    answer = signed_in("analyst").get("/console/insight/figure/months/chart.png")
    assert answer.status_code == 503 and b"try again" in answer.content


def test_a_chart_is_drawn_as_png_and_a_sheet_as_pdf(insight_shop: Shop) -> None:
    client = signed_in("analyst")
    client.cookies["django_language"] = "zh-hans"
    assert client.get("/console/insight/figure/months/chart.png").content.startswith(b"\x89PNG")
    assert client.get("/console/insight/figure/cohorts/sheet.pdf").content.startswith(b"%PDF")
    assert client.get("/console/insight/figure/kpi/chart.png").status_code == 404
