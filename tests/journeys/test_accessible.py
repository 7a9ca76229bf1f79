"""Every page and state can be used by everybody: axe, reflow, headings, titles, languages."""

import re
import secrets

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import ROOT, Arrive
from tests.journeys.people import (
    a_receipt,
    acknowledge,
    at_desk,
    come_back,
    continue_,
    open_case,
    report,
    word_list,
    words_of,
)
from tests.journeys.photo import photo
from tools.service import Service

#: The pages that a reporter can open by address, in each language.
PAGES = ["", "kustdienst/", "kustdienst/report/", "back/", "away/", "outside/"]
PICTURE = FilePayload(name="verslag.jpg", mimeType="image/jpeg", buffer=photo())


def refuse(route: Route) -> None:
    """Answer as a server that is broken."""
    route.fulfill(status=500, body="")


def as_without_scripts(route: Route) -> None:
    """Give the page that a browser shows to whoever lets no script run."""
    answer = route.fetch()
    page = re.sub("<script.*?</script>|</?noscript>", "", answer.text(), flags=re.S)
    route.fulfill(response=answer, body=page)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_that_stand_by_themselves(
    language: str, arrive: Arrive, inspect: Inspection
) -> None:
    """The same pages exist in both languages, and each can be used by everybody."""
    visitor = arrive()
    titles = set()
    for path in PAGES:
        page = visitor.visit(f"/{language}/{path}")
        page.wait_for_load_state("networkidle")
        inspect(page, f"/{language}/{path}", language=language)
        titles.add(page.title())
    assert len(titles) == len(PAGES)
    inspect(visitor.visit(f"/log/?language={language}"), "/log/", language=language)
    page = visitor.visit(f"/{language}/kustdienst/")
    for closed in page.locator("main details > summary").all():
        closed.click()
    expect(page.locator("who-reads [data-readers] li").first).to_be_visible()
    inspect(page, f"/{language}/kustdienst/ with everything open", language=language)


