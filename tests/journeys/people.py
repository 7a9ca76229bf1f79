"""What people do on the pages, in the words of the journeys."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from demo.__main__ import code
from tests.journeys.conftest import ROOT, Visitor
from tests.reader import receipt
from tools.service import Service

#: Cookies of the officers who have signed in during this run: where, when and who.
SESSIONS: dict[tuple[str, timedelta, str], Any] = {}

#: What a plan that every reporter approved does, without the plans.
NOTHING_OWED = """
from hoeder.cases.models import Case
Case.objects.filter(protection_settled_on=None).update(protection_settled_on="2026-01-01")
"""


def session_of(service: Service, name: str) -> tuple[str, timedelta, str]:
    """Tell which of the sessions is an officer's."""
    return service.origin, service.ahead, name


def nothing_owed(service: Service) -> None:
    """Let the cases that there are leave assessment, for journeys about what comes after it."""
    service.manage("shell", "-c", NOTHING_OWED)


def word_list() -> list[str]:
    """The Dutch words of receipts."""
    return (ROOT / "client" / "words" / "nl.txt").read_text().split()


def a_receipt(indices: Sequence[int]) -> list[str]:
    """Nine Dutch words that belong together."""
    words = word_list()
    return [words[index] for index in [*indices, receipt.checksum([*indices])]]


def continue_(page: Page) -> None:
    """Go to the next step of the report."""
    page.locator("[data-step]:visible button[type=submit]").click()


def until_clean(page: Page) -> None:
    """Wait until every chosen file was cleaned."""
    picker = page.locator("[data-step]:visible file-picker")
    # The page's policy forbids the kind of script that Playwright would wait with.
    while picker.evaluate("one => one.busy"):
        page.wait_for_timeout(50)


def report(
    visitor: Visitor,
    text: str,
    *,
    excluding: Sequence[str] = (),
    files: Sequence[tuple[str, str, bytes]] = (),
    who: str = "",
    own_name: str = "",
    language: str = "nl",
) -> str:
    """Report from the start page to the receipt; return the nine words.

    With an `own_name`, that is locked in the box.
    """
    page = visitor.visit(f"/{language}/kustdienst/")
    page.locator("a[href$='/report/']").first.click()
    expect(page.locator("form[data-step=safety]")).to_be_visible()
    continue_(page)
    # The list of officers may still be on its way.
    expect(page.locator("exclude-readers label.choice").first).to_be_visible()
    for name in excluding:
        page.locator("exclude-readers label.choice", has_text=re.compile(f"^{name}")).first.click()
    continue_(page)
    page.locator("#text").fill(text)
    continue_(page)
    page.locator("#who").fill(who)
    continue_(page)
    if files:
        page.locator("file-picker input[type=file]").first.set_input_files(
            [FilePayload(name=name, mimeType=kind, buffer=data) for name, kind, data in files]
        )
        until_clean(page)
    continue_(page)
    continue_(page)
    if own_name:
        lock_name(page, own_name)
    continue_(page)
    expect(page.locator("form[data-step=check] h1")).to_be_focused()
    continue_(page)
    return words_of(page)


def lock_name(page: Page, name: str) -> None:
    """Put one's own name in the box, at the step that asks for it."""
    page.locator("input[name=known][value=sealed]").check()
    page.locator("#own-name").fill(name)


def words_of(page: Page, where: str = "[data-words] li") -> str:
    """The nine words of the receipt that is shown."""
    words = page.locator(where)
    expect(words).to_have_count(9)
    return " ".join(word.strip() for word in words.all_inner_texts())


def come_back(visitor: Visitor, words: str, *, language: str = "nl") -> Page:
    """Open one's report with the nine words."""
    page = visitor.visit(f"/{language}/back/")
    page.locator("#words").fill(words)
    page.locator("receipt-entry button[type=submit]").click()
    expect(page.locator("[data-opened] h1:visible")).to_be_focused()
    expect(page.locator("[data-opening-status]")).to_be_hidden()
    return page


def sign_in(visitor: Visitor, service: Service, name: str) -> Page:
    """Sign in with both factors, or go on with the session of an earlier journey.

    A code counts once, and there is one in half a minute: an officer who signs in for each journey
    would mostly wait.
    """
    session = session_of(service, name)
    if session in SESSIONS:
        visitor.context.add_cookies(SESSIONS[session])
        # Leads on to where this officer's work is.
        page = visitor.visit("/account/login/")
        accept_duties(page)
        return page
    person = service.demo.person(name)
    page = visitor.visit("/account/login/")
    page.locator("[name=login]").fill(person["email"])
    page.locator("[name=password]").fill(person["password"])
    page.locator("main button[type=submit]").click()
    page.locator("[name=code]").fill(code(person["totp"], service.ahead.total_seconds()))
    page.locator("main button[type=submit]").click()
    expect(page).not_to_have_url(re.compile("/account/(login|second-factor)"))
    accept_duties(page)
    expect(page).not_to_have_url(re.compile("/account/"))
    SESSIONS[session] = visitor.context.cookies()
    return page


def accept_duties(page: Page) -> None:
    """Accept one's duties, if this page asks it: after a year, or with another role."""
    if "/account/duties/" in page.url:
        page.locator("main form button[type=submit]").click()


def unlock(page: Page, service: Service, name: str) -> None:
    """Unlock one's keys at the desk."""
    page.locator("#desk-passphrase").fill(service.demo.person(name)["passphrase"])
    page.locator("form[data-form=unlock] button[type=submit]").click()
    expect(page.locator("h1", has_text=re.compile("Inbox|Postvak"))).to_be_visible(timeout=40_000)


def at_desk(visitor: Visitor, service: Service, name: str) -> Page:
    """Sign in and unlock."""
    page = sign_in(visitor, service, name)
    unlock(page, service, name)
    return page


def declare(page: Page) -> None:
    """Declare to be impartial, if the open case still asks: one press."""
    ask = page.locator("desk-declare [data-do=none]")
    expect(ask.or_(page.locator("desk-case.desk-read")).first).to_be_visible()
    if ask.is_visible():
        ask.click()


def open_case(page: Page, text: str) -> None:
    """Open the case whose report has this text: an inbox shows numbers and dates only.

    The newest first, which is mostly the one: what was reported before was on other journeys.
    """
    cases = page.locator("desk-inbox tbody th a")
    expect(cases.first).to_be_visible()
    # The order changes with what was read, so cases are followed by their address.
    shown = cases.evaluate_all("all => all.map(one => [one.textContent, one.getAttribute('href')])")
    for _number, address in sorted(shown, key=newest_first):
        page.locator(f"desk-inbox a[href='{address}']").click()
        declare(page)
        expect(page.locator("#report [data-part=text]")).not_to_be_empty()
        if text in page.locator("#report").inner_text():
            return
        page.locator("a[data-route=inbox]").first.click()
        expect(cases.first).to_be_visible()
    raise AssertionError(f"no case of this officer has {text!r}")


def newest_first(row: Sequence[str]) -> int:
    """A key to sort rows of the inbox by, of which the number comes first: body, then count."""
    return -int(re.findall(r"\d+", row[0])[-1])


def acknowledge(desk: Page) -> None:
    """Acknowledge the open case with the text that is proposed."""
    desk.locator("input[name=kind][value=acknowledgement]").check()
    desk.locator("form[data-form=acknowledgement] button[type=submit]").click()
    # The report itself stands in a panel of its own.
    expect(desk.locator("#talk .talk__item")).to_have_count(1)
