"""The commission: what nobody did comes to it by itself; it finds, and recommends."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, declare, report
from tests.later import later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("service")

OVERDUE = "desk-board tbody tr"


def a_text(about: str) -> str:
    """Words that no other journey has written."""
    return f"{about} ({secrets.token_hex(4)})"


def go(page: Page, place: str) -> None:
    """Go to a place of the desk."""
    page.locator(f".desk-bar a[data-route={place}]").click()
    expect(page.locator("main h1")).to_be_focused()


def newest(page: Page) -> str:
    """Find the highest case number among what came to the commission."""
    expect(page.locator("desk-escalations article h3").first).to_be_visible()
    titles = page.locator("desk-escalations article h3").all_inner_texts()
    numbers = [
        int(found[1]) for title in titles if (found := re.search(r"Zaak (\d+), Kust", title))
    ]
    return f"Zaak {max(numbers)}, Kustdienst"


def find(page: Page, subject: str, finding: str, reasons: str) -> None:
    """Note a finding with its reasons."""
    form = page.locator(f"form[data-form=find-{subject}]")
    form.locator(f"input[value={finding}]").check()
    form.locator("textarea").fill(reasons)
    form.locator("button[type=submit]").click()
    expect(page.locator(f"[data-part=reasons-{subject}]")).to_have_text(reasons)


def recommend(page: Page, what: str) -> None:
    """Ask the handlers of the case to answer, within a month."""
    form = page.locator("form[data-form=recommend]")
    form.locator("[name=measure]").select_option("answer")
    form.locator("[name=role]").select_option("handler")
    form.locator("[name=due]").fill(in_days(page, 30))
    form.locator("textarea").fill(what)
    form.locator("button[type=submit]").click()
    expect(page.locator("[data-part=recommendations] li")).to_contain_text(what)


def in_days(page: Page, days: int) -> str:
    """Write a day from today as a date field takes it."""
    day: str = page.evaluate(
        "days => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)", days
    )
    return day


def test_nobody_answered_and_nobody_reported_that(service: Service, arrive: Arrive) -> None:
    """A missed date comes to Mira by itself; she finds on protection and on care, and recommends.

    1. Noor reports. Nobody acknowledges. Eight days go by.
    2. Mira's board shows that the Kustdienst owes an acknowledgement; a click leads to numbers and
       days, and to no content. The case stands among what came to the commission.
    3. Mira opens a review and reads nothing. Noor comes back, sees what came to the commission,
       goes there herself, and hands over her words and the whole conversation.
    4. Mira declares to be impartial, reads it, finds on protection and on care with reasons,
       asks the handlers for an answer, puts a breach in the register, and closes.
    5. Noor reads both findings with their reasons, and what was recommended.
    6. Ada sees what is asked of her and nothing more; says that it is done. Mira looks and agrees.
    """
    text = a_text("Ons hoofd scheldt medewerkers uit.")
    told = a_text("Acht dagen, en niemand zei iets.")
    words = report(arrive(), text, excluding=["Hoofd Buitenposten"])
    later(service, days=8)

    mira = at_desk(arrive(), service, "Mira")
    go(mira, "board")
    row = mira.locator(OVERDUE, has_text="Kustdienst")
    expect(row.locator("td").first).not_to_have_text("0")
    expect(mira.locator(".desk-board__piece").first).to_be_visible()
    row.locator("a").click()
    owed = mira.locator("desk-duties tbody tr", has_text="ontvangst")
    expect(owed.first).to_be_visible()
    expect(mira.locator("desk-duties a[href*=cases]")).to_have_count(0)
    go(mira, "escalations")
    case = newest(mira)
    mira.locator("desk-escalations article", has_text=f"{case}").first.locator(
        "[data-do=review]"
    ).click()
    expect(mira.locator("[data-part=room-none]")).to_be_visible()
    expect(mira.locator("main")).not_to_contain_text(text)
    review = mira.url

    noor = come_back(arrive(), words)
    expect(noor.locator("[data-escalations] li").first).to_contain_text("niet op tijd")
    noor.locator("form[data-press] select").select_option(label="Buitenposten")
    noor.locator("form[data-press] button[type=submit]").click()
    expect(noor.locator("[data-came-title]")).to_be_focused()
    expect(noor.locator("[data-escalations]")).to_contain_text("u ging naar de commissie")
    noor.locator("#commission-text").fill(told)
    noor.locator("form[data-hand] [name=whole]").check()
    noor.locator("form[data-hand] button[type=submit]").click()
    expect(noor.locator("name-out [data-talk]")).to_contain_text(told)
    expect(noor.locator("name-out [data-talk]")).to_contain_text("U droeg het gesprek over")

    mira.goto(review)
    unlocked(mira, service)
    mira.locator("[data-part=room-undeclared] a").click()
    declare(mira)
    expect(mira.locator("#commission")).to_contain_text(told)
    expect(mira.locator("#commission")).to_contain_text(text)
    go(mira, "escalations")
    mira.locator("desk-escalations tbody tr", has_text=case).first.locator("a").click()
    expect(mira.locator("[data-part=room-there]")).to_be_visible()
    find(mira, "protection", "partly", a_text("Er kwam geen plan."))
    care = a_text("Niemand antwoordde op tijd.")
    find(mira, "care", "established", care)
    mira.locator("form[data-form=heard] button[value=body]").click()
    expect(mira.locator("[data-part=done]")).to_contain_text("gehoord")
    asked = a_text("Antwoord de melder, en zeg waarom het stil bleef.")
    recommend(mira, asked)
    breach = mira.locator("form[data-form=breach]")
    breach.locator("[name=kind]").select_option("hindering")
    breach.locator("[name=day]").fill(in_days(mira, -1))
    breach.locator("textarea").fill("Het register bewijst het.")
    breach.locator("button[type=submit]").click()
    expect(mira.locator("[data-part=breaches] li").last).to_contain_text("te beslissen")
    mira.locator("form[data-form=close] button[type=submit]").click()
    expect(mira.locator("form[data-form=close]")).to_be_hidden()

    noor.locator("my-commission [data-look]").click()
    expect(noor.locator("[data-found=care]")).to_have_text("schoot tekort")
    expect(noor.locator("[data-found=protection]")).to_have_text("schoot deels tekort")
    expect(noor.locator("[data-why=care]")).to_have_text(care)
    expect(noor.locator("[data-recommendations]")).to_contain_text(asked)

    ada = at_desk(arrive(), service, "Ada")
    go(ada, "recommendations")
    expect(ada.locator("main")).not_to_contain_text(asked)
    ada.locator("[data-part=owned] [data-do=done]").first.click()
    expect(ada.locator("[data-part=owned] li").first).to_contain_text("U zei op")

    go(mira, "breaches")
    card = mira.locator("desk-breaches article", has_text="te beslissen").first
    card.locator("[name=decision]").select_option("established")
    card.locator("[name=sanction]").select_option("none")
    card.locator("[name=ground]").select_option("log")
    card.locator("textarea").fill("Geen opzet.")
    card.locator("button[type=submit]").click()
    expect(mira.locator("desk-breaches > [data-part=done]")).to_contain_text("Beslist")
    go(mira, "escalations")
    mira.locator("desk-escalations tbody tr", has_text=case).first.locator("a").click()
    mira.locator("[data-part=recommendations] [data-do=done]").click()
    expect(mira.locator("[data-part=recommendations] li")).to_contain_text("Gedaan op")


def unlocked(page: Page, service: Service) -> None:
    """Unlock the desk again after the page was loaded anew."""
    page.locator("#desk-passphrase").fill(service.demo.person("Mira")["passphrase"])
    page.locator("form[data-form=unlock] button[type=submit]").click()


def test_the_works_council_reads_figures_and_nothing_else(service: Service, arrive: Arrive) -> None:
    """Mira publishes last year; Wim reads bands of ten, and saves them.

    1. Mira must say first that she knows that it cannot be undone. Then it is published, once.
    2. Wim, of the works council, sees the same figures, and neither board nor cases.
    """
    mira = at_desk(arrive(), service, "Mira")
    go(mira, "reports")
    form = mira.locator("form[data-form=publish]")
    form.locator("select").select_option(label="Kustdienst")
    form.locator("button[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("ongedaan")
    form.locator("[name=sure]").check()
    form.locator("button[type=submit]").click()
    expect(mira.locator("desk-reports section h2").first).to_contain_text("Kustdienst")
    wim = at_desk(arrive(), service, "Wim")
    expect(wim.locator(".desk-bar a[data-route=board]")).to_be_hidden()
    go(wim, "reports")
    expect(wim.locator("desk-reports tbody tr").first).to_contain_text("minder dan 10")
    for kind in ("pdf", "csv"):
        with wim.expect_download() as saving:
            wim.locator(f"desk-reports [data-do={kind}]").first.click()
        assert saving.value.suggested_filename.endswith(kind)


def test_every_state_can_be_used_by_everybody(service: Service, arrive: Arrive) -> None:
    """The commission's places and the reporter's part, empty and filled: axe, reflow, headings."""
    inspect = Inspection()
    words = report(arrive(), a_text("Er is geschreeuwd."), excluding=["Hoofd Buitenposten"])
    later(service, days=8)
    mira = at_desk(arrive(), service, "Mira")
    for place in ("board", "escalations", "breaches", "recommendations", "reports"):
        go(mira, place)
        mira.wait_for_load_state("networkidle")
        inspect(mira, place)
    go(mira, "board")
    mira.locator(OVERDUE, has_text="Kustdienst").locator("a").click()
    expect(mira.locator("desk-duties tbody tr").first).to_be_visible()
    inspect(mira, "duties")
    go(mira, "escalations")
    mira.locator("desk-escalations article").first.locator("[data-do=review]").click()
    expect(mira.locator("[data-part=panels]")).to_be_visible()
    mira.locator("form[data-form=find-care] button[type=submit]").click()
    expect(mira.locator("form[data-form=find-care] [role=alert]")).to_be_visible()
    inspect(mira, "review")
    noor = come_back(arrive(), words)
    expect(noor.locator("[data-escalations] li").first).to_be_visible()
    inspect(noor, "my commission")
    noor.locator("form[data-hand] button[type=submit]").click()
    expect(noor.locator("form[data-hand] [data-problem]")).to_be_visible()
    inspect(noor, "my commission, nothing handed over")
    inspect.check()
