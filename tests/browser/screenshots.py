"""Pictures of every page, for the README and for looking at: ``python tests/browser/screenshots.py ADDRESS NAME PASSWORD OUT [LANGUAGE]``."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {"wide": (1440, 900), "phone": (390, 844)}


def sign_in(page: Page, address: str, name: str, password: str, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    page.goto(f"{address}/accounts/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("form button.primary")
    page.wait_for_url("**/console/")


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    if page.locator("[data-chart]").count():
        page.wait_for_selector("[data-drawn]")


def pictures(browser: Browser, address: str, name: str, password: str, out: Path, language: str, scheme: str = "light") -> None:
    for kind, (width, height) in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page.goto(f"{address}/accounts/login/")
        page.screenshot(path=out / f"sign-in-{kind}.png")
        sign_in(page, address, name, password, language)
        for title, path in (
            ("today", "/console/"),
            ("members", "/console/members/"),
            ("programme", "/console/programme/"),
            ("document", "/console/programme/document/"),
            ("versions", "/console/programme/versions/"),
            ("ledger", "/console/ledger/"),
        ):
            page.goto(address + path)
            settle(page)
            page.screenshot(path=out / f"{title}-{kind}.png", full_page=kind == "wide")
        page.goto(f"{address}/console/members/")
        page.click(".table.links a.cover >> nth=2")
        settle(page)
        page.locator(".moves summary").first.click()
        page.screenshot(path=out / f"member-{kind}.png", full_page=kind == "wide")
        page.click("form[action='/me/link/'] button")
        page.goto(page.input_value("#link"))
        settle(page)
        page.screenshot(path=out / f"portal-{kind}.png")
        context.close()


def main(address: str, name: str, password: str, out: str, language: str = "en", scheme: str = "light") -> None:
    Path(out).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox"])
        pictures(browser, address, name, password, Path(out), language, scheme)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
