"""Bad input and a bad line, at the pages: a clear sentence, nothing lost, nothing sent twice."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import FilePayload, Page, Route, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.people import (
    a_receipt,
    at_desk,
    come_back,
    continue_,
    open_case,
    report,
    until_clean,
    words_of,
)
from tests.journeys.photo import photo
from tools.service import Service

#: The pages wait up to twelve seconds before they say that there is no connection: a fiftieth here.
IMPATIENT = """
const wait = globalThis.setTimeout;
globalThis.setTimeout = (act, ms, ...more) => wait(act, ms / 50, ...more);
"""
#: Keeps what moved on the page after it was seen, and where from.
MOVED = """
globalThis.moved = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    for (const { node, previousRect } of shift.sources)
      if (node?.parentElement?.closest('[data-opened]'))
        moved.push(`${(node.closest('*') ?? node.parentElement).localName} from ${previousRect.y}`);
}).observe({ type: 'layout-shift', buffered: true });
"""
#: So often a page asks by itself.
TRIES = 4
NO_LINE = "geen verbinding"
PICTURE = FilePayload(name="verslag.jpg", mimeType="image/jpeg", buffer=photo())


def impatient(visitor: Visitor) -> Visitor:
    """Somebody whose pages wait shorter."""
    visitor.context.add_init_script(IMPATIENT)
    return visitor


@contextmanager
def lost(page: Page, pattern: str, *, done: bool = False) -> Iterator[list[str]]:
    """No request to these addresses gets an answer; with `done` the server did what was asked.

    Gives the addresses that were asked.
    """
    asked: list[str] = []

    def lose(route: Route) -> None:
        asked.append(route.request.url)
        if done:
            route.fetch()
        route.abort("connectionfailed")

    page.route(pattern, lose)
    try:
        yield asked
    finally:
        page.unroute(pattern, lose)


def only_the_line_failed(visitor: Visitor) -> None:
    """What the browser itself notes about a lost line is no fault of the page's code."""
    visitor.faults = [one for one in visitor.faults if "ERR_CONNECTION_FAILED" not in one]


def to_the_files(page: Page, text: str) -> None:
    """Go from the list of officers to the step in which files are chosen."""
    page.locator("exclude-readers label.choice", has_text="Hoofd Buitenposten").first.click()
    continue_(page)
    page.locator("#text").fill(text)
    continue_(page)
    page.locator("#who").fill("Het hoofd Buitenposten")
    continue_(page)


