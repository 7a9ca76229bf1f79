"""Ways in besides a report of one's own: advice, reporting together, a report made elsewhere."""

import secrets
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.people import (
    at_desk,
    come_back,
    continue_,
    lock_name,
    open_case,
    unlock,
    words_of,
)
from tools.service import Service

pytestmark = pytest.mark.xdist_group("advice-and-others")


def ask(visitor: Visitor, text: str, inspect: Inspection) -> str:
    """Ask Ilse's advice from the start page; return the nine words."""
    page = visitor.visit("/nl/kustdienst/")
    page.locator("a[href$='/advice/']").first.click()
    page.locator("[data-advisers] label", has_text="Ilse").click()
    page.locator("form[data-ask] button[type=submit]").click()
    expect(page.locator("ask-form [role=alert]:visible").first).to_be_visible()
    inspect(page, "asking advice, nothing written")
    page.locator("#question").fill(text)
    page.locator("form[data-ask] button[type=submit]").click()
    expect(page.locator("[data-done] h1")).to_be_focused()
    words = words_of(page)
    inspect(page, "asking advice, sent")
    return words


def say(page: Page, text: str) -> None:
    """Answer in the talk that is shown."""
    page.locator("#desk-talk-text").fill(text)
    page.locator("form[data-form=talk] button[type=submit]").click()
    expect(page.locator("desk-talk .talk")).to_contain_text(text)


def open_talk(page: Page, text: str) -> None:
    """Open the talk in which this was asked: the list shows days only."""
    talks = page.locator("desk-talks tbody th a")
    expect(talks.first).to_be_visible()
    for address in talks.evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        page.locator(f"desk-talks a[href='{address}']").click()
        expect(page.locator("desk-talk .talk__item").first).to_be_visible()
        if text in page.locator("desk-talk").inner_text():
            return
        page.locator("a[data-route=talks]").first.click()
        expect(talks.first).to_be_visible()
    raise AssertionError(f"no talk of this adviser has {text!r}")


