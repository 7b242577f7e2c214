"""The programme promises that a page opens for the roles it is meant for, and for nobody else. The matrix is made from the URL resolver."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from journal.conftest import Shop

from console.people import signed_in
from regulars.kit.roles import ABILITIES, ROLES
from regulars.portal.links import token_of

# What stands in for a part of an address, and what an allowed visit answers. A route that is missing here fails the test below.
ROUTES = {
    "": ("GET", {302}),
    "accounts/login/": ("GET", {200, 302}),
    "accounts/logout/": ("POST", {302}),
    "console/": ("GET", {200}),
    "console/members/": ("GET", {200}),
    "console/member/<path:ref>/movements/": ("GET", {200}),
    "console/member/<path:ref>/gift/": ("GET", {200}),
    "console/member/<path:ref>/profiling/": ("POST", {404}),  # without an answer
    "console/member/<path:ref>/freeze/": ("POST", {404}),  # without saying what
    "console/member/<path:ref>/merge/": ("GET", {200}),
    "console/member/<path:ref>/cards/": ("POST", {302}),
    "console/member/<path:ref>/": ("GET", {200}),
    "console/quality/": ("GET", {200}),
    "console/quality/list.csv": ("GET", {200}),
    "console/quality/look/": ("POST", {302}),
    "console/quality/apart/": ("POST", {302}),
    "console/readings/": ("GET", {200}),
    "console/readings/list.csv": ("GET", {200}),
    "console/pool/act/": ("POST", {404}),  # without a verb
    "console/pool/<path:ref>/": ("GET", {404}),  # of a member who is no pool
    "console/tiers/": ("GET", {200}),
    "console/tiers/list.csv": ("GET", {200}),
    "console/programme/": ("GET", {200}),
    "console/programme/document/": ("GET", {200}),
    "console/programme/versions/": ("GET", {200}),
    "console/programme/guide/": ("GET", {200}),
    "console/programme/together/": ("GET", {200}),
    "console/programme/rollback/": ("GET", {302}),  # there is one version only
    "console/programme/withdraw/<int:version>/": ("GET", {200}),
    "console/programme/draft/": ("GET", {200}),
    "console/programme/draft/start/": ("POST", {302}),
    "console/programme/draft/first/": ("POST", {302}),
    "console/programme/draft/go-on/": ("POST", {302}),
    "console/programme/draft/throw-away/": ("POST", {302}),
    "console/programme/draft/text/": ("GET", {200}),
    "console/programme/draft/plan/": ("GET", {200}),
    "console/programme/draft/plan/ask/": ("POST", {302}),
    "console/programme/draft/plan/<int:id>/moves.csv": ("GET", {200}),
    "console/programme/draft/apply/": ("GET", {200}),
    "console/programme/draft/<slug:id>/": ("GET", {200}),
    "console/programme/draft/<slug:id>/<str:item>/": ("GET", {200}),
    "console/approvals/": ("GET", {200}),
    "console/approvals/<int:id>/": ("POST", {404}),  # without an answer
    "console/insight/": ("GET", {200}),
    "console/insight/refresh/": ("POST", {302}),
    "console/insight/figures/": ("GET", {200}),
    "console/insight/figure/<slug:name>/": ("GET", {200}),  # nothing has been worked out: so it says
    "console/insight/figure/<slug:name>/rows.csv": ("GET", {404}),
    "console/insight/figure/<slug:name>/chart.png": ("GET", {404}),
    "console/insight/figure/<slug:name>/sheet.pdf": ("GET", {404}),
    "console/insight/review/": ("GET", {200}),
    "console/insight/settings/": ("GET", {200}),
    "console/insight/settings/save/": ("POST", {302, 422}),
    "console/insight/alerts/": ("GET", {200}),
    "console/insight/alerts/watch/": ("POST", {422}),  # without numbers
    "console/insight/alerts/<int:id>/": ("POST", {404}),  # without an answer
    "console/insight/calling/": ("GET", {200}),
    "console/insight/calling/list.csv": ("GET", {404}),
    "console/insight/members/": ("GET", {200}),
    "console/insight/members/list.csv": ("GET", {404}),
    "console/insight/group/": ("GET", {200}),
    "console/insight/group/list.csv": ("GET", {404}),
    "console/insight/targets/": ("GET", {200}),
    "console/insight/targets/save/": ("POST", {302}),
    "console/insight/report-card/": ("GET", {200}),
    "console/ledger/": ("GET", {200}),
    "console/ledger/check/": ("POST", {302}),
    "console/language/": ("POST", {302}),
    "console/theme/": ("POST", {302}),
    "me/": ("GET", {403}),  # without the member's own cookie
    "me/movements/": ("GET", {403}),
    "me/profiling/": ("POST", {403}),
    "me/card/": ("GET", {403}),
    "me/card/apple/": ("GET", {404}),
    "me/card/google/": ("GET", {404}),
    "me/card/logo.png": ("GET", {200}),
    "me/guide/": ("GET", {200}),
    "me/enter/<str:token>/": ("GET", {302}),
    "me/leave/": ("POST", {302}),
    "me/link/": ("POST", {200}),
}


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        else:
            yield address, entry


def test_no_route_is_missing_from_the_matrix() -> None:
    assert {address for address, _ in routes()} == set(ROUTES)


def test_every_view_says_who_may_open_it() -> None:
    for address, route in routes():
        assert hasattr(route.callback, "ability"), address
        assert route.callback.ability is None or route.callback.ability in ABILITIES, address


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_every_route_answers_each_role_as_declared(people_shop: Shop, role: str) -> None:
    client = signed_in(role)
    for address, route in routes():
        if address == "accounts/logout/":
            continue  # it would end this visit; signing out has its own test
        method, allowed = ROUTES[address]
        path = "/" + address.replace("<slug:id>", "earn").replace("<slug:name>", "kpi").replace("<str:item>", "1").replace("<int:version>", "1").replace("<path:ref>", "alice").replace("<int:id>", "1").replace("<str:token>", token_of(1))
        answer = client.generic(method, path, "ref=alice", content_type="application/x-www-form-urlencoded")
        ability = route.callback.ability
        if ability is None:
            expected = allowed
        elif not role:
            expected = {302}  # to the sign-in
            assert "/accounts/login/" in answer["Location"], address
        else:
            expected = allowed if role in ABILITIES[ability] else {403}
        assert answer.status_code in expected, (address, role, answer.status_code)


def test_somebody_without_a_role_sees_nothing(people_shop: Shop) -> None:
    client = signed_in("agent")
    from django.contrib.auth import get_user_model

    get_user_model().objects.get(username="the-agent").groups.clear()
    assert client.get("/console/").status_code == 403
    assert client.get("/console/member/alice/").status_code == 403


def test_signing_out_ends_the_visit(people_shop: Shop) -> None:
    client = signed_in("owner")
    assert client.get("/console/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/console/").status_code == 302


def test_a_form_from_another_site_changes_nothing(people_shop: Shop) -> None:
    client = signed_in("owner")
    client.handler.enforce_csrf_checks = True
    for path in ("/console/ledger/check/", "/me/link/", "/console/theme/", "/console/language/", "/accounts/logout/", "/me/leave/"):
        assert client.post(path).status_code == 403, path
