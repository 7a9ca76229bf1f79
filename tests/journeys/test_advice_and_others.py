"""Ways in besides a report of one's own: advice, reporting together, a report made elsewhere."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.people import at_desk, come_back, continue_, open_case, unlock, words_of
from tools.service import Service

pytestmark = pytest.mark.xdist_group("service")


def ask(visitor: Visitor, text: str) -> str:
    """Ask Ilse's advice from the start page; return the nine words."""
    page = visitor.visit("/nl/kustdienst/")
    page.locator("a[href$='/advice/']").first.click()
    page.locator("[data-advisers] label", has_text="Ilse").click()
    page.locator("#question").fill(text)
    page.locator("form[data-ask] button[type=submit]").click()
    expect(page.locator("[data-done] h1")).to_be_focused()
    return words_of(page)


def say(page: Page, text: str) -> None:
    """Answer in the talk that is shown."""
    page.locator("#desk-talk-text").fill(text)
    page.locator("form[data-form=talk] button[type=submit]").click()
    expect(page.locator("desk-talk .talk")).to_contain_text(text)


def test_advice_becomes_a_report_that_the_adviser_never_sees(
    service: Service, arrive: Arrive
) -> None:
    """Noor asks Ilse's advice, then reports with the same words; Ilse sees no case.

    1. Noor opens door 1 and asks Ilse. The page says that it is not a report. She gets nine words.
    2. Ilse finds the talk under "Advice", and no case in her inbox. She answers.
    3. Noor comes back with her words, reads the answer, and finds no dates: nothing is owed.
    4. She reports: she types the same nine words where the report page asks. Her words stay
       the same, and Ilse is not among the readers.
    5. Noor's words open both now. Ada finds the case, no talk. Ilse finds the talk as it was, her
       inbox empty, and nothing at the address of the case.
    """
    number = secrets.randbelow(10**9)
    question = f"Mag ik melden dat ons hoofd scheldt? {number}"
    noor = arrive("nl-NL")
    words = ask(noor, question)

    ilse = arrive("nl-NL")
    desk = at_desk(ilse, service, "Ilse")
    expect(desk.locator("desk-inbox tbody tr")).to_have_count(0)
    desk.locator("a[data-route=talks]").first.click()
    desk.locator("desk-talks tbody th a").first.click()
    expect(desk.locator("desk-talk .talk")).to_contain_text(question)
    talk_path = desk.url
    say(desk, "Ja, dat mag. U hoeft niets te bewijzen.")

    back = arrive("nl-NL")
    mine = come_back(back, words)
    expect(mine.locator("my-talk [data-talk]")).to_contain_text("U hoeft niets te bewijzen.")
    expect(mine.locator("my-report")).to_be_hidden()
    expect(mine.locator("[data-clocks] dt")).to_have_count(0)

    reporting = arrive("nl-NL")
    page = reporting.visit("/nl/kustdienst/report/")
    page.locator("asked-before summary").click()
    page.locator("#asked-words").fill(words)
    page.locator("asked-before [data-use]").click()
    expect(page.locator("asked-before [data-status]")).to_contain_text("Gevonden")
    continue_(page)
    continue_(page)
    report = f"Ons hoofd scheldt medewerkers uit. {number}"
    page.locator("#text").fill(report)
    for _step in range(6):
        continue_(page)
    assert words_of(page) == words
    expect(page.locator("[data-same-words]")).to_be_visible()

    both = come_back(arrive("nl-NL"), words)
    expect(both.locator("my-report [data-talk]")).to_contain_text(report)
    expect(both.locator("my-talk [data-talk]")).to_contain_text(question)

    ada = at_desk(arrive("nl-NL"), service, "Ada")
    open_case(ada, report)
    expect(ada.locator("main")).not_to_contain_text(question)
    case_path = ada.url

    desk.goto(service.origin + "/desk/")
    unlock(desk, service, "Ilse")
    expect(desk.locator("desk-inbox tbody tr")).to_have_count(0)
    desk.evaluate("path => history.pushState(null, '', path)", case_path)
    desk.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))")
    expect(desk.locator("main h1")).to_contain_text("bestaat niet")
    desk.evaluate("path => history.pushState(null, '', path)", talk_path)
    desk.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))")
    expect(desk.locator("desk-talk .talk__item")).to_have_count(2)
    expect(desk.locator("desk-talk")).not_to_contain_text(report)
