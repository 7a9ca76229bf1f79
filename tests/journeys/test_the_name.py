"""The name: nobody opens it alone, whoever asks for it, and on whatever ground."""

import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import (
    acknowledge,
    at_desk,
    come_back,
    declare,
    nothing_owed,
    open_case,
    report,
)
from tests.journeys.test_advice_and_others import join_code, report_together
from tools.service import Service

pytestmark = pytest.mark.xdist_group("the-name")

#: What a week of waiting does, without waiting: the days of the newest override lie a week earlier.
DAYS_PASS = """
from datetime import timedelta
from hoeder.identities.models import Opening
one = Opening.objects.get(kind="override", authority_name="{court}")
for name in ("requested_on", "opens_on", "deferred_until"):
    if getattr(one, name) is not None:
        setattr(one, name, getattr(one, name) - timedelta(days={days}))
one.save()
"""


def days_pass(service: Service, court: str, days: int) -> None:
    """Set back the days of one override, and let the server do what is due."""
    service.manage("shell", "-c", DAYS_PASS.format(court=court, days=days))
    service.manage("tick")


def case_id(page: Page) -> str:
    """The id of the case whose page is open."""
    return page.url.rstrip("/").rpartition("/")[2].partition("#")[0]


def a_court() -> str:
    """A court that no other journey has heard of."""
    return f"Rechtbank {secrets.token_hex(4)}"


def announce(desk: Page, court: str, inspect: Inspection, *, later: str | None = None) -> None:
    """Fill every field of an override, and press."""
    panel = desk.locator("desk-identity")
    panel.locator("[data-part=override] summary").click()
    form = panel.locator("form[data-form=override]")
    form.locator("button[type=submit]").click()
    expect(form.locator("[role=alert]")).to_be_visible()
    form.locator("[name=ground]").select_option("proceedings")
    form.locator("[name=authority]").fill(court)
    form.locator("[name=basis]").fill("artikel 165 Rv")
    form.locator("[name=reasons]").fill("De rechtbank beveelt de naam te noemen.")
    if later is not None:
        form.locator("[name=later]").check()
        inspect(desk, "an override whose notice comes later", unfold="desk-identity")
        form.locator("[name=deferred_until]").fill(later)
        form.locator("[name=deferral]").fill("Een doorzoeking zou anders mislukken.")
    form.locator("[name=sure]").check()
    form.locator("button[type=submit]").click()
    expect(panel.locator("article.desk-opened")).to_have_count(1)


def at_shares(arrive: Arrive, service: Service, name: str) -> Page:
    """Unlock as a custodian and go to the place of the shares."""
    page = at_desk(arrive(), service, name)
    page.locator("a[data-route=custody]").click()
    expect(page.locator("desk-custody [data-part=tests]")).not_to_be_empty()
    return page


def alias(desk: Page) -> str:
    """The name under which this officer knows the reporter."""
    said = desk.locator("desk-identity [data-part=alias]")
    expect(said).to_have_text(re.compile(r"^U kent de melder als \w+( \d+)?\.$"))
    return said.inner_text()


def invite_jonas(ada: Page, service: Service) -> None:
    """Acknowledge, open the investigation room, and let Jonas in."""
    acknowledge(ada)
    nothing_owed(service)
    room = ada.locator("#investigation")
    room.locator("[data-do=open]").click()
    room.locator("[data-part=invite] summary").click()
    room.locator("label.choice", has_text="Jonas").click()
    room.locator("#desk-until").fill("2027-06-30")
    warned = room.locator("form[data-form=invite] [data-part=warning] input")
    if warned.is_visible():
        warned.check()
    room.locator("form[data-form=invite] button[type=submit]").click()
    expect(room.locator("table")).to_contain_text("Jonas")


