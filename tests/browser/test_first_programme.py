"""The programme promises that an owner on the first day drafts a programme from a template, puts right what is pointed out, applies it, and finds it counting: typed and clicked."""

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import Served
from browser.screenshots import sign_in
from browser.test_pages import WIDTHS, fits, quiet_page

pytestmark = pytest.mark.browser

PATIENCE = 120_000  # milliseconds, on a busy machine
DRAFT = "/console/programme/draft/"
PAGES = ("", "text/", "plan/", "apply/")  # those that are another page for a first programme; the sections are tried in test_drafts.py


def opened(page: Page, served: Served, path: str) -> None:
    """The page is there, wholly loaded: what is measured next is it, and not the one before."""
    answer = page.goto(f"{served.address}{DRAFT}{path}")
    assert answer is not None and answer.status == 200, path
    assert page.locator("main h1").count() > 0


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_pages_of_a_first_programme_fit_a_phone(new_shop: Served, browser: Browser, language: str) -> None:
    with quiet_page(browser, *WIDTHS["phone"]) as page:
        page.set_default_timeout(PATIENCE)
        sign_in(page, new_shop.address, new_shop.name, new_shop.password, language)
        opened(page, new_shop, "")
        fits(page)
        page.check("input[name=starter][value=cafe]")
        page.fill("#name", "九壶茶会")
        page.fill("#receipt", "35")
        page.click("main form button.primary")
        page.wait_for_selector(".desk")
        for path in PAGES:
            opened(page, new_shop, path)
            fits(page)
        opened(page, new_shop, "")
        page.click("details.more summary")
        page.check("[name=sure]")
        page.click("form[action$='/throw-away/'] button")
        page.wait_for_selector(".empty")


# The last one: afterwards the shop has a programme.
def test_a_first_programme_from_a_template_to_what_counts(new_shop: Served, browser: Browser) -> None:
    with quiet_page(browser, *WIDTHS["desk"], expected="status of 422") as page:  # a refused form is answered so
        page.set_default_timeout(PATIENCE)
        sign_in(page, new_shop.address, new_shop.name, new_shop.password, "en")
        page.click("main a.primary >> text=Draft the first programme")
        page.wait_for_url(f"**{DRAFT}")
        page.check("input[name=starter][value=cafe]")
        for field, typed in {"name": "Nine Teapots", "currency": "usd", "timezone": "America/New_York", "receipt": "much"}.items():
            page.fill(f"#{field}", typed)
        page.click("main form button.primary")
        page.wait_for_selector("#receipt[aria-invalid=true]")
        assert "much" in page.inner_text("#refused") and page.input_value("#name") == "Nine Teapots" and page.is_checked("input[value=cafe]")
        page.fill("#receipt", "7")
        page.click("main form button.primary")
        page.wait_for_selector(".desk")
        assert "Nothing is wrong or unwise in it." in page.inner_text("main")

        page.click(".desk-nav a[href$='/levels/']")
        page.click("a.rowtext >> text=Friend of the house")
        page.fill("#f-multiplier", "1")
        page.click(".formfoot button[value=save]")
        page.wait_for_selector("text=Kept in the draft.")
        opened(page, new_shop, "")
        assert "“house” multiplies by 1, less than the lower level “regular” (1.5)" in page.inner_text(".attention")
        page.click(".attention a >> nth=0")
        page.wait_for_url(f"**{DRAFT}levels/3/")
        page.fill("#f-multiplier", "3")
        page.click(".formfoot button[value=save]")
        page.wait_for_selector("text=Kept in the draft.")

        opened(page, new_shop, "plan/")
        assert "There are no members yet" in page.inner_text("main") and page.locator(".example").count() > 2
        page.click(".desk-page a.primary")
        page.wait_for_url(f"**{DRAFT}apply/")
        assert page.locator(".attention").count() == 0
        page.fill("#reason", "we open")
        page.click(".desk-page form button.primary")
        page.wait_for_selector("text=The programme counts. Members can join now.")
        assert page.url.endswith("/console/programme/")
        said = page.inner_text("main")
        assert "Nine Teapots" in said and "Friend of the house" in said and "× 3" in said
        page.goto(f"{new_shop.address}/console/")
        assert page.locator("text=There is no programme yet").count() == 0
        page.goto(f"{new_shop.address}/console/programme/versions/")
        assert "we open" in page.inner_text("main")
