"""The console's addresses."""

from django.urls import path
from django.views.i18n import set_language

from regulars.console import approvals, ledger, member, members, moving, programme, tiers, today
from regulars.console.access import public
from regulars.console.chrome import choose_theme

app_name = "console"

urlpatterns = [
    path("", today.page, name="today"),
    path("members/", members.page, name="members"),
    path("member/<path:ref>/movements/", member.older, name="movements"),
    path("member/<path:ref>/gift/", moving.gift, name="gift"),
    path("member/<path:ref>/merge/", moving.merge, name="merge"),
    path("member/<path:ref>/", member.page, name="member"),
    path("tiers/", tiers.page, name="tiers"),
    path("tiers/list.csv", tiers.listed, name="tiers_list"),
    path("programme/", programme.page, name="programme"),
    path("programme/document/", programme.document, name="document"),
    path("programme/together/", programme.together, name="together"),
    path("programme/guide/", programme.guide, name="guide"),
    path("programme/versions/", programme.versions, name="versions"),
    path("approvals/", approvals.page, name="approvals"),
    path("approvals/<int:id>/", approvals.answer, name="answer"),
    path("ledger/", ledger.page, name="ledger"),
    path("ledger/check/", ledger.check, name="check"),
    path("language/", public(set_language), name="language"),
    path("theme/", choose_theme, name="theme"),
]
