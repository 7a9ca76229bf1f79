"""Take the pictures of docs/pages.md from a filled service: `python -m tools.pictures`."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.conftest import CHROMIUM, Visitor, chromium
from tests.journeys.people import at_desk, come_back, continue_, declare, report, sign_in
from tools.service import Service, start

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
TEXT = (
    "Ik werk op een buitenpost. Ons hoofd scheldt medewerkers uit waar anderen bij zijn en maakt"
    " collega's zwart bij de directie. Dit gaat al twee jaar zo."
)


def main() -> None:
    """Fill, visit, take pictures."""
    PICTURES.mkdir(exist_ok=True)
    kept = os.environ.get("SERVICE_DIR")
    folder = Path(kept) if kept else Path(tempfile.mkdtemp(prefix="hoeder-pictures-"))
    folder.mkdir(exist_ok=True)
    service = start(folder, None)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
            words = of_the_reporter(browser, service)
            of_the_officers(browser, service, words)
            of_the_proof(browser, service, words)
            browser.close()
    finally:
        service.stop()


def arrive(browser: Browser, service: Service, width: int, scheme: str) -> Visitor:
    """Somebody at a device of their own."""
    dark = scheme == "dark"
    context = browser.new_context(
        locale="nl-NL",
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    return Visitor(context, service)


def take(page: Page, name: str) -> None:
    """Take a picture of what is seen at once."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def of_the_reporter(browser: Browser, service: Service) -> str:
    """The start, who must not see it, and the receipt."""
    phone = arrive(browser, service, 320, "light")
    take(phone.visit("/nl/kustdienst/"), "start-phone")
    page = arrive(browser, service, 1280, "light").visit("/nl/kustdienst/report/")
    continue_(page)
    page.locator("exclude-readers label.choice", has_text="Hoofd Buitenposten").first.click()
    take(page, "who-must-not-see")
    night = arrive(browser, service, 320, "dark")
    words = report(night, TEXT, excluding=["Hoofd Buitenposten"], who="Het hoofd Buitenposten")
    take(night.page, "receipt-phone-dark")
    return words


def of_the_officers(browser: Browser, service: Service, words: str) -> None:
    """Inbox and case of Ada, the empty inbox of Van Dalen, the people, and the reporter's page."""
    ada = at_desk(arrive(browser, service, 1280, "light"), service, "Ada")
    ada.locator("desk-inbox tbody tr").first.wait_for()
    take(ada, "inbox")
    ada.locator("desk-inbox tbody th a").first.click()
    declare(ada)
    ada.locator("#report [data-part=text]").wait_for()
    ada.locator("#talk .desk-write").wait_for()
    ada.locator("input[name=kind][value=acknowledgement]").check()
    ada.locator("form[data-form=acknowledgement] button[type=submit]").click()
    ada.locator("#talk .talk__item").first.wait_for()
    ada.evaluate("scrollTo(0, 0)")
    take(ada, "case")
    van_dalen = at_desk(arrive(browser, service, 1280, "dark"), service, "Van Dalen")
    take(van_dalen, "inbox-van-dalen-dark")
    mira = sign_in(arrive(browser, service, 1280, "light"), service, "Mira")
    mira.goto(f"{service.origin}/people/")
    take(mira, "people")
    mine = come_back(arrive(browser, service, 1280, "light"), words)
    take(mine, "my-report")


def of_the_proof(browser: Browser, service: Service, words: str) -> None:
    """The check that holds, what she takes along, and the log as anybody sees it."""
    service.manage("publish_ledger", "--now")
    mine = come_back(arrive(browser, service, 320, "light"), words)
    mine.locator("my-log [data-check]").click()
    mine.locator("[data-found]").wait_for()
    take(mine, "check-phone")
    mine = come_back(arrive(browser, service, 1280, "light"), words)
    # What stands above it is opened first.
    mine.locator("my-file [data-file-open]").wait_for()
    mine.locator("#dossier").evaluate("one => one.scrollIntoView()")
    take(mine, "dossier")
    take(arrive(browser, service, 1280, "dark").visit("/log/?language=nl"), "log-dark")


if __name__ == "__main__":
    main()
