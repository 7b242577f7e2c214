"""The pictures of the README, taken anew from the demo shop: ``python -m tests.browser.screenshots``.

With ADDRESS NAME PASSWORD OUT [LANGUAGE [light|dark]] it takes every page of a shop that is running already: for looking at one's own work.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
DESK, PHONE = (1280, 860), (390, 844)
PAGES = {
    "today": "/console/",
    "members": "/console/members/",
    "programme": "/console/programme/",
    "document": "/console/programme/document/",
    "versions": "/console/programme/versions/",
    "ledger": "/console/ledger/",
}


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


def every_page(browser: Browser, address: str, name: str, password: str, out: Path, language: str, scheme: str, sizes: dict[str, tuple[int, int]]) -> None:
    """One picture a page and size, named ``<page>-<size>.png``; a member of the gold tier where there is one."""
    for size, (width, height) in sizes.items():
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page.goto(f"{address}/accounts/login/")
        page.screenshot(path=out / f"sign-in-{size}.png")
        sign_in(page, address, name, password, language)
        for title, path in PAGES.items():
            page.goto(address + path)
            settle(page)
            page.screenshot(path=out / f"{title}-{size}.png")
        _of_a_draft(page, address, out, size)
        page.goto(f"{address}/console/members/?tier=gold")
        if not page.locator(".table.links a.cover").count():
            page.goto(f"{address}/console/members/")
        page.locator(".table.links a.cover").nth(1).click()
        settle(page)
        page.screenshot(path=out / f"member-{size}.png")
        page.locator(".moves summary").first.click()
        page.locator(".moves").scroll_into_view_if_needed()
        page.evaluate("document.querySelector('.moves').scrollIntoView()")
        page.screenshot(path=out / f"why-{size}.png")
        page.click("form[action='/me/link/'] button")
        page.goto(page.input_value("#link"))
        settle(page)
        page.screenshot(path=out / f"portal-{size}.png")
        context.close()


def _of_a_draft(page: Page, address: str, out: Path, size: str) -> None:
    """A draft whose first rule gives more, its form and its plan; thrown away afterwards."""
    draft = f"{address}/console/programme/draft/"
    page.set_default_timeout(300_000)
    page.goto(draft)
    if page.locator("form[action$='/start/'] button").count():
        page.click("form[action$='/start/'] button")
    page.goto(f"{draft}earn/1/")
    give = page.locator("input[name$='/give'], input[name='f/points/0']").first
    give.fill(str(int(float(give.input_value()) * 2)))
    page.screenshot(path=out / f"rule-{size}.png")
    page.click(".formfoot button[value=save]")
    page.goto(draft)
    page.screenshot(path=out / f"draft-{size}.png")
    page.goto(f"{draft}plan/")
    page.select_option("#replay", "3 months")
    page.click("form[action$='/ask/'] button")
    page.wait_for_selector("#plan .figures")
    page.evaluate("document.querySelector('#plan').scrollIntoView()")
    page.screenshot(path=out / f"plan-{size}.png")
    page.goto(draft)
    page.click("details.more summary")
    page.check("[name=sure]")
    page.click("form[action$='/throw-away/'] button")


def of_the_demo(out: Path) -> None:
    """Serves the demo shop on a free port while the pictures are taken. The home has to be a new one: the server makes a first sign-in only where nobody has any, which the demo's staff have."""
    home = Path(os.environ.get("REGULARS_HOME") or "var").absolute()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "regulars.cli.main"]
    server = subprocess.Popen([*command, "serve", "--port", str(port)])
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/readyz")
        subprocess.run([*command, "demo", "load"], check=True)
        name, password = json.loads((home / "first-sign-in").read_text())
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
            for language in ("en", "zh-hans", "zh-hant"):
                folder = out / language
                folder.mkdir(parents=True, exist_ok=True)
                every_page(browser, address, name, password, folder, language, "light", {"desk": DESK, "phone": PHONE})
            browser.close()
    finally:
        server.terminate()
        server.wait(30)
    _keep_those_shown(out)


def _keep_those_shown(out: Path) -> None:
    """The README shows a few; the rest would only weigh."""
    shown = {"today-desk", "member-desk", "why-desk", "programme-desk", "ledger-desk", "members-phone", "portal-phone", "rule-desk", "plan-desk", "rule-phone"}
    for picture in out.glob("*/*.png"):
        if picture.stem not in shown:
            picture.unlink()


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(address)


def main(address: str = "", name: str = "", password: str = "", out: str = "docs/screenshots", language: str = "en", scheme: str = "light") -> None:
    Path(out).mkdir(parents=True, exist_ok=True)
    if not address:
        of_the_demo(Path(out))
        return
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        every_page(browser, address, name, password, Path(out), language, scheme, {"desk": (1440, 900), "phone": PHONE})
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
