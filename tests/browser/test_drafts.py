"""The programme promises that a manager changes a rule on a form, sees what it would do, applies it, and it counts: in a real browser, typed and clicked."""

import re

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import Served
from browser.screenshots import sign_in
from browser.test_pages import WIDTHS, fits, quiet_page

pytestmark = pytest.mark.browser

PATIENCE = 120_000  # milliseconds: the worker computes the plan, on a busy machine


def begin(page: Page, served: Served, language: str = "en") -> str:
    sign_in(page, served.address, served.name, served.password, language)
    page.goto(f"{served.address}/console/programme/")
    page.click("a[href='/console/programme/draft/']")
    page.wait_for_selector(".desk, form[action$='/draft/start/']")
    start = page.locator("form[action$='/draft/start/'] button")
    if start.count():
        start.click()
    page.wait_for_selector(".desk")
    return f"{served.address}/console/programme/draft/"


def test_a_rule_is_changed_planned_applied_and_counts(served: Served, browser: Browser) -> None:
    with quiet_page(browser, 1440, 900, expected="status of 422") as page:  # a refused form is answered so
        page.set_default_timeout(PATIENCE)
        draft = begin(page, served)

        page.click(".desk-nav a[href$='/earn/']")
        page.click("a.rowtext >> text=A point a yuan")
        page.fill("#f-points-1-give", "3")
        page.select_option("[name='f/stack']", "best_of")
        page.fill("[name='f/group']", "base")
        page.click("button[value='add:f/limit']")  # a row comes without the page being left, and waits for the keyboard
        page.wait_for_selector("[name='f/limit/0/times']")
        page.wait_for_selector("[name='f/limit/0/times']:focus")
        page.keyboard.type("2")
        page.click(".formfoot button[value=save]")
        page.wait_for_selector("#refused")
        assert page.input_value("#f-points-1-give") == "3" and page.input_value("[name='f/limit/0/times']") == "2"

        page.select_option("[name='f/limit/0/per']", "day")
        page.select_option("[name='f/stack']", "")
        page.fill("[name='f/group']", "")
        page.wait_for_timeout(1_500)  # kept while one types
        page.goto(draft)
        page.goto(f"{draft}earn/1/")
        assert page.input_value("[name='f/limit/0/times']") == "2" and page.locator(".unsaved").count() == 1
        page.click(".formfoot button[value=save]")
        page.wait_for_selector("text=Kept in the draft.")

        page.goto(f"{draft}plan/")
        page.select_option("#replay", "1 year")
        page.click("form[action$='/ask/'] button")
        page.wait_for_selector("#plan .figures", timeout=PATIENCE)
        assert "decided again" in page.inner_text("#plan")
        fits(page)

        page.click("#plan a.primary")
        page.fill("#reason", "three points a yuan, twice a day")
        page.click("main form button.primary")
        page.wait_for_selector("text=Version 2 counts now.")
        assert "three points a yuan, twice a day" in page.inner_text("main")
        page.goto(f"{served.address}/console/programme/document/")
        assert "give: 3" in page.inner_text("main") and "limit: {times: 2, per: day}" in page.inner_text("main")

        page.goto(f"{served.address}/console/programme/rollback/")
        page.fill("#reason", "it was a trial")
        page.click("main form button.primary")
        page.wait_for_selector("text=counts again")


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_every_section_fits_a_phone(served: Served, browser: Browser, language: str) -> None:
    with quiet_page(browser, *WIDTHS["phone"]) as page:
        page.set_default_timeout(PATIENCE)
        draft = begin(page, served, language)
        fits(page)
        sections = page.evaluate("[...document.querySelectorAll('.desk-nav a')].map((link) => link.getAttribute('href'))")
        assert len(sections) > 15
        for path in [*sections, "/console/programme/draft/earn/2/", "/console/programme/draft/levels/2/", "/console/programme/draft/wallets/1/"]:
            page.goto(served.address + path)
            fits(page)
        page.goto(f"{draft}earn/new/")
        if page.locator("button[value=forget]").count():  # what another language's visit typed
            page.click("button[value=forget]")
            page.wait_for_selector("button[value=forget]", state="detached")
        page.click("details.group >> nth=0 >> summary")
        page.select_option("[name='f/when@p']", "order.weekday")
        page.click("button[value='add:f/when']")
        page.check("[name='f/when/order.weekday/0'][value=tuesday]")
        fits(page)
        assert re.search(r"/draft/earn/new/$", page.url)