def test_the_name_is_opened_for_omar_alone_by_her_yes_and_three_of_five(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Omar must know whom to protect.

    1. Noor, Bram and Yara report together, and each locks a name in a box. Ada knows Noor under one
       name, Jonas under another.
    2. Ada asks for Omar, to protect her; nobody whom Noor named is offered. No custodian sees a
       request yet.
    3. Noor reads why, and says yes.
    4. Ruth, Wim and Sanne approve; their browsers check what Noor signed.
    5. Omar promises secrecy, and sees her name under his own. Ada and Jonas see no name.
    6. Noor sees that Omar opened it. Bram's and Yara's pages show no request and nobody's name, and
       theirs are nowhere at Omar's desk.
    """
    text = f"Van Dalen scheldt medewerkers uit ({secrets.token_hex(4)})"
    why = f"Omar moet weten wie hij beschermt ({secrets.token_hex(4)})"
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"], own_name="Noor")
    code = join_code(noor, words)
    others = [
        report_together(arrive(), code, f"{name} zag het ook.", "co-reporter", own_name=name)
        for name in ("Bram", "Yara")
    ]
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    expect(ada.locator("[data-part=together]")).to_contain_text("Hoort bij zaak")
    invite_jonas(ada, service)
    jonas = at_desk(arrive(), service, "Jonas")
    jonas.locator(f"desk-inbox a[href$='{case_id(ada)}']").click()
    declare(jonas)
    assert alias(jonas) != alias(ada)

    ada.locator("desk-identity [data-part=ask] summary").click()
    form = ada.locator("desk-identity form[data-form=ask]")
    expect(form).not_to_contain_text("Van Dalen")
    form.locator("label.choice", has_text="Omar").click()
    form.locator("[name=purpose]").select_option("protection")
    form.locator("[name=reasons]").fill(why)
    form.locator("button[type=submit]").click()
    expect(ada.locator("article.desk-opened")).to_contain_text("wacht op de melder")
    ruth = at_shares(arrive, service, "Ruth")
    expect(ruth.locator("[data-part=requests]")).not_to_contain_text(why)

    mine = come_back(noor, words)
    asked = mine.locator("my-openings article", has_text=why)
    inspect(mine, "asked whether somebody may know her name", unfold="my-circle")
    asked.locator("[data-do=agree]").click()
    expect(asked.locator("[data-do=withdraw]")).to_be_visible()
    inspect(mine, "she said yes")

    for name in ("Ruth", "Wim", "Sanne"):
        custodian = at_shares(arrive, service, name)
        request = custodian.locator("[data-part=requests] article", has_text=why)
        expect(request).to_contain_text("Omar laten weten wie de melder is")
        if name == "Ruth":
            inspect(custodian, "a share that is asked for")
        request.get_by_role("button", name="Goedkeuren").click()
        expect(custodian.locator("desk-custody [data-part=done]")).to_contain_text("afgegeven")

    omar = at_desk(arrive(), service, "Omar")
    omar.locator("a[data-route=openings]").click()
    opening = omar.locator("article.desk-opened", has_text=why)
    inspect(omar, "a name, before secrecy was promised")
    opening.locator("[name=promised]").check()
    opening.get_by_role("button", name="Ondertekenen").click()
    shown = opening.locator(".desk-shown")
    expect(shown.locator("[data-part=name]")).to_have_text("Noor")
    expect(shown.locator("[data-part=mark]")).to_contain_text("getoond aan Omar")
    inspect(omar, "a name that is shown")
    for desk in (ada, jonas):
        expect(desk.locator("#identity")).not_to_contain_text("Noor")
    for name in ("Bram", "Yara"):
        expect(omar.locator("main")).not_to_contain_text(name)

    mine = come_back(noor, words)
    # Her form to add somebody offers every officer: what counts is the list.
    expect(mine.locator("my-circle [data-rows]")).to_contain_text("Omar")
    for theirs in others:
        page = come_back(arrive(), theirs)
        expect(page.locator("my-openings article:visible")).to_have_count(0)
        expect(page.locator("main")).not_to_contain_text("Noor")
        expect(page.locator("my-circle [data-no-rows]")).to_be_visible()
        expect(page.locator("my-circle [data-rows]")).to_be_empty()


def test_smit_asks_for_the_name_and_there_is_no_such_request(
    service: Service, arrive: Arrive
) -> None:
    """Smit, the director, wants to know who reported.

    1. Ada, who holds the case, sees an alias where a name could be.
    2. Smit's desk has no place for shares or openings.
    3. Whatever he sends by hand is answered as if the case did not exist.
    """
    text = f"De directeur beloofde bescherming ({secrets.token_hex(4)})"
    report(arrive(), text, excluding=["Hoofd Buitenposten"])
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    assert alias(ada)
    case = case_id(ada)

    smit = at_desk(arrive(), service, "Smit")
    expect(smit.locator("a[data-route=custody]")).to_be_hidden()
    expect(smit.locator("a[data-route=openings]")).to_be_hidden()
    answers = smit.evaluate(
        """async (id) => {
          const { csrf } = await (await fetch("/api/desk/me")).json();
          const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
          const paths = ["openings", "overrides", "circle"];
          const sent = paths.map((one) => fetch(`/api/desk/cases/${id}/${one}`,
            { method: "POST", headers, body: "{}" }));
          const asked = ["openings", "circle"].map((one) => fetch(`/api/desk/cases/${id}/${one}`));
          return (await Promise.all([...sent, ...asked])).map((one) => one.status);
        }""",
        case,
    )
    assert set(answers[3:]) == {404}
    assert set(answers) <= {404, 422}


def test_an_override_waits_and_opens_to_the_authority_alone(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """A court demands the name.

    1. Ada may not leave a field empty. She announces the override with written reasons.
    2. Ruth's browser has tested her share. She reads the reasons; she cannot approve yet.
    3. After a week Ruth, Wim, Sanne and Tarik approve. Three are not enough.
    4. The external authority promises secrecy and sees her name, under its own, until it hides it
       again. Ada's page shows that it is open, and no name.
    """
    text = f"De bonnen kloppen niet ({secrets.token_hex(4)})"
    report(arrive(), text, excluding=["Hoofd Buitenposten"], own_name="Noor")
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    court = a_court()
    announce(ada, court, inspect)
    expect(ada.locator("article.desk-opened")).to_contain_text("de wachttijd loopt")

    ruth = at_shares(arrive, service, "Ruth")
    waiting = ruth.locator("[data-part=requests] article", has_text=court)
    expect(waiting).to_contain_text("De rechtbank beveelt de naam te noemen.")
    expect(waiting.get_by_role("button", name="Goedkeuren")).to_be_hidden()
    inspect(ruth, "a share that cannot be released yet")

    days_pass(service, court, 7)
    for name in ("Ruth", "Wim", "Sanne", "Tarik"):
        expect(ada.locator("article.desk-opened")).not_to_contain_text("open voor één persoon")
        custodian = at_shares(arrive, service, name)
        ripe = custodian.locator("[data-part=requests] article", has_text=court)
        ripe.get_by_role("button", name="Goedkeuren").click()
        expect(custodian.locator("desk-custody [data-part=done]")).to_contain_text("afgegeven")
        expect(ripe).to_have_count(0)

    authority = at_desk(arrive(), service, "Externe autoriteit")
    authority.locator("a[data-route=openings]").click()
    opening = authority.locator("article.desk-opened", has_text=court)
    opening.get_by_role("button", name="Ondertekenen").click()
    expect(opening.locator("[role=alert]")).to_contain_text("vinkje")
    opening.locator("[name=promised]").check()
    opening.get_by_role("button", name="Ondertekenen").click()
    shown = opening.locator(".desk-shown")
    expect(shown.locator("h4")).to_be_focused()
    expect(shown.locator("[data-part=name]")).to_have_text("Noor")
    expect(shown.locator("[data-part=mark]")).to_contain_text("Externe autoriteit")
    expect(shown).to_contain_text("Binnen 15 minuten")
    shown.get_by_role("button", name="Nu verbergen").click()
    expect(opening.locator(".desk-shown")).to_have_count(0)
    case = case_id(ada)
    ada.get_by_role("link", name="Postvak", exact=True).click()
    ada.locator(f"desk-inbox a[href$='{case}']").click()
    expect(ada.locator("article.desk-opened")).to_contain_text("open voor één persoon")
    assert "Noor" not in ada.locator("main").inner_text()


def test_notice_of_an_override_can_come_later_and_comes_by_itself(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Telling the reporter now would spoil a search.

    1. Ada puts the notice off for ten days, with reasons to the custodians and the commission.
    2. Mira of the commission reads at once that it is put off, until when, and why.
    3. Noor sees nothing of it until the day; then she reads it without anybody having done a thing.
    """
    text = f"Er wordt een doorzoeking voorbereid ({secrets.token_hex(4)})"
    noor = arrive()
    words = report(noor, text, excluding=["Hoofd Buitenposten"], own_name="Noor")
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    court = a_court()
    later = (datetime.now(UTC) + timedelta(days=10)).date()
    announce(ada, court, inspect, later=later.isoformat())
    expect(ada.locator("article.desk-opened")).to_contain_text("de melder hoort het later")

    mira = at_desk(arrive(), service, "Mira")
    mira.locator("a[data-route=openings]").click()
    told = mira.locator("article.desk-opened", has_text=court)
    expect(told).to_contain_text("Een doorzoeking zou anders mislukken.")
    expect(told).to_contain_text(f"De melder hoort het op {later.day} ")
    inspect(mira, "openings, before the commission")

    mine = come_back(noor, words)
    expect(mine.locator("[data-talk]")).to_contain_text(text)
    expect(mine.locator("my-openings")).to_be_hidden()
    days_pass(service, court, 10)
    mine = come_back(noor, words)
    notice = mine.locator("my-openings [data-openings]")
    expect(notice).to_contain_text(court)
    expect(notice).to_contain_text("De rechtbank beveelt de naam te noemen.")
    inspect(mine, "told of an override")
