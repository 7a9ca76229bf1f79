"""The commission: what nobody did comes to it by itself. What it finds: test_the_story."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, report
from tests.later import later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("the-commission")

OVERDUE = "desk-board tbody tr"


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: days pass, and deadlines with them."""
    return own_service


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


def test_the_works_council_reads_figures_and_nothing_else(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
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
    inspect(mira, "figures to be published")
    form.locator("[name=sure]").check()
    form.locator("button[type=submit]").click()
    expect(mira.locator("desk-reports section h2").first).to_contain_text("Kustdienst")
    wim = at_desk(arrive(), service, "Wim")
    expect(wim.locator(".desk-bar a[data-route=board]")).to_be_hidden()
    go(wim, "reports")
    expect(wim.locator("desk-reports tbody tr").first).to_contain_text("minder dan 10")
    inspect(wim, "figures for the works council")
    for kind in ("pdf", "csv"):
        with wim.expect_download() as saving:
            wim.locator(f"desk-reports [data-do={kind}]").first.click()
        assert saving.value.suggested_filename.endswith(kind)


def test_smit_puts_a_review_of_the_procedure_on_record(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md STA-04: the director of a service sees by when, and says when it was and what came.

    1. No review is on record. Without a day, and without a word, nothing is sent; what Smit typed
       stays.
    2. On record, it stands there with the next date, and cannot be changed.
    """
    later(service)
    smit = at_desk(arrive(), service, "Smit")
    go(smit, "recommendations")
    procedure = smit.locator("desk-procedures")
    expect(procedure.locator("[data-part=last]")).to_have_text("Er is geen toetsing vastgelegd.")
    expect(procedure.locator("[data-part=due]")).to_contain_text("uiterlijk op")
    form = procedure.locator("form")
    said = a_text("De ontvangst wordt nu door twee mensen bevestigd.")
    form.locator("textarea").fill(said)
    form.locator("button[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("op welke dag")
    expect(form.locator("[name=reviewed_on]")).to_be_focused()
    form.locator("[name=reviewed_on]").fill(in_days(smit, 2))
    form.locator("button[type=submit]").press("Enter")
    expect(form.locator("[role=alert]")).to_contain_text("in de toekomst")
    expect(form.locator("textarea")).to_have_value(said)
    inspect(smit, "review of the procedure")
    form.locator("[name=reviewed_on]").fill(in_days(smit, -30))
    form.locator("button[type=submit]").press("Enter")
    expect(procedure.locator("[data-part=done]")).to_contain_text("Vastgelegd")
    expect(procedure.locator("h2")).to_be_focused()
    expect(procedure.locator("[data-part=changes]")).to_have_text(said)
    expect(procedure.locator("[data-part=last]")).to_contain_text("Het laatst getoetst op")


def test_nobody_answered_and_everybody_can_use_what_says_so(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md CLK-06: a missed date comes to Mira by itself; each state: axe, reflow, headings.

    1. Noor reports. Nobody acknowledges. Eight days go by.
    2. Mira's board shows that the Kustdienst owes an acknowledgement; a click leads to numbers and
       days, and to no content. The case stands among what came to the commission.
    3. Mira opens a review and reads nothing. Noor comes back, sees what came to the commission,
       goes there herself, and hands over her words.
    """
    text = a_text("Er is geschreeuwd.")
    words = report(arrive(), text, excluding=["Hoofd Buitenposten"])
    later(service, days=8)
    mira = at_desk(arrive(), service, "Mira")
    for place in ("board", "escalations", "breaches", "recommendations", "reports"):
        go(mira, place)
        mira.wait_for_load_state("networkidle")
        inspect(mira, place)
    go(mira, "board")
    expect(mira.locator(".desk-board__piece").first).to_be_visible()
    mira.locator(OVERDUE, has_text="Kustdienst").locator("a").click()
    owed = mira.locator("desk-duties tbody tr", has_text="ontvangst")
    expect(owed.first).to_be_visible()
    expect(mira.locator("desk-duties a[href*=cases]")).to_have_count(0)
    inspect(mira, "duties")
    go(mira, "escalations")
    mira.locator("desk-escalations article", has_text=newest(mira)).first.locator(
        "[data-do=review]"
    ).click()
    expect(mira.locator("[data-part=room-none]")).to_be_visible()
    expect(mira.locator("main")).not_to_contain_text(text)
    mira.locator("form[data-form=find-care] button[type=submit]").click()
    expect(mira.locator("form[data-form=find-care] [role=alert]")).to_be_visible()
    inspect(mira, "review")

    noor = come_back(arrive(), words)
    expect(noor.locator("[data-escalations] li").first).to_contain_text("niet op tijd")
    inspect(noor, "my commission")
    noor.locator("form[data-press] select").select_option(label="Buitenposten")
    noor.locator("form[data-press] button[type=submit]").click()
    expect(noor.locator("[data-came-title]")).to_be_focused()
    expect(noor.locator("[data-escalations]")).to_contain_text("u ging naar de commissie")
    noor.locator("form[data-hand] button[type=submit]").click()
    expect(noor.locator("form[data-hand] [data-problem]")).to_be_visible()
    inspect(noor, "my commission, nothing handed over")
    told = a_text("Acht dagen, en niemand zei iets.")
    noor.locator("#commission-text").fill(told)
    noor.locator("form[data-hand] button[type=submit]").click()
    expect(noor.locator("name-out [data-talk]")).to_contain_text(told)