def test_the_line_is_lost_at_every_step(service: Service, arrive: Arrive) -> None:
    """Each time the page says so, keeps what was typed, and goes on when a button is pressed again.

    1. Noor reports. The line is lost while the list of officers is fetched, while a photo is
       cleaned, while the words are fetched, before the report arrives and after it arrived.
    2. It is lost while the photo is sent: when it is announced, after a piece arrived, after the
       item that names it arrived.
    3. She comes back and answers; Ada acknowledges and asks. Each time the line is lost after the
       server did it.
    4. There is one report, one photo, one acknowledgement, one question and one answer.
    """
    text = f"De lijn valt weg. ({secrets.token_hex(4)})"
    noor = impatient(arrive())
    page = noor.page
    with lost(page, "**/directory"):
        noor.visit("/nl/kustdienst/report/")
        continue_(page)
        expect(page.locator("[data-when=failed]")).to_contain_text(NO_LINE)
    page.locator("exclude-readers [data-retry]").click()
    expect(page.locator("exclude-readers label.choice").first).to_be_visible()
    to_the_files(page, text)
    step = page.locator("[data-step=files]")
    with lost(page, "**/*"):
        step.locator("input[type=file]").set_input_files([PICTURE])
        expect(step.locator(".field__error[data-state]")).to_contain_text("kon niet worden")
        continue_(page)
        expect(page.locator("[data-error=busy]")).to_be_focused()
    step.locator("[data-take-out]").click()
    step.locator("input[type=file]").set_input_files([PICTURE])
    expect(step.locator("[data-removed]:visible")).to_have_count(1)
    continue_(page)
    continue_(page)
    continue_(page)
    send(page, text)
    resume(page)
    words = words_of(page)
    with lost(page, "**/words-en*"):
        page.locator("[data-language-choice]").select_option("en")
        expect(page.locator("[data-words-failed]")).to_contain_text(NO_LINE)
    page.locator("[data-words-failed] [data-retry]").click()
    expect(page.locator("[data-words]")).to_have_attribute("lang", "en")

    mine = impatient(arrive())
    back = mine.visit("/nl/back/")
    back.locator("#words").fill(words)
    with lost(back, "**/api/my/**"):
        back.locator("receipt-entry button[type=submit]").click()
        expect(back.locator("receipt-entry [data-problem]")).to_contain_text(NO_LINE)
    expect(back.locator("#words")).to_have_value(words)
    back.locator("receipt-entry button[type=submit]").click()
    talk = back.locator("[data-talk]")
    expect(talk.locator("[data-save]")).to_have_count(1)
    answer = "Het gebeurde vandaag weer."
    back.locator("#answer").fill(answer)
    with lost(back, "**/items", done=True):
        back.locator("[data-answer-form] button[type=submit]").click()
        expect(back.locator("[data-answer-form] > [data-problem]")).to_contain_text(NO_LINE)
    expect(back.locator("#answer")).to_have_value(answer)
    back.locator("[data-answer-form] button[type=submit]").click()
    expect(back.locator("#answer")).to_have_value("")
    expect(talk.get_by_text(answer)).to_have_count(1)

    ada = impatient(arrive())
    desk = at_desk(ada, service, "Ada")
    open_case(desk, text)
    form = desk.locator("form[data-form=acknowledgement]")
    with lost(desk, "**/acknowledge", done=True):
        form.locator("button[type=submit]").click()
        expect(form.locator("[role=alert]")).to_contain_text(NO_LINE)
    form.locator("button[type=submit]").click()
    # Her photo, her answer and the acknowledgement.
    expect(desk.locator("#talk .talk__item")).to_have_count(3)
    form = desk.locator("form[data-form=message]")
    question = "Hoe laat was dat?"
    desk.locator("#desk-message").fill(question)
    with lost(desk, "**/items", done=True):
        form.locator("button[type=submit]").click()
        expect(form.locator("[role=alert]")).to_contain_text(NO_LINE)
    expect(desk.locator("#desk-message")).to_have_value(question)
    form.locator("button[type=submit]").click()
    expect(desk.locator("#desk-message")).to_have_value("")
    expect(desk.locator("#talk .talk__item")).to_have_count(4)
    expect(desk.locator("#talk").get_by_text(question)).to_have_count(1)
    with lost(back, "**/items?*"):
        back.locator("[data-refresh]").click()
        expect(back.locator("[data-refresh-status]")).to_contain_text(NO_LINE)
    back.locator("[data-refresh]").click()
    expect(talk.get_by_text(question)).to_have_count(1)
    expect(talk.get_by_text(text)).to_have_count(1)
    for visitor in (noor, mine, ada):
        only_the_line_failed(visitor)


def send(page: Page, text: str) -> None:
    """Press "send" until it arrives; all that was typed stays."""
    for pattern, done in (
        ("**/words-nl*", False),
        ("**/api/reports", False),
        ("**/api/reports", True),
    ):
        with lost(page, pattern, done=done):
            continue_(page)
            expect(page.locator("[data-error=send]")).to_be_focused()
            expect(page.locator("[data-error=send]")).to_contain_text(NO_LINE)
        expect(page.locator("[data-answer=text]")).to_have_text(text)


def resume(page: Page) -> None:
    """Press "go on" until the photo has arrived."""
    files = page.locator("[data-files]")
    retry = files.locator("[data-retry]")
    with lost(page, "**/api/my/case"):
        continue_(page)
        expect(files.locator("[data-problem]")).to_contain_text(NO_LINE)
    for pattern, done in (("**/attachments", False), ("**/pieces/*", True), ("**/items", True)):
        with lost(page, pattern, done=done) as asked:
            retry.click()
            while len(asked) < TRIES:
                page.wait_for_timeout(50)
            expect(retry).to_be_visible()
            expect(files.locator("[data-problem]")).to_contain_text(NO_LINE)
    retry.click()
    expect(files.locator("[data-files-text]")).to_contain_text("aangekomen")


