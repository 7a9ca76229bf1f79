"""The name as the reporter sees it: in a box, asked for, given to one person, taken back."""

import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, continue_, open_case, report, words_of
from tools.service import Service

pytestmark = pytest.mark.xdist_group("a-name-of-her-own")


def a_text(about: str) -> str:
    """A report that no other journey has written."""
    return f"{about} ({secrets.token_hex(4)})"


def to_the_name(page: Page, text: str) -> None:
    """From the first step of the report to the question about the name."""
    for _ in range(2):
        continue_(page)
    page.locator("#text").fill(text)
    for _ in range(4):
        continue_(page)
    expect(page.locator("form[data-step=name] h1")).to_be_focused()


def ask(desk: Page, person: str, reasons: str) -> None:
    """Ask the reporter that this person may know who she is."""
    panel = desk.locator("desk-identity")
    panel.locator("[data-part=ask] summary").click()
    form = panel.locator("form[data-form=ask]")
    form.locator("[data-part=choices] label", has_text=person).click()
    form.locator("[name=purpose]").select_option("protection")
    until = (datetime.now(UTC) + timedelta(days=30)).date()
    form.locator("[name=not_after]").fill(until.isoformat())
    form.locator("[name=reasons]").fill(reasons)
    form.locator("button[type=submit]").click()
    expect(panel.locator("article.desk-opened")).to_have_count(1)


def test_the_three_choices_and_what_they_need(arrive: Arrive) -> None:
    """Noor looks at the three choices before she decides.

    1. The page names who keeps the parts of the key, and the outside authority.
    2. She chooses the box and forgets her name: the page says so, in its place, and loses nothing.
    3. She stays anonymous after all: the fields go away, and the check says what she chose.
    """
    page = arrive(width=320).visit("/nl/kustdienst/report/")
    to_the_name(page, a_text("De lijsten kloppen niet."))
    keepers = page.locator("form[data-step=name] [data-keepers]")
    for name in ("Ruth", "Wim", "Sanne", "Tarik", "Eva"):
        expect(keepers).to_contain_text(name)
    expect(page.locator("form[data-step=name] [data-authority]")).to_contain_text(
        "Externe autoriteit"
    )
    page.locator("input[name=known][value=sealed]").check()
    continue_(page)
    expect(page.locator("[data-error=name]")).to_be_focused()
    page.locator("[data-error=name] a").click()
    expect(page.locator("#own-name")).to_be_focused()
    page.locator("#own-name").fill("N" * 121)
    continue_(page)
    expect(page.locator("[data-field-error=name]")).to_contain_text("120")
    expect(page.locator("#own-name")).to_have_value("N" * 121)
    page.locator("input[name=known][value=anonymous]").check()
    expect(page.locator("#own-name")).to_be_hidden()
    continue_(page)
    expect(page.locator("form[data-step=check] [data-naming]")).to_have_text("U blijft anoniem")
    expect(page.locator("form[data-step=check] [data-keepers] li")).to_have_count(5)


def test_who_leaves_out_too_many_reports_without_a_box(arrive: Arrive, inspect: Inspection) -> None:
    """Noor trusts nobody of the commission.

    1. She leaves out Sanne, Tarik and Mira: the page says plainly that there is no box.
    2. She reports all the same. The page of her report offers a box, and asks anew who keeps no
       part of the key. With the same three left out there are too few: the page says so, and keeps
       her ticks.
    3. She takes one tick away; the box is there, and those whom she left out keep no part.
    """
    noor = arrive()
    page = noor.visit("/nl/kustdienst/report/")
    continue_(page)
    for name in ("Sanne", "Tarik", "Mira", "Hoofd Buitenposten"):
        page.locator("exclude-readers label.choice", has_text=re.compile(f"^{name}")).first.click()
    continue_(page)
    page.locator("#text").fill(a_text("Niemand luistert."))
    for _ in range(4):
        continue_(page)
    expect(page.locator("[data-custody=few]")).to_be_visible()
    inspect(page, "name, too few custodians")
    expect(page.locator("input[name=known]").first).to_be_hidden()
    continue_(page)
    expect(page.locator("form[data-step=check] [data-naming]")).to_have_text("U blijft anoniem")
    continue_(page)
    mine = come_back(arrive(), words_of(page))

    make = mine.locator("my-name")
    for name in ("Sanne", "Tarik", "Mira"):
        make.locator("[data-leave-out] label", has_text=re.compile(f"^{name}")).click()
    make.locator("form button[type=submit]").click()
    expect(make.locator("form [data-problem]")).to_contain_text("Haal een vinkje weg")
    inspect(mine, "a box of her own, too few custodians")
    make.locator("[data-leave-out] label", has_text=re.compile("^Tarik")).click()
    make.locator("form button[type=submit]").click()
    kept = make.locator("[data-keepers]")
    expect(kept.locator("li")).to_have_count(4)
    for name in ("Sanne", "Mira"):
        expect(kept).not_to_contain_text(name)


