"""The console's addresses."""

from django.urls import path
from django.views.i18n import set_language

from regulars.console import (
    approvals,
    cards,
    freezing,
    ledger,
    member,
    members,
    moving,
    pools,
    programme,
    quality,
    readings,
    tiers,
    today,
)
from regulars.console.access import public
from regulars.console.chrome import choose_theme
from regulars.console.drafting import applying, editing, first, pages, planning
from regulars.console.insight import calling, exporting, lists, one_member, report_card, reviewed, targeting
from regulars.console.insight import pages as insight

app_name = "console"

urlpatterns = [
    path("", today.page, name="today"),
    path("members/", members.page, name="members"),
    path("quality/", quality.page, name="quality"),
    path("quality/list.csv", quality.listed, name="quality_list"),
    path("quality/look/", quality.look, name="look"),
    path("quality/apart/", quality.apart, name="apart"),
    path("readings/", readings.page, name="readings"),
    path("readings/list.csv", readings.listed, name="readings_list"),
    path("member/<path:ref>/movements/", member.older, name="movements"),
    path("member/<path:ref>/gift/", moving.gift, name="gift"),
    path("member/<path:ref>/cards/", cards.act, name="cards"),
    path("member/<path:ref>/profiling/", one_member.profiling, name="member_profiling"),
    path("member/<path:ref>/freeze/", freezing.act, name="freeze"),
    path("member/<path:ref>/merge/", moving.merge, name="merge"),
    path("member/<path:ref>/", member.page, name="member"),
    path("pool/act/", pools.act, name="pool_act"),
    path("pool/<path:ref>/", pools.page, name="pool"),
    path("tiers/", tiers.page, name="tiers"),
    path("tiers/list.csv", tiers.listed, name="tiers_list"),
    path("programme/", programme.page, name="programme"),
    path("programme/document/", programme.document, name="document"),
    path("programme/together/", programme.together, name="together"),
    path("programme/guide/", programme.guide, name="guide"),
    path("programme/versions/", programme.versions, name="versions"),
    path("programme/rollback/", applying.rollback, name="rollback"),
    path("programme/withdraw/<int:version>/", applying.take_back, name="withdraw"),
    path("programme/draft/", pages.overview, name="draft"),
    path("programme/draft/start/", pages.start, name="draft_start"),
    path("programme/draft/first/", first.start_first, name="draft_first"),
    path("programme/draft/go-on/", pages.go_on, name="draft_go_on"),
    path("programme/draft/throw-away/", pages.throw_away, name="draft_discard"),
    path("programme/draft/text/", pages.text, name="draft_text"),
    path("programme/draft/plan/", planning.page, name="draft_plan"),
    path("programme/draft/plan/ask/", planning.ask, name="draft_ask_plan"),
    path("programme/draft/plan/<int:id>/moves.csv", planning.moves, name="plan_moves"),
    path("programme/draft/apply/", applying.apply, name="draft_apply"),
    path("programme/draft/<slug:id>/", editing.page, name="draft_section"),
    path("programme/draft/<slug:id>/<str:item>/", editing.row, name="draft_row"),
    path("approvals/", approvals.page, name="approvals"),
    path("approvals/<int:id>/", approvals.answer, name="answer"),
    path("insight/", insight.overview, name="insight"),
    path("insight/review/", reviewed.page, name="insight_review"),
    path("insight/refresh/", insight.refresh, name="insight_refresh"),
    path("insight/figures/", insight.figures, name="insight_figures"),
    path("insight/figure/<slug:name>/", insight.figure, name="insight_figure"),
    path("insight/figure/<slug:name>/rows.csv", exporting.as_csv, name="insight_csv"),
    path("insight/figure/<slug:name>/chart.png", exporting.as_png, name="insight_png"),
    path("insight/figure/<slug:name>/sheet.pdf", exporting.as_pdf, name="insight_pdf"),
    path("insight/calling/", calling.page, name="insight_calling"),
    path("insight/calling/list.csv", calling.listed, name="insight_call_list"),
    path("insight/members/", lists.page, name="insight_members"),
    path("insight/members/list.csv", lists.listed, name="insight_list"),
    path("insight/targets/", targeting.page, name="insight_targets"),
    path("insight/targets/save/", targeting.save, name="insight_set_targets"),
    path("insight/report-card/", report_card.page, name="insight_report_card"),
    path("ledger/", ledger.page, name="ledger"),
    path("ledger/check/", ledger.check, name="check"),
    path("language/", public(set_language), name="language"),
    path("theme/", choose_theme, name="theme"),
]
