"""The desk can be used by everybody: an officer's first day, and the desk with everything open."""

import re
import secrets

from playwright.sync_api import FilePayload, Page, Route, expect

from demo.__main__ import code
from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import (
    acknowledge,
    at_desk,
    nothing_owed,
    open_case,
    report,
    sign_in,
)
from tests.journeys.photo import photo
from tools.service import Service

#: Nothing that is shown at the desk: it can be saved.
PAPER = FilePayload(name="bonnen.html", mimeType="text/html", buffer=b"<b>bonnen</b>")


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
    for _ in range(5):
        submit(page, oldpassword="niet dit", password1="kort", password2="anders")
        if page.locator("main form").count() == 0:
            break
    expect(page.locator("main h1")).to_have_text("Te veel pogingen")
    inspect(page, "too many attempts")

    page = eva.visit("/desk/")
    expect(page).to_have_url(re.compile("/account/duties/"))
    inspect(page, "duties, to be accepted")
    submit(page)
    expect(page).to_have_url(re.compile("/desk/$"))
    inspect(eva.visit("/account/duties/"), "duties, accepted")
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

    tarik = arrive()
    page = sign_in(tarik, service, "Tarik")
    expect(page.locator("#desk-passphrase")).to_be_visible()
    inspect(page, "unlock")
    page.locator("#desk-passphrase").fill("niet deze")
    page.locator("form[data-form=unlock] button[type=submit]").click()
    expect(page.locator("form[data-form=unlock] [role=alert]")).to_be_visible(timeout=40_000)
    page.locator(".desk-more summary").click()
    inspect(page, "unlock, wrong passphrase")

    page.route("**/api/desk/me", lambda route: route.fulfill(status=500, body=""))
    page.reload()
    expect(page.locator("[data-do=again]")).to_be_visible()
    inspect(page, "the desk could not be opened")
    tarik.faults.clear()

    eve = at_desk(arrive(), service, "Eve")
    expect(eve.locator(".desk-empty")).to_be_visible()
    inspect(eve, "inbox, empty")

    ada = arrive()
    desk = at_desk(ada, service, "Ada")
    expect(desk.locator("desk-inbox tbody th a").first).to_be_visible()
    inspect(desk, "inbox, filled")
    desk.locator("#desk-query").fill("nergens")
    inspect(desk, "inbox, nothing found")
    # What is asked for next stays unanswered until this was looked at.
    waiting: list[Route] = []
    desk.route("**/api/desk/cases/*", lambda asked: waiting.append(asked))
    desk.locator("[data-do=widen]").click()
    expect(desk.locator("[data-do=stop]")).to_be_focused()
    inspect(desk, "inbox, opening the other cases to search in them")
    desk.locator("[data-do=stop]").click()
    for one in waiting:
        one.continue_()
    desk.unroute("**/api/desk/cases/*")
    expect(desk.locator("[data-do=stop]")).to_be_hidden()
    desk.locator("#desk-query").fill("")
    open_case(desk, text)
    inspect(desk, "case, not acknowledged")
    acknowledge(desk)
    desk.locator("form[data-form=message] button[type=submit]").click()
    expect(desk.locator("form[data-form=message] [role=alert]")).to_be_visible()
    inspect(desk, "case, acknowledged, empty question")
    nothing_owed(service)
    open_everything(desk)
    inspect(desk, "case, every panel open", unfold="main")
    desk.locator("#people table [data-do=remove]").first.click()
    expect(desk.locator("dialog[open]")).to_be_visible()
    inspect(desk, "case, removing somebody")
    desk.locator("dialog[open] [data-do=no]").click()
    desk.evaluate("document.querySelector('dialog[data-part=idle]').showModal()")
    inspect(desk, "case, are you still there")
    desk.locator("[data-do=stay]").click()
    desk.locator("#desk-files").set_input_files([PAPER])
    ada.context.set_offline(True)
    expect(desk.locator("[data-part=banners] [role=alert]")).to_be_visible()
    desk.locator("form[data-form=upload] button[type=submit]").click()
    expect(desk.locator("[data-do=resume]")).to_be_visible()
    inspect(desk, "case, no connection while a file is sent")
    ada.context.set_offline(False)
    expect(desk.locator("#files .desk-file")).to_have_count(3)

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
    desk.locator("#desk-files").set_input_files([PAPER])
    desk.locator("form[data-form=upload] button[type=submit]").click()
    expect(desk.locator("#files .desk-file")).to_have_count(2)
    desk.locator("form[data-form=upload] button[type=submit]").click()
    for form in ("feedback", "handover", "recuse", "invite", "upload"):
        expect(desk.locator(f"form[data-form={form}] [role=alert]")).to_be_visible()