def test_noor_gives_her_name_to_one_person_and_takes_it_back(
    service: Service, arrive: Arrive
) -> None:
    """Noor's name is asked for, given to Ada only, and taken back.

    1. Noor reports and locks her name in the box. Her page shows who keeps the shares.
    2. Ada asks to know who she is, to protect her, and writes why.
    3. Noor reads who asks, what for, until when and why. She says yes. Ruth, Wim and Sanne help.
    4. Ada promises secrecy and sees the name. Noor sees Ada in the circle, her promise, the name
       under which Ada knows her, and what Ada fetched.
    5. Noor takes her yes back in one press. Ada is handed out nothing any more.
    6. Noor says that she told the director in May, and it stands in the circle.
    """
    text, name = a_text("De keuringen zijn vervalst."), f"Noor {secrets.token_hex(3)}"
    words = report(arrive(), text, excluding=["Hoofd Buitenposten"], own_name=name)
    mine = come_back(arrive(), words)
    for keeper in ("Ruth", "Wim", "Sanne", "Tarik", "Eva"):
        expect(mine.locator("my-name [data-keepers]")).to_contain_text(keeper)
    expect(mine.locator("my-openings")).to_be_hidden()

    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    reasons = a_text("Ik wil u beschermen tegen uw chef.")
    ask(ada, "Ada", reasons)

    mine = come_back(arrive(), words)
    request = mine.locator("my-openings article")
    expect(request).to_contain_text("Ada")
    expect(request).to_contain_text("Om u te beschermen tegen benadeling")
    expect(request).to_contain_text(reasons)
    request.locator("[data-do=agree]").click()
    expect(request.locator("[data-state]")).to_contain_text("U hebt ja gezegd")
    expect(request.locator("h3")).to_be_focused()

    for keeper in ("Ruth", "Wim", "Sanne"):
        custodian = at_desk(arrive(), service, keeper)
        custodian.locator("a[data-route=custody]").click()
        waiting = custodian.locator("[data-part=requests] article", has_text=reasons)
        waiting.get_by_role("button", name="Goedkeuren").click()
        expect(waiting).to_have_count(0)

    ada = at_desk(arrive(), service, "Ada")
    ada.locator("a[data-route=openings]").click()
    opening = ada.locator("article.desk-opened", has_text=reasons)
    opening.locator("[name=promised]").check()
    opening.get_by_role("button", name="Ondertekenen").click()
    expect(opening.locator(".desk-shown [data-part=name]")).to_have_text(name)

    mine = come_back(arrive(), words)
    circle = mine.locator("my-circle")
    expect(circle.locator("[data-rows]")).to_contain_text(
        "Ada – uw kluis is voor deze persoon geopend"
    )
    expect(circle.locator("[data-pledges]")).to_contain_text("Ada beloofde")
    expect(circle.locator("[data-aliases] li").first).to_contain_text("kent u als")
    expect(circle.locator("[data-fetches]")).to_contain_text("uw kluis op")
    request = mine.locator("my-openings article")
    expect(request.locator("[data-state]")).to_contain_text("kan uw naam zien")
    request.locator("[data-do=withdraw]").click()
    expect(request.locator("[data-state]")).to_contain_text("U hebt uw ja ingetrokken")
    expect(request.locator("[data-do=withdraw]")).to_be_hidden()

    circle.locator("summary").click()
    circle.locator("form button[type=submit]").click()
    expect(circle.locator("form [data-problem]")).to_contain_text("Kies wie het weet")
    circle.locator("select[name=knower]").select_option(label="Directeur Kustdienst, Smit")
    circle.locator("input[name=since]").fill("2026-05-12")
    circle.locator("form button[type=submit]").click()
    expect(circle.locator("[data-rows]")).to_contain_text(
        "Smit – u hebt het verteld, sinds 12 mei 2026"
    )

    ada.locator("a[data-route=inbox]").first.click()
    ada.locator("a[data-route=openings]").click()
    expect(ada.locator("article.desk-opened", has_text=reasons)).not_to_contain_text(name)
