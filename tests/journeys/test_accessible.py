"""Every page and state can be used by everybody: axe, reflow, headings, titles, languages."""

import re
import secrets

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from demo.__main__ import code
from tests.journeys.axe import Inspection
from tests.journeys.conftest import ROOT, Arrive
from tests.journeys.people import (
    a_receipt,
    at_desk,
    come_back,
    continue_,
    nothing_owed,
    open_case,
    report,
    sign_in,
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


@pytest.mark.stores_nothing
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


@pytest.mark.stores_nothing
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


@pytest.mark.stores_nothing
@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_javascript_nothing_can_be_typed(
    language: str, browser: Browser, service: Service
) -> None:
    """Each page says so first, offers no field, and tells how else to report."""
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


def acknowledge(desk: Page) -> None:
    """Acknowledge the open case with the text that is proposed."""
    desk.locator("form[data-form=acknowledgement] button[type=submit]").click()
    expect(desk.locator("#talk .talk__item")).to_have_count(1)


def submit(page: Page, **fields: str) -> None:
    """Fill in a form of the account pages and send it."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()


def refused(page: Page, **fields: str) -> None:
    """Send a form that is refused."""
    submit(page, **fields)
    expect(page.locator(".error-summary")).to_be_visible()


def test_an_officers_first_day(service: Service, arrive: Arrive, inspect: Inspection) -> None:
    """From the invitation to keys that a colleague confirms, with each mistake on the way."""
    email = f"eva-{secrets.token_hex(4)}@commissie.example"
    whose = ["--body", "integriteitscommissie", "--name", "Eva", "--role", "commission_member"]
    link = service.manage("invite_officer", email, *whose).strip()
    password = "eva bewaakt de kust"
    eva = arrive()
    page = eva.visit("/invitation/" + link.rsplit("/", 2)[1] + "/")
    inspect(page, "invitation")
    refused(page, password="kort", again="anders")
    inspect(page, "invitation, refused")
    submit(page, password=password, again=password)
    inspect(page, "sign in")
    refused(page, login=email, password="niet dit")
    inspect(page, "sign in, wrong password")
    submit(page, login=email, password=password)
    expect(page).to_have_url(re.compile("/set-up/"))
    inspect(page, "second factor, set up")
    refused(page, code="000000")
    inspect(page, "second factor, wrong code")
    submit(page, code=code(page.locator("main code").inner_text()))
    expect(page).to_have_url(re.compile("/recovery-codes/"))
    inspect(page, "recovery codes, shown once")
    for place in (
        "recovery-codes/",
        "recovery-codes/new/",
        "second-factor/",
        "second-factor/put-aside/",
        "second-factor/again/",
        "password/",
        "reauthenticate/",
        "inactive/",
        "logout/",
    ):
        inspect(eva.visit(f"/account/{place}"), f"/account/{place}")
    page = eva.visit("/account/password/")
    refused(page, oldpassword="niet dit", password1="kort", password2="anders")
    inspect(page, "password, refused")

    page = eva.visit("/desk/")
    expect(page.locator("#desk-new")).to_be_visible()
    inspect(page, "make your keys")
    page.locator("#desk-new").fill("kort")
    page.locator("form[data-form=make] button[type=submit]").click()
    expect(page.locator("form[data-form=make] [role=alert]")).to_be_visible()
    inspect(page, "make your keys, too short")
    for field in ("#desk-new", "#desk-repeat"):
        page.locator(field).fill("vier vreemde woorden varen")
    page.locator("form[data-form=make] button[type=submit]").click()
    expect(page.locator(".desk-groups span")).to_have_count(10, timeout=40_000)
    page.locator("[data-do=check]").click()
    expect(page.locator("[data-part=checked]")).not_to_be_empty()
    inspect(page, "keys, waiting for a second person")

    sanne = arrive()
    sign_in(sanne, service, "Sanne")
    people = sanne.visit("/people/")
    inspect(people, "people, with keys to confirm")
    groups = page.locator(".desk-groups").inner_text().split()
    card = people.locator(".card", has_text=re.compile(r"\s+".join(groups)))
    card.locator("a[href$='/confirm/']").click()
    expect(people.locator("#id_compared")).to_be_visible()
    inspect(people, "confirm keys")
    refused(people)
    inspect(people, "confirm keys, not compared")
    people.locator("#id_compared").check()
    submit(people)
    expect(people).to_have_url(re.compile("/people/$"))
    page.locator("[data-do=check]").click()
    expect(page.locator("h1")).to_contain_text("Bevestigd")
    inspect(page, "keys, confirmed")
    card.locator("a[href$='/withdraw/']").click()
    expect(people.locator("main .button--danger")).to_be_visible()
    inspect(people, "withdraw keys")
    submit(people)

    pim = arrive()
    sign_in(pim, service, "Pim")
    inspect(pim.visit("/people/"), "people, for the administrator")
    submit(eva.visit("/account/logout/"))
    page = eva.visit("/account/login/")
    submit(page, login=email, password=password)
    inspect(page, "second factor, asked for")
    refused(page, code="000000")
    inspect(page, "second factor, refused")


def test_the_desk(service: Service, arrive: Arrive, inspect: Inspection) -> None:
    """Unlocking, the inbox, and a case with every panel and dialog open."""
    text = f"Bonnen kloppen niet met de reisdagen. ({secrets.token_hex(4)})"
    noor = arrive()
    report(
        noor,
        text,
        excluding=["Hoofd Buitenposten"],
        files=[("verslag.jpg", "image/jpeg", photo())],
        who="Het hoofd" + "x" * 60,
    )
    expect(noor.page.locator("[data-step=receipt] .notice--good")).to_be_visible()

    page = sign_in(arrive(), service, "Tarik")
    expect(page.locator("#desk-passphrase")).to_be_visible()
    inspect(page, "unlock")
    page.locator("#desk-passphrase").fill("niet deze")
    page.locator("form[data-form=unlock] button[type=submit]").click()
    expect(page.locator("form[data-form=unlock] [role=alert]")).to_be_visible(timeout=40_000)
    page.locator(".desk-more summary").click()
    inspect(page, "unlock, wrong passphrase")

    eve = at_desk(arrive(), service, "Eve")
    expect(eve.locator(".desk-empty")).to_be_visible()
    inspect(eve, "inbox, empty")

    ada = arrive()
    desk = at_desk(ada, service, "Ada")
    expect(desk.locator("desk-inbox tbody th a").first).to_be_visible()
    inspect(desk, "inbox, filled")
    desk.locator("#desk-query").fill("nergens")
    inspect(desk, "inbox, nothing found")
    desk.locator("#desk-query").fill("")
    open_case(desk, text)
    inspect(desk, "case, not acknowledged")
    acknowledge(desk)
    desk.locator("form[data-form=message] button[type=submit]").click()
    expect(desk.locator("form[data-form=message] [role=alert]")).to_be_visible()
    inspect(desk, "case, acknowledged, empty question")
    nothing_owed(service)
    open_everything(desk)
    inspect(desk, "case, every panel open")
    desk.locator("#people table [data-do=remove]").first.click()
    expect(desk.locator("dialog[open]")).to_be_visible()
    inspect(desk, "case, removing somebody")
    desk.locator("dialog[open] [data-do=no]").click()
    desk.evaluate("document.querySelector('dialog[data-part=idle]').showModal()")
    inspect(desk, "case, are you still there")
    desk.locator("[data-do=stay]").click()
    ada.context.set_offline(True)
    expect(desk.locator("[data-part=banners] [role=alert]")).to_be_visible()
    inspect(desk, "case, no connection")
    ada.context.set_offline(False)

    desk.locator("a[data-route=inbox]").first.click()
    desk.locator("#desk-query").fill("reisdagen")
    expect(desk.locator(".desk-hit mark").first).to_be_visible()
    inspect(desk, "inbox, found")
    desk.locator("a[data-route=keys]").click()
    inspect(desk, "my keys")
    desk.locator("form[data-form=change] button[type=submit]").click()
    inspect(desk, "my keys, nothing typed")
    desk.locator("[data-do=lock]").first.click()
    expect(desk.locator("#desk-passphrase")).to_be_visible()
    inspect(desk, "unlock, after locking")
    desk.goto(f"{service.origin}/desk/cases/{secrets.token_hex(16)}/")
    desk.locator("#desk-passphrase").fill(service.demo.person("Ada")["passphrase"])
    desk.locator("form[data-form=unlock] button[type=submit]").click()
    expect(desk.locator("main h1")).to_contain_text("bestaat niet", timeout=40_000)
    inspect(desk, "a case that is not there")


def open_everything(desk: Page) -> None:
    """Open each panel of the case, with the mistake that can be made in it."""
    desk.locator("input[name=kind][value=feedback]").check()
    desk.locator("form[data-form=feedback] button[type=submit]").click()
    desk.locator("#people [data-part=handover] summary").click()
    desk.locator("#people label.choice", has_text=re.compile(r"Mira\s+lid")).click()
    desk.locator("form[data-form=handover] button[type=submit]").click()
    desk.locator("#people [data-part=recuse] summary").click()
    desk.locator("form[data-form=recuse] button[type=submit]").click()
    room = desk.locator("#investigation")
    room.locator("[data-do=open]").click()
    room.locator("[data-part=invite] summary").click()
    room.locator("form[data-form=invite] button[type=submit]").click()
    desk.locator("#desk-note-text").fill("Eerst de reisdagen vergelijken." + "y" * 60)
    desk.locator("form[data-form=note] button[type=submit]").click()
    expect(room.locator("[data-part=notes] .talk__item")).to_have_count(1)
    desk.locator("#files [data-do=show]:visible").click()
    expect(desk.locator("#files iframe")).to_have_count(1)
    html = FilePayload(name="bonnen.html", mimeType="text/html", buffer=b"<b>bonnen</b>")
    desk.locator("#desk-files").set_input_files([html])
    desk.locator("form[data-form=upload] button[type=submit]").click()
    expect(desk.locator("#files .desk-file")).to_have_count(2)
    desk.locator("form[data-form=upload] button[type=submit]").click()
    for form in ("feedback", "handover", "recuse", "invite", "upload"):
        expect(desk.locator(f"form[data-form={form}] [role=alert]")).to_be_visible()


def test_what_is_not_there(arrive: Arrive, inspect: Inspection) -> None:
    """An address that leads nowhere says so, in the visitor's language."""
    for language in ("nl", "en"):
        visitor = arrive(f"{language}-{language.upper()}")
        inspect(visitor.visit("/nergens/"), f"not found, {language}", language=language)
        inspect(visitor.visit("/invitation/x/"), f"no invitation, {language}", language=language)


@pytest.mark.stores_nothing
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
