"""The story that Hoeder must change, with Hoeder.

*Noor*, *Bram* and *Yara* report *Van Dalen*, head of Buitenposten, together: each with words of
their own, and none sees the report of another. *Ada* learns that the three belong together.

*Smit*, director of the Kustdienst, promised Noor aloud that she may fetch her belongings. She
writes it down; he finds the words and the day at his desk, and nothing of the case. He accepts and
signs. Then he does nothing.

*Kuiper*, the deputy, makes known who reported. Noor raises the alarm in one press: access is
frozen, everybody who could know is asked to account, *Mira* of the commission takes measures and
closes the incident. Noor puts Kuiper in her circle.

She is kept from Lissabon, her post, and from her belongings. She writes both in her file, and asks
for what cannot wait. Two days go by, and nobody decides: that counts as a no. Two more days, and
the promise is overdue. Nobody reports any of it.

Mira's board shows it on the day, and it came to the commission by itself. When Smit says at last
that it was done, Noor says that it was not. Mira reads what Noor's browser gives her and decides
what was asked: too late, which stays on record. She finds on protection and on care apart, and
recommends, with an owner and a date. Noor reads why, and takes her file along for a lawyer.
"""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.caring import accept, ask_now, at_case, claim, day, label_of, write_down
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.people import acknowledge, at_desk, come_back, declare, open_case, report
from tests.journeys.test_advice_and_others import join_code, report_together
from tests.journeys.test_my_file import fold, opened, record
from tests.journeys.test_the_alarm import (
    hand_over,
    note,
    open_newest,
    raise_alarm,
    tell_commission,
)
from tests.journeys.test_the_commission import find, go, newest, recommend
from tests.journeys.test_the_name import case_id
from tests.later import later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("the-story")


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: days pass, and a deadline with them."""
    return own_service


def a_text(about: str) -> str:
    """Words that no other journey has written."""
    return f"{about} ({secrets.token_hex(4)})"


def test_doing_nothing_becomes_visible_by_itself(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md RET-02, RET-10, EXT-06: each failure is on record on its day, and seen from above."""
    text = a_text("Van Dalen scheldt medewerkers uit.")
    promise = a_text("U kunt uw spullen in Lissabon ophalen.")
    post, things = a_text("Ik mag niet terug naar mijn post."), a_text("Mijn spullen staan daar.")
    visitor = arrive()
    words, ada = they_report_together(service, arrive, visitor, text)

    noor = opened(come_back(visitor, words))
    write_what_was_promised(noor, promise, inspect)
    smit = at_desk(arrive(), service, "Smit")
    expect(smit.locator("desk-promised .notice")).to_be_visible()
    kept = accept(smit, promise)
    expect(kept).to_contain_text("Spullen")
    expect(smit.locator("main")).not_to_contain_text(text)

    out = a_text("Kuiper noemde op de gang mijn naam.")
    raise_alarm(noor)
    expect(noor.locator("[data-frozen]")).to_be_visible()
    inspect(noor, "the alarm was raised")
    expect(noor.locator("name-out [data-commission]")).not_to_contain_text("Ada")
    tell_commission(noor, out)
    kuiper_knows(noor)
    ada_case = case_id(ada)
    account = ada_accounts(ada, inspect)
    mira = at_desk(arrive(), service, "Mira")
    incident = mira_takes_measures(mira, inspect, out=out, text=text, account=account)
    noor.locator("name-out [data-look]").click()
    who_could_have_known(noor, text)
    note(mira, "close")
    nothing_for_van_dalen(arrive, service, incident)

    write_down_what_was_done(noor, post, things)
    ask_now(noor, "return", post)
    ask_now(noor, "belongings", things)
    inspect(noor, "her promises, emergencies and file")

    go(mira, "board")
    before = overdue(mira)
    later(service, hours=49)
    go(mira, "board")
    at_49_hours = overdue(mira)
    assert at_49_hours["noodgeval"] == before["noodgeval"] + 2
    assert at_49_hours["toezegging"] == before["toezegging"]
    later(service, days=4)
    go(mira, "board")
    assert overdue(mira)["toezegging"] == before["toezegging"] + 1

    claim(smit, promise, "De spullen staan in een container.")
    noor = come_back(arrive(), words)
    she_disputes(noor, inspect)
    noor.locator("#commission-text").fill(a_text("Niemand deed iets."))
    noor.locator("form[data-hand] [name=whole]").check()
    noor.locator("form[data-hand] button[type=submit]").click()
    expect(noor.locator("name-out [data-talk]")).to_contain_text("U droeg het gesprek over")

    go(mira, "escalations")
    case = newest(mira)
    mira_reviews(mira, case)
    mira_decides(mira, text, post=post, things=things, inspect=inspect)
    asked = a_text("Antwoord de melder, en zeg wie de spullen brengt.")
    care = mira_finds(mira, case, asked, inspect)

    noor = opened(come_back(arrive(), words))
    she_reads(noor, care=care, asked=asked, inspect=inspect)
    she_takes_it_along(noor, post, things)

    at_case(ada, ada_case)
    table = ada.locator("desk-promises tbody")
    expect(table.locator("tr")).to_have_count(2)
    expect(table).to_contain_text("Niet nagekomen")
    for told in (promise, post, things):
        expect(ada.locator("desk-promises")).not_to_contain_text(told)
    inspect(ada, "promises and care of a case that others look after")
    ada_follows_up(ada, asked)
    mira_follows_up(mira, case)


