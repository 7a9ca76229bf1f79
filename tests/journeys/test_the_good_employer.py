"""The same employer, doing everything right.

*Noor* reports Van Dalen, as in test_the_story.py. *Ada* acknowledges the same day; she cannot give
feedback before Noor is looked after. Noor lets *Omar* protect her and tells him what she fears.
*Smit* promised that her belongings are kept safe: Noor writes it down, he signs it and keeps it.
Omar puts a plan before her and offers her support. She signs her yes, and says that the promise was
kept. Ada hears *Van Dalen* before she finds anything, gives feedback, and tells how the case ends.

Two weeks later *Noor* is asked how she is. Well, she says; and yes, the case may be closed. *Lotte*
puts on record, as each month, which decisions were taken about whom: none.

*Mira* looks at her board: nothing is overdue, and nothing came to the commission.
"""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.caring import (
    at_case,
    choose_protector,
    claim,
    day,
    fear,
    label_of,
    propose,
    say_how_it_goes,
    sign,
    the_promise,
    write_down,
)
from tests.journeys.conftest import Arrive
from tests.journeys.people import acknowledge, at_desk, come_back, open_case, report
from tests.journeys.test_closing import give_feedback, say
from tests.journeys.test_the_commission import go
from tests.journeys.test_the_name import case_id
from tests.later import later, serve_later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("the-good-employer")


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: the board of another one shows what others did not do."""
    return own_service


def a_text(about: str) -> str:
    """Words that no other journey has written."""
    return f"{about} ({secrets.token_hex(4)})"


def test_nothing_is_overdue_where_everything_was_done(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md RET-01, RET-02, RET-04, SUP-04: who does all of it, owes nothing."""
    text = a_text("Van Dalen liet de liaison in Lissabon op 3 mei 2026 bonnen tekenen.")
    visitor = arrive()
    words = report(visitor, text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)
    waits_for_a_plan(ada)

    noor = come_back(visitor, words)
    expect(noor.locator("my-care [data-state]")).to_contain_text("nog niet gekozen")
    inspect(noor, "nobody protects her yet", unfold="main")
    choose_protector(noor, "Omar")
    fears = a_text("Dat ik word overgeplaatst.")
    fear(noor, fears)
    promise = a_text("Uw spullen in Lissabon worden veilig bewaard.")
    write_down(noor, promise, owner="Smit", days=10)

    smit = at_desk(arrive(), service, "Smit")
    kept = the_promise(smit, promise)
    expect(kept.locator("form[data-form=accept]")).to_be_visible()
    inspect(smit, "a promise to be accepted", unfold="main")
    sign(smit, kept)
    inspect(smit, "a promise that is accepted")
    done = a_text("De spullen staan in een container, de sleutel ligt bij de balie.")
    claim(smit, promise, done)

    offered = a_text("Uw dienstwoning blijft van u.")
    ada_proposes(ada, offered)
    measure = a_text("Niemand plaatst haar over.")
    omar_plans(arrive, service, case_id(ada), inspect, text=text, fears=fears, measure=measure)

    noor = come_back(visitor, words)
    approve(noor, measure, inspect)
    promised = noor.locator("[data-promises] article", has_text=done)
    expect(promised).to_be_visible()
    inspect(noor, "asked whether a promise was kept, and whether she wants another")
    unwanted = noor.locator("[data-promises] article", has_text=offered)
    unwanted.locator("[data-no] button").click()
    expect(unwanted.locator("[data-no]")).to_be_hidden()
    promised.locator("[data-kept] button").click()
    expect(promised.locator("[data-standing]")).to_have_text("Nagekomen")

    at_case(ada, case_id(ada))
    expect(ada.locator("desk-care [data-part=state]")).to_have_text("plan akkoord")
    expect(ada.locator("main")).not_to_contain_text(measure)
    expect(ada.locator("desk-care [data-part=holds]")).to_be_hidden()
    statement = a_text("Hij zegt dat hij erbuiten stond.")
    give_feedback(ada)
    too_early(ada, a_text("De bonnen zijn vals."))
    hear(ada, statement, inspect)
    # An investigation was opened since: the reporter hears what came of it first.
    give_feedback(ada)
    ada.locator("desk-closing form[data-form=tell] button[type=submit]").click()
    expect(ada.locator("desk-closing [data-part=done]")).not_to_be_empty()

    serve_later(service, days=13)
    noor = come_back(arrive(), words)
    expect(noor.locator("my-care [data-asked]")).to_contain_text("U wordt nu gevraagd")
    inspect(noor, "asked how she is, and what she thinks of the outcome")
    say_how_it_goes(noor, "well")
    expect(noor.locator("my-outcome")).to_contain_text("vastgesteld")
    expect(noor.locator("main")).not_to_contain_text(statement)
    say(noor, "agrees", "")
    expect(noor.locator("my-outcome [data-stand=closed]")).to_be_visible()
    expect(noor.locator("my-outcome [data-open]")).to_be_visible()

    lotte_puts_on_record(at_desk(arrive(), service, "Lotte"))
    later(service, days=20)
    mira = at_desk(arrive(), service, "Mira")
    go(mira, "board")
    expect(mira.locator("[data-part=sum]")).to_have_text("Nergens is iets over tijd.")
    go(mira, "escalations")
    expect(mira.locator("desk-escalations .desk-empty")).to_be_visible()
    expect(mira.locator("desk-escalations article")).to_have_count(0)


def lotte_puts_on_record(lotte: Page) -> None:
    """Where a month has ended, Lotte says that all its decisions are on record: there was none."""
    go(lotte, "grounds")
    expect(lotte.locator("desk-grounds section").first).to_be_visible()
    ended = lotte.locator("desk-grounds form[data-form=complete]:visible")
    if ended.count() > 0:
        ended.first.locator("button").click()
        expect(lotte.locator("desk-grounds > [data-part=said]")).not_to_be_empty()