def test_advice_becomes_a_report_that_the_adviser_never_sees(
    service: Service, arrive: Arrive, inspect: Inspection
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
    words = ask(noor, question, inspect)

    ilse = arrive("nl-NL")
    desk = at_desk(ilse, service, "Ilse")
    expect(desk.locator("desk-inbox tbody tr")).to_have_count(0)
    desk.locator("a[data-route=talks]").first.click()
    expect(desk.locator("desk-talks tbody th a").first).to_be_visible()
    inspect(desk, "talks of an adviser")
    open_talk(desk, question)
    inspect(desk, "a talk, not answered")
    talk_path = desk.url
    say(desk, "Ja, dat mag. U hoeft niets te bewijzen.")

    back = arrive("nl-NL")
    mine = come_back(back, words)
    expect(mine.locator("my-talk [data-talk]")).to_contain_text("U hoeft niets te bewijzen.")
    expect(mine.locator("my-report")).to_be_hidden()
    expect(mine.locator("[data-clocks] dt")).to_have_count(0)
    inspect(mine, "my questions, and the answer")

    reporting = arrive("nl-NL")
    page = reporting.visit("/nl/kustdienst/report/")
    page.locator("asked-before summary").click()
    page.locator("#asked-words").fill(words)
    page.locator("asked-before [data-use]").click()
    expect(page.locator("asked-before [data-status]")).to_contain_text("Gevonden")
    inspect(page, "safety, with words of a question", unfold="main")
    continue_(page)
    page.locator("exclude-readers label.choice", has_text="Hoofd Buitenposten").first.click()
    continue_(page)
    told = f"Ons hoofd scheldt medewerkers uit. {number}"
    page.locator("#text").fill(told)
    for _step in range(6):
        continue_(page)
    assert words_of(page) == words
    expect(page.locator("[data-same-words]")).to_be_visible()
    inspect(page, "receipt, with the same words")

    both = come_back(arrive("nl-NL"), words)
    expect(both.locator("my-report [data-talk]")).to_contain_text(told)
    expect(both.locator("my-talk [data-talk]")).to_contain_text(question)

    ada = at_desk(arrive("nl-NL"), service, "Ada")
    open_case(ada, told)
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
    expect(desk.locator("desk-talk")).not_to_contain_text(told)


def join_code(visitor: Visitor, words: str) -> str:
    """Make four words on one's own page."""
    page = come_back(visitor, words)
    page.locator("join-code [data-make]").click()
    four = page.locator("join-code [data-code] li")
    expect(four).to_have_count(4)
    return " ".join(four.all_inner_texts())


#: How many steps after the words a reporter is asked for a name.
NAMING = 4


def report_together(
    visitor: Visitor, code: str, text: str, standing: str, *, own_name: str = ""
) -> str:
    """Report with somebody's four words; return one's own nine."""
    page = visitor.visit("/nl/kustdienst/report/")
    page.locator("join-with summary").click()
    page.locator("#join-words").fill(code)
    page.locator("#standing").select_option(standing)
    page.locator("join-with [data-use]").click()
    expect(page.locator("join-with [data-status]")).to_contain_text("Gevonden")
    continue_(page)
    readers = page.locator("form[data-step=exclude] [data-remain] [data-readers] li")
    expect(readers).to_have_count(2)
    continue_(page)
    page.locator("#text").fill(text)
    for step in range(6):
        if own_name and step == NAMING:
            lock_name(page, own_name)
        continue_(page)
    return words_of(page)


def test_what_smit_was_told_becomes_noors_own(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Smit registers what he was told last week and loses it; Noor takes possession.

    1. Smit signs in, chooses "Told to me", gives a day of last week and what he was told. He
       prints nine words; they are gone from his page. His inbox is empty.
    2. Noor types the words on paper. Before she sees anything she gets words of her own, and keeps
       them: the report is hers. The dates run from last week.
    3. The words on paper open nothing any more.
    4. Ada acknowledges; Noor reads it with her own words and answers.
    """
    told = f"Ons hoofd scheldt, vertelde iemand mij. {secrets.randbelow(10**9)}"
    smit = at_desk(arrive("nl-NL"), service, "Smit")
    smit.locator("a[data-route=register]").first.click()
    last_week = date.today() - timedelta(days=6)  # noqa: DTZ011
    smit.locator("form[data-form=register] button[type=submit]").click()
    expect(smit.locator("form[data-form=register] [role=alert]")).to_be_visible()
    inspect(smit, "told to me, nothing written")
    smit.locator("#desk-first").fill(last_week.isoformat())
    smit.locator("#desk-told").fill(told)
    smit.locator("desk-register label.choice", has_text="Hoofd Buitenposten").first.click()
    smit.evaluate("window.print = () => undefined")
    smit.locator("form[data-form=register] button[type=submit]").click()
    paper = words_of(smit, "desk-register [data-part=words] li")
    inspect(smit, "told to me, the words to print")
    smit.locator("desk-register [data-do=print]").click()
    expect(smit.locator("desk-register [data-part=words] li")).to_have_count(0)
    smit.locator("a[data-route=inbox]").first.click()
    expect(smit.locator("desk-inbox tbody tr")).to_have_count(0)

    noor = arrive("nl-NL").visit("/nl/back/")
    noor.locator("#words").fill(paper)
    noor.locator("receipt-entry button[type=submit]").click()
    expect(noor.locator("own-words h1")).to_be_focused()
    expect(noor.locator("main")).not_to_contain_text(told)
    own = words_of(noor, "own-words [data-words] li")
    noor.locator("own-words [data-take]").click()
    inspect(noor, "words of one's own, not kept yet")
    noor.locator("own-words [data-kept]").check()
    noor.locator("own-words [data-take]").click()
    expect(noor.locator("my-report [data-talk]")).to_contain_text(told)
    expect(noor.locator("my-report [data-talk] .talk__item--trouble")).to_have_count(0)

    late = arrive("nl-NL").visit("/nl/back/")
    late.locator("#words").fill(paper)
    late.locator("receipt-entry button[type=submit]").click()
    expect(late.locator("receipt-entry [data-problem]")).to_contain_text("geen melding")

    ada = at_desk(arrive("nl-NL"), service, "Ada")
    open_case(ada, told)
    ada.locator("input[name=kind][value=acknowledgement]").check()
    ada.locator("form[data-form=acknowledgement] button[type=submit]").click()
    expect(ada.locator("#talk .talk__item--own")).to_have_count(1)
    mine = come_back(arrive("nl-NL"), own)
    mine.locator("#answer").fill("Ja, dit heb ik verteld.")
    mine.locator("[data-answer-form] button[type=submit]").click()
    expect(mine.locator("my-report [data-talk]")).to_contain_text("Ja, dit heb ik verteld.")