def they_report_together(
    service: Service, arrive: Arrive, visitor: Visitor, text: str
) -> tuple[str, Page]:
    """Three reports that belong together; give Noor's words, and Ada at Noor's case."""
    words = report(visitor, text, excluding=["Hoofd Buitenposten"])
    code = join_code(visitor, words)
    others = {
        "co-reporter": a_text("De tweede zag het ook."),
        "connected person": a_text("De derde zag het ook."),
    }
    for standing, other in others.items():
        one = arrive()
        own = report_together(one, code, other, standing)
        assert own != words
        page = come_back(one, own)
        expect(page.locator("my-report [data-talk] .talk__item")).to_have_count(1)
        expect(page.locator("my-report [data-talk]")).to_contain_text(other)
        expect(page.locator("main")).not_to_contain_text(text)
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, others["connected person"])
    expect(ada.locator("#report [data-part=standing]")).to_contain_text("benadeeld")
    ada.locator("a[data-route=inbox]").first.click()
    open_case(ada, text)
    expect(ada.locator("[data-part=together]")).to_contain_text(
        re.compile(r"Hoort bij zaak \d+ en \d+")
    )
    acknowledge(ada)
    return words, ada


def write_what_was_promised(noor: Page, promise: str, inspect: Inspection) -> None:
    """What is missing is said, and nothing that she typed is lost."""
    expect(noor.locator("my-report [data-talk] .talk__item")).to_have_count(2)
    expect(noor.locator("my-promises [data-none]")).to_be_visible()
    noor.locator("[data-writing] > summary").click()
    noor.locator("#promise-text").fill(promise)
    noor.locator("[data-promise-form] button[type=submit]").click()
    expect(noor.locator("[data-promise-form] [data-problem]")).to_be_visible()
    expect(noor.locator("#promise-text")).to_have_value(promise)
    inspect(noor, "a promise, something is missing")
    noor.locator("[data-writing] > summary").click()
    write_down(noor, promise, owner="Smit", days=3)
    standing = noor.locator("[data-promises] article [data-standing]")
    expect(standing).to_have_text("Nog niet aanvaard")


def kuiper_knows(noor: Page) -> None:
    """She says who knows who she is, and how."""
    circle = noor.locator("my-circle")
    circle.locator("summary").click()
    knower = circle.locator("select[name=knower]")
    options = knower.locator("option").all_inner_texts()
    knower.select_option(label=next(one for one in options if "Kuiper" in one))
    circle.locator("select[name=how]").select_option("told_by_somebody")
    circle.locator("input[name=since]").fill(day(0))
    circle.locator("form button[type=submit]").click()
    expect(circle.locator("[data-rows]")).to_contain_text("Kuiper")


def ada_accounts(ada: Page, inspect: Inspection) -> str:
    """Ada can let nobody in any more, the page says why; asked to account, she does."""
    hand_over(ada, "Ruth")
    expect(ada.locator("form[data-form=handover] [role=alert]")).to_contain_text("sloeg alarm")
    ada.locator("a[data-route=inbox]").first.click()
    ada.locator("desk-asked a").click()
    expect(ada.locator("main h1")).to_be_focused()
    account = a_text("Ik heb met niemand over deze zaak gesproken.")
    form = ada.locator("desk-accounts form:visible").last
    inspect(ada, "asked to account")
    form.locator("textarea").fill(account)
    form.locator("button[type=submit]").click()
    expect(ada.locator("desk-accounts [data-part=given]").last).to_contain_text("Verzonden")
    return account