def test_nothing_moves_on_her_page_once_she_sees_it(arrive: Arrive) -> None:
    """Parts come one after the other; a button must not slide under her finger.

    1. Noor reports, and comes back on an old telephone and a slow line.
    2. Her page says that it is opening; then all of it is there at once, and stays where it is.
    """
    words = report(arrive(), f"De kas klopt niet. ({secrets.token_hex(4)})")
    noor = arrive(width=390)
    noor.context.add_init_script(MOVED)
    line = noor.context.new_cdp_session(noor.page)
    slow = {"offline": False, "latency": 200, "downloadThroughput": 100_000}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": 100_000})
    page = come_back(noor, words)
    for one in ("name-out", "my-care", "my-report"):
        expect(page.locator(one)).to_be_visible()
    expect(page.locator("my-file [data-file-open]")).to_be_visible()
    assert page.evaluate("moved") == []


def test_a_part_that_cannot_be_fetched_takes_no_other_part_away(
    arrive: Arrive, inspect: Inspection
) -> None:
    """The page says that something is missing and what to do; all else is there."""
    text = f"De kas klopt niet. ({secrets.token_hex(4)})"
    words = report(arrive(), text)
    noor = impatient(arrive())
    with lost(noor.page, "**/api/my/care"):
        page = come_back(noor, words)
        expect(page.locator("[data-not-all]")).to_contain_text("negen woorden")
    expect(page.locator("[data-talk]").get_by_text(text)).to_be_visible()
    expect(page.locator("name-out")).to_be_visible()
    expect(page.locator("my-file [data-file-open]")).to_be_visible()
    inspect(page, "my report, a part is missing")
    only_the_line_failed(noor)


def test_two_megabytes_of_text_and_two_hundred_files(arrive: Arrive) -> None:
    """The longest report that people send arrives whole; one file more is refused in words.

    1. Noor pastes two megabytes and chooses 201 files: 200 are taken, and the page says that one
       is not.
    2. All arrive. On another device she reads the text to its end, and has 200 files.
    """
    end = f"Einde. ({secrets.token_hex(4)})"
    text = "Woord voor woord. " * (2_000_000 // 18) + end
    noor = arrive()
    page = noor.visit("/nl/kustdienst/report/")
    continue_(page)
    to_the_files(page, text)
    files = [
        FilePayload(name=f"bon {number}.txt", mimeType="text/plain", buffer=b"bon %d" % number)
        for number in range(1, 202)
    ]
    page.locator("#files").set_input_files(files)
    expect(page.locator("[data-step=files] file-picker [data-status]")).to_contain_text("201")
    expect(page.locator("[data-step=files] [data-take-out]:visible")).to_have_count(200)
    until_clean(page)
    for _ in range(3):
        continue_(page)
    expect(page.locator("[data-answer=files]")).to_contain_text("200")
    continue_(page)
    words = words_of(page)
    expect(page.locator("[data-files-text]")).to_contain_text("aangekomen", timeout=120_000)

    back = come_back(arrive(), words)
    report = back.locator("[data-talk] [data-body]").first
    expect(report).to_contain_text(end)
    assert len(report.inner_text()) == len(text)
    expect(back.locator("[data-talk] [data-save]")).to_have_count(200)


def test_a_directory_with_a_swapped_key_stops_every_page(service: Service, arrive: Arrive) -> None:
    """Somebody who owns the server puts his own key in the place of Ada's.

    1. Noor's page says that the list is not rightly signed and sends nothing. She cannot go on.
    2. Whoever comes back with words is told the same.
    """

    def swap(route: Route) -> None:
        said = route.fetch().json()
        document = json.loads(said["document"])
        ada, ruth = (
            next(one for one in document["officers"] if one["name"] == name)
            for name in ("Ada", "Ruth")
        )
        ada["key"]["recipient"] = ruth["key"]["recipient"]
        text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        route.fulfill(json={**said, "document": text})

    page = arrive().page
    page.route("**/directory", swap)
    page.goto(f"{service.origin}/nl/kustdienst/report/")
    continue_(page)
    expect(page.locator("[data-when=failed]")).to_contain_text("niet de juiste handtekening")
    continue_(page)
    expect(page.locator("[data-error=list]")).to_be_focused()
    page.goto(f"{service.origin}/nl/back/")
    words = " ".join(a_receipt(range(8)))
    page.locator("#words").fill(words)
    page.locator("receipt-entry button[type=submit]").click()
    problem = page.locator("receipt-entry [data-problem]")
    expect(problem).to_contain_text("niet de juiste handtekening")
    expect(page.locator("#words")).to_have_value(words)