def test_the_languages_lead_to_the_same_page(arrive: Arrive) -> None:
    """Whoever changes the language stays on the page that they were on."""
    visitor = arrive()
    for path in PAGES:
        if path == "away/":
            continue
        page = visitor.visit(f"/nl/{path}")
        page.locator("header a[hreflang=en]").click()
        expect(page).to_have_url(re.compile(f"/en/{path}$"))
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.locator("header a[hreflang=nl]").click()
        expect(page).to_have_url(re.compile(f"/nl/{path}$"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_javascript_nothing_can_be_typed(
    language: str, browser: Browser, service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Each page says so first, offers no field, and tells how else to report."""
    seen = arrive()
    seen.page.route(f"{service.origin}/{language}/**", as_without_scripts)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("kustdienst/", "kustdienst/report/", "kustdienst/advice/", "back/"):
        page.goto(f"{service.origin}/{language}/{path}")
        expect(page.locator("h1:visible")).to_have_count(1)
        said = page.locator("noscript .notice")
        expect(said).to_be_visible()
        expect(said).to_contain_text("JavaScript")
        expect(said).to_contain_text("Tor Browser")
        expect(said.locator("a[href^='tel:']").first).to_be_visible()
        for field in page.locator("input, textarea, select, button").all():
            expect(field).to_be_hidden()
        expect(page.locator("footer a[href^='tel:']").first).to_be_visible()
        # Where no script may run, axe cannot either: it looks at the same page as it stands then.
        shown = seen.visit(f"/{language}/{path}")
        expect(shown.locator("h1:visible")).to_have_count(1)
        expect(shown.locator("main .notice").first).to_contain_text("JavaScript")
        inspect(shown, f"{path} without JavaScript", language=language)
    context.close()


def test_every_step_of_a_report(service: Service, arrive: Arrive, inspect: Inspection) -> None:
    """From "Is it safe here?" to the receipt, with everything that can be said on the way."""
    noor = arrive()
    page = noor.page
    page.route("**/directory", refuse)
    noor.visit("/nl/kustdienst/report/")
    inspect(page, "safety")
    continue_(page)
    expect(page.locator("[data-when=failed]")).to_be_visible()
    continue_(page)
    inspect(page, "exclude, without the list")
    page.unroute("**/directory", refuse)
    noor.faults.clear()
    page.locator("exclude-readers [data-retry]").click()
    choices = page.locator("exclude-readers label.choice")
    expect(choices.first).to_be_visible()
    inspect(page, "exclude")
    for choice in choices.all():
        choice.locator("input").check()
    continue_(page)
    expect(page.locator("[data-error=nobody]")).to_be_focused()
    inspect(page, "exclude, nobody left")
    for choice in choices.all():
        choice.locator("input").uncheck()
    choices.filter(has_text="Directeur Kustdienst").first.click()
    expect(page.locator("[data-remain] [data-level=up]")).to_be_visible()
    inspect(page, "exclude, moved up")
    continue_(page)
    page.locator("[data-step=tell] summary").click()
    inspect(page, "tell, with what helps")
    continue_(page)
    expect(page.locator("[data-error=text]")).to_be_focused()
    inspect(page, "tell, empty")
    page.evaluate("document.querySelector('#text').value = 'a'.repeat(4_000_001)")
    continue_(page)
    expect(page.locator("[data-error=long]")).to_be_focused()
    page.evaluate("document.querySelector('#text').value = ''")
    inspect(page, "tell, too long")
    paste(page, "#text", "Ons hoofd\u200b scheldt\u00a0medewerkers uit." + " lang" * 60)
    expect(page.locator("[data-step=tell] [data-cleaned]")).to_be_visible()
    inspect(page, "tell, hidden signs taken out")
    continue_(page)
    page.locator("#where").fill("Lissabon" * 30)
    inspect(page, "details")
    continue_(page)
    inspect(page, "files")
    page.locator("[data-step=files] input[type=file]").set_input_files(
        [
            PICTURE,
            FilePayload(name="leeg.txt", mimeType="text/plain", buffer=b""),
            FilePayload(name="x" * 90 + ".bin", mimeType="", buffer=b"\0\1\2"),
            FilePayload(name="kapot.jpg", mimeType="image/jpeg", buffer=b"\xff\xd8\xff"),
        ]
    )
    expect(page.locator("[data-step=files] [data-removed]:visible")).to_have_count(1)
    page.wait_for_timeout(300)
    inspect(page, "files, chosen")
    page.locator("[data-step=files] li", has_text="leeg.txt").locator("[data-take-out]").click()
    continue_(page)
    inspect(page, "told")
    continue_(page)
    inspect(page, "name")
    page.locator("input[name=known][value=sealed]").check()
    inspect(page, "name, in the box")
    page.locator("input[name=known][value=anonymous]").check()
    continue_(page)
    inspect(page, "check")
    page.route("**/api/reports", refuse)
    continue_(page)
    expect(page.locator("[data-error=send]")).to_be_focused()
    inspect(page, "check, not sent")
    page.unroute("**/api/reports", refuse)
    noor.faults.clear()
    continue_(page)
    words = words_of(page)
    expect(page.locator("[data-step=receipt] .notice--good")).to_be_visible()
    inspect(page, "receipt")
    page.locator("#practise").fill("vergeten")
    page.locator("[data-practise] button").click()
    expect(page.locator("[data-practise-result]")).not_to_be_empty()
    inspect(page, "receipt, practised wrong")
    page.locator("#practise").fill(words)
    page.locator("[data-practise] button").click()
    expect(page.locator("[data-kept]")).to_be_checked()
    page.locator("[data-copy]").click()
    expect(page.locator("receipt-card > [data-status]")).not_to_be_empty()
    page.locator("[data-language-choice]").select_option("fr")
    inspect(page, "receipt, practised right, in French")


def paste(page: Page, field: str, text: str) -> None:
    """Put text into a field the way a clipboard does."""
    page.locator(field).focus()
    page.keyboard.insert_text(text)
    page.locator(field).dispatch_event("paste")
    page.locator(field).dispatch_event("change")


def test_every_way_in_which_nine_words_can_be_wrong(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Misspelt, swapped, too few, foreign, unknown: each is said in words, at the field."""
    noor = arrive()
    page = noor.visit("/nl/back/")
    words = word_list()
    good = a_receipt([7, 77, 777, 1777, 2777, 3777, 4777, 5777])
    swapped = [good[1], good[0], *good[2:]]
    english = (ROOT / "client" / "words" / "en.txt").read_text().split()
    only_english = next(word for word in english if word not in words)
    wrong = {
        "none": [],
        "too few": good[:7],
        "misspelt": [f"{good[0]}q", *good[1:]],
        "swapped": swapped,
        "another word": [words[(words.index(good[0]) + 4000) % 7776], *good[1:]],
        "one foreign word": [only_english, *good[1:]],
        "no words of ours": ["qqqqqq"] * 9,
        "not known here": good,
    }
    said = set()
    for state, typed in wrong.items():
        page.locator("#words").fill(" ".join(typed))
        page.locator("receipt-entry button[type=submit]").click()
        expect(page.locator("receipt-entry [data-error]")).to_be_focused()
        said.add(page.locator("receipt-entry [data-problem]").inner_text())
        inspect(page, f"back, {state}")
    assert len(said) == len(wrong)
    page.route("**/api/my/**", refuse)
    page.locator("receipt-entry button[type=submit]").click()
    expect(page.locator("receipt-entry [data-problem]")).to_contain_text("server")
    inspect(page, "back, the server is broken")
    noor.faults.clear()


def test_my_report(service: Service, arrive: Arrive, inspect: Inspection) -> None:
    """The page of a report: waiting, answered, with everything that can be said on it."""
    noor = arrive()
    text = f"Ons hoofd scheldt medewerkers uit. ({secrets.token_hex(4)})"
    files = [("verslag.jpg", "image/jpeg", photo())]
    words = report(noor, text, excluding=["Hoofd Buitenposten"], files=files)
    expect(noor.page.locator("[data-step=receipt] .notice--good")).to_be_visible()
    page = come_back(noor, words)
    expect(page.locator("[data-talk]")).to_contain_text(text)
    inspect(page, "my report, not answered yet")
    page.locator("[data-answer-form] button[type=submit]").click()
    expect(page.locator("[data-answer-form] [data-problem]")).to_be_visible()
    page.locator("[data-files-form] button[type=submit]").click()
    expect(page.locator("[data-files-form] > [data-problem]")).to_be_visible()
    inspect(page, "my report, nothing written and no file chosen")

    desk = at_desk(arrive(), service, "Ada")
    open_case(desk, text)
    acknowledge(desk)
    page.locator("#answer").fill("Het gebeurde vandaag weer." + "a" * 60)
    page.locator("[data-answer-form] button[type=submit]").click()
    expect(page.locator("[data-talk]")).to_contain_text("vandaag weer")
    page.locator("#more-files").set_input_files([PICTURE])
    expect(page.locator("[data-files-form] [data-removed]:visible")).to_be_visible()
    page.locator("[data-files-form] button[type=submit]").click()
    expect(page.locator("[data-talk] [data-save]")).to_have_count(2)
    page.locator("[data-talk] [data-save]").first.click()
    expect(page.locator("[data-talk] [data-files] [data-status]").first).not_to_be_empty()
    page.locator("[data-refresh]").click()
    inspect(page, "my report, with a talk and files")

    def change(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        for item in body["items"]:
            if item["by"] != "reporter":
                sealed = item["sealed"]
                other = "A" if sealed[3000] != "A" else "B"
                item["sealed"] = sealed[:3000] + other + sealed[3001:]
        route.fulfill(response=answer, json=body)

    page.route(re.compile("/api/my/rooms/.*/items"), change)
    page = come_back(noor, words)
    expect(page.locator("[data-troubles]")).to_be_visible()
    inspect(page, "my report, tampered with")
    # Other rooms are read meanwhile; what is still on its way is no part of this story.
    page.unroute_all(behavior="wait")


def test_what_is_not_there(arrive: Arrive, inspect: Inspection) -> None:
    """An address that leads nowhere says so, in the visitor's language."""
    for language in ("nl", "en"):
        visitor = arrive(f"{language}-{language.upper()}")
        inspect(visitor.visit("/nergens/"), f"not found, {language}", language=language)
        inspect(visitor.visit("/invitation/x/"), f"no invitation, {language}", language=language)


def test_the_looking_itself_sees_what_is_wrong(arrive: Arrive) -> None:
    """A page with one fault of each kind: each is found."""
    page = arrive().page
    page.set_content(
        "<html><title></title><h1>Een</h1><h1>Twee</h1><img src='data:,'>"
        "<p style='color:#aaa;background:#fff;width:1000px'>bleek</p></html>"
    )
    looking = Inspection()
    looking(page, "a bad page")
    found = "\n".join(looking.problems)
    for fault in ("image-alt", "color-contrast", "2 visible h1", "no title", "lang is ''"):
        assert fault in found
    assert "sideways" in found