def mira_takes_measures(
    mira: Page, inspect: Inspection, *, out: str, text: str, account: str
) -> str:
    """Mira sees the incident without content; in Noor's room she reads what Noor told, no more.

    While something is due, the incident cannot be closed.
    """
    open_newest(mira)
    expect(mira.locator("main")).not_to_contain_text(out)
    expect(mira.locator("main")).to_contain_text(account)
    incident = mira.url
    mira.locator("form[data-form=close] button[type=submit]").click()
    expect(mira.locator("form[data-form=close] [role=alert]")).to_be_visible()
    inspect(mira, "incident that cannot be closed yet")
    mira.locator("[data-part=case-link] a").click()
    declare(mira)
    expect(mira.locator("#commission")).to_contain_text(out)
    expect(mira.locator("main")).not_to_contain_text(text)
    expect(mira.locator("#report")).to_be_hidden()
    open_newest(mira)
    assert mira.url == incident
    note(mira, "measures")
    mira.locator("input[name=decision][value=made]").check()
    note(mira, "notification")
    return incident


def who_could_have_known(noor: Page, text: str) -> None:
    """Her own device counts who had what came out; the commission had nothing of it."""
    knew = noor.locator("who-knew")
    knew.locator("summary").click()
    knew.locator("[data-facts] label", has_text=text[:20]).click()
    knew.locator("button[type=submit]").click()
    expect(noor.locator("[data-number]")).to_be_focused()
    expect(noor.locator("[data-candidates]")).to_contain_text("Ada")
    expect(noor.locator("[data-candidates]")).not_to_contain_text("Mira")


def nothing_for_van_dalen(arrive: Arrive, service: Service, incident: str) -> None:
    """Van Dalen, a reader of the same channel, has no case, no incident, nothing to account for."""
    page = at_desk(arrive(), service, "Van Dalen")
    expect(page.locator("a[data-route=incidents]")).to_be_hidden()
    expect(page.locator("desk-asked a")).to_have_count(0)
    page.evaluate("path => history.pushState(null, '', path)", incident)
    page.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.locator("main h1")).to_contain_text("bestaat niet")


def write_down_what_was_done(noor: Page, *done: str) -> None:
    """Two entries in her file, each with who decided it."""
    for what in done:
        form = fold(noor, "entry")
        form.locator("[name=what]").fill(what)
        form.locator("[name=form]").select_option("denied_return_or_property")
        form.locator("[name=actor]").select_option("manager")
        form.locator("[name=when-day]").fill(day(0))
        form.locator("[type=submit]").click()
        expect(record(noor, what)).to_be_visible()


def overdue(mira: Page) -> dict[str, int]:
    """What the board counts for the Kustdienst, by the names of its columns."""
    row = mira.locator("desk-board tbody tr", has_text="Kustdienst")
    expect(row).to_be_visible()
    names = mira.locator("desk-board thead th").all_inner_texts()
    cells = [cell.strip() for cell in row.locator("th, td").all_inner_texts()]
    return {
        name.strip(): int(cell) for name, cell in zip(names, cells, strict=True) if cell.isdigit()
    }


def she_disputes(noor: Page, inspect: Inspection) -> None:
    """Her page says what was missed; she has the last word on what was done."""
    for kept in noor.locator("[data-emergencies] li").all():
        expect(kept).to_contain_text("Dat telt als een nee")
    promised = noor.locator("[data-promises] article")
    expect(promised).to_contain_text("De spullen staan in een container.")
    inspect(noor, "a promise that was said to be kept, and two requests in silence")
    promised.locator("[data-dispute] textarea").fill("Er is geen container. Niemand weet ervan.")
    promised.locator("[data-dispute] button").click()
    expect(promised.locator("[data-standing]")).to_have_text("Niet nagekomen")
    came = noor.locator("[data-escalations] li")
    expect(came.filter(has_text="niet op tijd")).to_have_count(3)


def mira_reviews(mira: Page, case: str) -> None:
    """Mira opens a review, and from there the case that Noor let her into."""
    mira.locator("desk-escalations article", has_text=case).first.locator(
        "[data-do=review]"
    ).click()
    expect(mira.locator("[data-part=room-there]")).to_be_visible()
    mira.locator("[data-part=room-there] a").click()