def waits_for_a_plan(ada: Page) -> None:
    """Nothing goes on before the reporter is looked after; the page says whose turn it is."""
    ada.locator("input[name=kind][value=feedback]").check()
    form = ada.locator("form[data-form=feedback]")
    for field, value in (("measure", "enquiry"), ("stage", "taken"), ("reason", "not_established")):
        form.locator(f"[name={field}]").select_option(value)
    for field in ("action", "grounds"):
        form.locator(f"[name={field}]").fill("Wij spraken met het hoofd.")
    form.locator("button[type=submit]").click()
    expect(form.locator("[role=alert]")).to_contain_text("beschermingsplan")
    expect(ada.locator("desk-care [data-part=turn]")).to_contain_text("De melder is aan zet")


def ada_proposes(ada: Page, offered: str) -> None:
    """Ada proposes what somebody should promise; nothing goes to him before Noor says yes."""
    panel = ada.locator("desk-promises")
    panel.locator("[data-part=proposing] summary").click()
    form = panel.locator("form[data-form=propose]")
    form.locator("[name=kind]").select_option("home")
    form.locator("[name=text]").fill(offered)
    form.locator("[name=owner]").select_option(label=label_of(form, "Smit"))
    form.locator("[name=due_on]").fill(day(20))
    form.locator("button[type=submit]").click()
    expect(panel.locator("tbody tr")).to_have_count(2)


def omar_plans(
    arrive: Arrive,
    service: Service,
    case: str,
    inspect: Inspection,
    *,
    text: str,
    fears: str,
    measure: str,
) -> None:
    """Omar reads what she fears, and nothing of the report; he offers support, and a plan."""
    omar = at_case(at_desk(arrive(), service, "Omar"), case)
    expect(omar.locator("desk-own-room")).to_contain_text(fears)
    expect(omar.locator("main")).not_to_contain_text(text)
    support = omar.locator("desk-care [data-part=support]")
    support.locator("summary").click()
    inspect(omar, "support is offered", unfold="main")
    support.locator("button[type=submit]").click()
    expect(omar.locator("desk-care [data-part=done]")).not_to_be_empty()
    propose(omar, measure)
    dossier = omar.locator("desk-dossier [data-arm=officer]")
    dossier.locator("summary").click()
    with omar.expect_download(timeout=90_000):
        dossier.locator("button[type=submit]").click()
    expect(omar.locator("desk-dossier [data-part=done]")).to_contain_text("niet op slot")
    inspect(omar, "a plan is proposed, and the dossier was saved")


def approve(noor: Page, measure: str, inspect: Inspection) -> None:
    """She reads the plan, and signs her yes."""
    care = noor.locator("my-care")
    expect(care.locator("[data-measures]")).to_contain_text(measure)
    answer = care.locator("form[data-answer-plan]")
    answer.locator("button[type=submit]").click()
    expect(answer.locator("[data-problem]")).to_contain_text("ja of nee")
    inspect(noor, "a plan lies before her")
    answer.locator("[name=approved][value=yes]").check()
    answer.locator("button[type=submit]").click()
    expect(care.locator("[data-state]")).to_contain_text("goed")


def hear(ada: Page, statement: str, inspect: Inspection) -> None:
    """Hear Van Dalen: his view is made on her device, and names nobody who reported."""
    ada.locator("desk-investigation button:visible").first.click()
    panel = ada.locator("desk-hearing")
    expect(panel.locator("[data-part=steps]")).to_be_visible()
    panel.locator("summary", has_text="weergave").click()
    panel.locator("[data-do=report]").click()
    cannot_be_reached(ada, panel, inspect)
    shown = panel.locator("form[data-form=shown]")
    expect(shown.locator("[data-part=list] li").first).to_be_visible()
    shown.locator("button[type=submit]").click()
    expect(shown.locator("[data-part=error]")).not_to_be_empty()
    inspect(ada, "a view with what may tell who somebody is")
    panel.locator("[data-do=all]").click()
    expect(panel.locator("#desk-view")).not_to_have_value(re.compile("3 mei"))
    shown.locator("button[type=submit]").click()
    people = panel.locator("[data-part=people]")
    expect(people.locator("li")).to_have_count(1)
    people.locator("textarea").fill(statement)
    people.locator("button").click()
    expect(people.locator("[data-part=days]")).to_contain_text("Gehoord")
    inspect(ada, "somebody was heard")


def cannot_be_reached(ada: Page, panel: Locator, inspect: Inspection) -> None:
    """Ada proposes to find without hearing him; she cannot agree herself, and takes it back."""
    panel.locator("[data-part=propose] summary").click()
    form = panel.locator("form[data-form=unheard-proposed]")
    form.locator("[name=text]").fill(a_text("Hij neemt niet op."))
    form.locator("button[type=submit]").click()
    decide = panel.locator("form[data-form=unheard]")
    expect(decide.locator("[data-part=mine]")).to_be_visible()
    inspect(ada, "a finding without a hearing is proposed")
    decide.locator("button[type=submit]").click()
    expect(decide).to_be_hidden()


def too_early(ada: Page, reasons: str) -> None:
    """Establish something before he was heard: the desk refuses, and keeps what was typed."""
    closing = ada.locator("desk-closing")
    closing.locator("details[data-part=tell] > summary").click()
    ada.locator("#desk-outcome").select_option("established")
    ada.locator("#desk-outcome-text").fill(reasons)
    closing.locator("form[data-form=tell] button[type=submit]").click()
    expect(closing.locator("form[data-form=tell] [data-part=error]")).to_contain_text("Hoor")
    expect(ada.locator("#desk-outcome-text")).to_have_value(reasons)
