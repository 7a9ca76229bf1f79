"""Noor checks the log: on her page, from a file without a server, and when a row was taken away."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.tables import tables
from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import come_back, report
from tests.later import later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("check")


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: it is switched off, and its records are tampered with."""
    return own_service


def save(page: Page, button: str, folder: Path) -> Path:
    """Press a button that saves a file; return where it lies."""
    with page.expect_download() as started:
        page.locator(button).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def problems(page: Page) -> list[str]:
    """What the check says is wrong."""
    expect(page.locator("[data-found]")).to_be_focused()
    return page.locator("[data-findings] [data-problems] li").all_inner_texts()


def stopped_by_keyboard(page: Page) -> None:
    """Begin a check to which nobody answers, stop it, and be back where one began."""
    page.route("**/log/newest", lambda route: None)
    button, cancel = (page.locator(f"my-log [data-{name}]") for name in ("check", "cancel"))
    # A key that is pressed on what is not shown yet goes to what has the focus.
    expect(button).to_be_visible()
    button.press("Enter")
    expect(cancel).to_be_visible()
    cancel.press("Enter")
    expect(button).to_be_focused()
    expect(page.locator("my-log [data-log-status]")).to_contain_text("Gestopt")
    page.unroute("**/log/newest")


def test_noor_checks_the_log_and_finds_what_was_taken_away(
    service: Service, arrive: Arrive, browser: Browser, inspect: Inspection, tmp_path: Path
) -> None:
    """law.md EVD-01, EVD-06: her own check, on the page and without the server."""
    noor = arrive()
    words = report(noor, "Er wordt met uren geknoeid.")
    service.manage("publish_ledger", "--now")
    page = come_back(noor, words)
    stopped_by_keyboard(page)
    page.locator("my-log [data-check]").click()
    assert problems(page) == []
    # The page is long: what was found stands where she looks.
    expect(page.locator("[data-found]")).to_be_in_viewport()
    facts = page.locator("[data-findings] [data-facts]")
    expect(facts).to_contain_text("U hebt uiterlijk op")
    expect(facts).to_contain_text("Komt nog")
    inspect(page, "my log, all holds")

    # Nobody answers. After some weeks, she saves what there is.
    later(service, days=[10, 11])
    page = come_back(noor, words)
    service.manage("publish_ledger", "--now")
    page.locator("my-log summary").click()
    log = save(page, "my-log [data-save-log]", tmp_path)
    checker = save(page, "my-log a[download]", tmp_path)
    expect(page.locator("my-log [data-log-status]")).to_contain_text("Bewaard")
    assert checker.suffix == ".html"
    assert b"/static/" not in checker.read_bytes()

    # The service is switched off. The file alone does the same.
    service.stop()
    context = browser.new_context(locale="nl-NL", offline=True)
    asked: list[str] = []
    alone = context.new_page()
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(checker.as_uri())
    alone.locator("saved-check button[type=submit]").click()
    expect(alone.locator("[data-log-problem]")).to_contain_text("geen bewaard logboek")
    alone.locator("#log-files").set_input_files(log)
    alone.locator("#words").fill("een twee drie")
    alone.locator("saved-check button[type=submit]").click()
    expect(alone.locator("[data-log-problem]")).to_contain_text("negen woorden")
    inspect(alone, "the saved page, words that are none")
    alone.locator("#words").fill(words)
    alone.locator("saved-check button[type=submit]").click()
    assert problems(alone) == []
    expect(alone.locator("[data-facts]")).to_contain_text("GEMIST: Bericht dat uw melding")
    inspect(alone, "the saved page, all holds")
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []

    # An administrator takes the overdue date away, and what the records say of it.
    with tables(service) as rows:
        received = "SELECT chain FROM ledger_journal WHERE kind = 'case.received' ORDER BY id DESC"
        case = rows(received)[0][0]
        missed = "SELECT id, n FROM ledger_journal WHERE chain = %s AND kind = %s AND event LIKE %s"
        [(number, n)] = rows(missed, case, "clock.missed", '%"kind":"acknowledgement"%')
        rows.without_triggers("ledger_journal")
        rows("DELETE FROM ledger_journal WHERE id = %s", number)
        rows("DELETE FROM clocks_clock WHERE \"case\" = %s AND kind = 'acknowledgement'", case)
    service.restart()
    page = come_back(noor, words)
    page.locator("my-log [data-check]").click()
    assert [one for one in problems(page) if f"Uw regel {n} is weggehaald" in one]
    page.locator("my-log summary").click()
    page.locator("#log-earlier").set_input_files(log)
    page.locator("my-log [data-check]").click()
    expect(page.locator("my-log [data-busy]")).to_be_hidden()
    [said] = [one for one in problems(page) if f"Uw regel {n} is weggehaald" in one]
    assert "een datum die is gemist. Bericht dat uw melding is aangekomen" in said
    expect(page.locator("[data-findings] [data-notes]")).to_contain_text("dat u hebt bewaard")
    inspect(page, "my log, an entry was taken away")

    # Her dossier names it too.
    with page.expect_download():
        page.locator("my-dossier [data-export]").click()
    expect(page.locator("my-dossier [data-export-status]")).to_contain_text("is weggehaald")
    inspect(page, "my dossier, an entry was taken away")
    context.close()
