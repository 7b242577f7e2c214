"""The programme promises that every page works in a real browser, in every language, on a desk and on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import Served
from browser.screenshots import settle, sign_in

pytestmark = pytest.mark.browser

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
WORDS = {
    "en": {"members": "Members", "sound": "Not checked yet", "read": "Earning", "find": "Nobody answers to that", "more": "A point a yuan"},
    "zh-hans": {"members": "会员", "sound": "尚未核对", "read": "积分获取", "find": "没有找到符合的会员", "more": "一元一分"},
    "zh-hant": {"members": "會員", "sound": "尚未核對", "read": "積分獲取", "find": "沒有找到符合的會員", "more": "一元一分"},
}


@contextmanager
def quiet_page(browser: Browser, width: int, height: int, scheme: str = "light", expected: str = "\0") -> Iterator[Page]:
    """A page that may say nothing in the console (but what is ``expected``), break no content security policy and ask nobody but the shop."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page, complaints = context.new_page(), []
    context.add_init_script("document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))")
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(("http://127.0.0.1", "data:")) else None)
    yield page
    context.close()
    assert [said for said in complaints if expected not in said] == []


def fits(page: Page) -> None:
    """Nothing reaches beyond the window's edge, once the page is there."""
    page.wait_for_load_state("load")
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, (page.url, wide, window)


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("language", WORDS)
def test_staff_walk_through_every_page(served: Served, browser: Browser, language: str, size: str) -> None:
    words = WORDS[language]
    with quiet_page(browser, *WIDTHS[size]) as page:
        sign_in(page, served.address, served.name, served.password, language)
        settle(page)
        assert words["members"] in page.inner_text("main")
        assert page.locator("[data-chart] svg").count() == 2
        fits(page)

        page.goto(f"{served.address}/console/members/")
        page.fill("#q", "nobody-like-this")
        page.wait_for_selector(f"#results >> text={words['find']}")
        page.fill("#q", "ali")
        page.wait_for_selector("#results a.cover >> text=alice")
        fits(page)

        page.click("#results a.cover")
        page.wait_for_selector(".moves")
        assert "123" in page.inner_text(".balance .big")
        page.locator(".moves summary >> nth=2").click()
        assert words["more"] in page.inner_text(".moves")
        fits(page)

        page.goto(f"{served.address}/console/programme/")
        assert words["read"] in page.inner_text("main")
        fits(page)
        for path in ("document/", "versions/"):
            page.goto(f"{served.address}/console/programme/{path}")
            fits(page)

        page.goto(f"{served.address}/console/ledger/")
        assert words["sound"] in page.inner_text("main")
        fits(page)


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("language", WORDS)
def test_a_member_opens_the_link_staff_made(served: Served, browser: Browser, language: str, size: str) -> None:
    with quiet_page(browser, *WIDTHS[size]) as page:
        sign_in(page, served.address, served.name, served.password, language)
        page.goto(f"{served.address}/console/member/bea/")
        page.click("form[action='/me/link/'] button")
        link = page.input_value("#link")
        fits(page)
        page.context.clear_cookies(name="session")
        page.goto(link)
        assert page.url.endswith("/me/")
        assert page.inner_text(".pass .big").replace(",", "") == "1200"  # 1,500 + 2 × 100 - 500
        assert WORDS[language]["more"] in page.inner_text("main") or page.locator(".moves").count()
        fits(page)


def test_the_pages_stand_in_the_dark_and_on_paper(served: Served, browser: Browser) -> None:
    with quiet_page(browser, 1440, 900, "dark") as page:
        sign_in(page, served.address, served.name, served.password, "en")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.click(".rail button[value=light]")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
        page.click(".rail button[value=dark]")
        page.goto(f"{served.address}/console/member/alice/")
        page.emulate_media(media="print")
        assert not page.is_visible(".rail") and page.is_visible(".balance")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_language_is_switched_where_one_stands(served: Served, browser: Browser) -> None:
    with quiet_page(browser, 390, 844) as page:
        page.goto(f"{served.address}/accounts/login/")
        page.click("button[lang=zh-hant]")
        assert page.inner_text("h1") == "登入"
        assert page.get_attribute("html", "lang") == "zh-Hant"


def test_a_wrong_password_is_answered_in_words(served: Served, browser: Browser) -> None:
    with quiet_page(browser, 390, 844) as page:
        page.goto(f"{served.address}/accounts/login/")
        page.fill("#id_username", "somebody")
        page.fill("#id_password", "wrong")
        page.click("form button.primary")
        assert "do not go together" in page.inner_text("[role=alert]")


@pytest.mark.parametrize(("language", "size", "said"), [("en", "desk", "Who is leaving"), ("zh-hant", "phone", "誰在流失")])
def test_every_insight_chart_is_drawn_and_every_page_fits(served: Served, browser: Browser, language: str, size: str, said: str) -> None:
    with quiet_page(browser, *WIDTHS[size]) as page:
        sign_in(page, served.address, served.name, served.password, language)
        for path, charts in (("", 9), ("figures/", 0), ("figure/cohorts/", 1), ("figure/liability/", 1), ("calling/?contacts=2", 0), ("members/", 0), ("targets/", 0), ("report-card/", 0)):
            page.goto(f"{served.address}/console/insight/{path}")
            page.wait_for_function("document.querySelectorAll('[data-chart]').length === document.querySelectorAll('[data-drawn] svg').length")
            assert page.locator("[data-chart] svg").count() == charts, path
            fits(page)
            if not path:
                assert said in page.inner_text("main")
        page.goto(f"{served.address}/console/insight/targets/")
        page.fill("#aim-returning_rate", "75")
        page.click("form[action$='/save/'] button.primary")
        page.wait_for_selector(".notice.success, .messages, [role=status]")
        assert page.input_value("#aim-returning_rate") == "75"