def mira_decides(mira: Page, text: str, *, post: str, things: str, inspect: Inspection) -> None:
    """Mira reads what was handed over, and decides both requests. It is too late, and stays so."""
    expect(mira.locator("#commission")).to_contain_text(text)
    urgent = mira.locator("desk-promises section", has_text=post)
    expect(urgent).to_contain_text("dat telt als een weigering")
    urgent.locator("summary").click()
    urgent.locator("form[data-form=refuse] button").click()
    expect(urgent.locator("form[data-form=refuse] [data-part=error]")).not_to_be_empty()
    inspect(
        mira,
        "two requests that cannot wait, at the desk of the commission",
        unfold="desk-promises",
    )
    urgent.locator("[name=ground]").select_option("other_measure")
    urgent.locator("form[data-form=refuse] [name=text]").fill("Een post in Accra staat open.")
    urgent.locator("form[data-form=refuse] button").click()
    expect(mira.locator("desk-promises [data-part=said]")).to_contain_text("Geweigerd")
    form = mira.locator("desk-promises section", has_text=things).locator("form[data-form=grant]")
    form.locator("[name=text]").fill("Lotte laat de spullen brengen.")
    form.locator("[name=owner]").select_option(label=label_of(form, "Lotte"))
    form.locator("[name=due_on]").fill(day(10))
    form.locator("button").click()
    expect(mira.locator("desk-promises [data-part=said]")).to_contain_text("Toegewezen")


def mira_finds(mira: Page, case: str, asked: str, inspect: Inspection) -> str:
    """She finds on protection and on care apart, recommends, and puts a breach in the register."""
    go(mira, "escalations")
    mira.locator("desk-escalations tbody tr", has_text=case).first.locator("a").click()
    find(mira, "protection", "established", a_text("Haar naam is bekend gemaakt."))
    care = a_text("Wat was toegezegd, deed niemand.")
    find(mira, "care", "partly", care)
    mira.locator("form[data-form=heard] button[value=body]").click()
    expect(mira.locator("[data-part=done]")).to_contain_text("gehoord")
    recommend(mira, asked)
    breach = mira.locator("form[data-form=breach]")
    breach.locator("[name=kind]").select_option("retaliation")
    breach.locator("[name=day]").fill(day(-1))
    breach.locator("textarea").fill("Het register bewijst het.")
    breach.locator("button[type=submit]").click()
    noted = mira.locator("[data-part=breaches] li", has_text="benadel")
    expect(noted).to_contain_text("te beslissen")
    inspect(mira, "a review with findings")
    mira.locator("form[data-form=close] button[type=submit]").click()
    expect(mira.locator("form[data-form=close]")).to_be_hidden()
    return care


def she_reads(noor: Page, *, care: str, asked: str, inspect: Inspection) -> None:
    """What was decided, that it came too late, what was found, and what is recommended."""
    requests = noor.locator("[data-emergencies] li")
    expect(requests.filter(has_text="Een post in Accra staat open.")).to_contain_text(
        "kwam te laat"
    )
    expect(requests.filter(has_text="Toegewezen op")).to_contain_text("kwam te laat")
    promised = noor.locator("[data-promises] article")
    expect(promised.filter(has_text="Lotte laat de spullen brengen.")).to_be_visible()
    expect(noor.locator("[data-found=protection]")).to_have_text("schoot tekort")
    expect(noor.locator("[data-found=care]")).to_have_text("schoot deels tekort")
    expect(noor.locator("[data-why=care]")).to_have_text(care)
    expect(noor.locator("[data-recommendations]")).to_contain_text(asked)
    expect(noor.locator("form[data-raise]")).to_be_visible()
    inspect(noor, "what the commission found")


def she_takes_it_along(noor: Page, *done: str) -> None:
    """One page for her lawyer, that opens without the service."""
    with noor.expect_download() as download:
        noor.locator("[data-save=all]").click()
    saved = download.value.path().read_text(encoding="utf-8")
    assert [what in saved for what in done] == [True, True]


def ada_follows_up(ada: Page, asked: str) -> None:
    """Ada sees what is asked of her and nothing more, and says that it is done."""
    go(ada, "recommendations")
    expect(ada.locator("main")).not_to_contain_text(asked)
    ada.locator("[data-part=owned] [data-do=done]").first.click()
    expect(ada.locator("[data-part=owned] li").first).to_contain_text("U zei op")


def mira_follows_up(mira: Page, case: str) -> None:
    """Mira decides upon the breach, looks at what was done, and agrees."""
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
