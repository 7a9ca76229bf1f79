"""A promise by the director that nobody keeps, and a request that nobody answers.

*Noor* reports Van Dalen. *Smit*, director of the Kustdienst, promised her aloud that her belongings
in Lissabon would be kept safe. She writes it down, with the day, and sends it to him.

*Smit* finds it at his desk: the words, the day, and nothing of the case. He accepts and signs. Then
he does nothing.

Nine days go by. Nobody reports anything. *Noor* sees that the promise is overdue, on the record,
and that the commission was told. When Smit says at last that it was done, she says that it was not.

She is kept from her home, and asks for what cannot wait. *Mira*, *Sanne* and *Tarik* of the
commission can read it. Three days go by, and nobody decides: Noor sees that this counts as a no.
*Mira* opens the case, sees it too, and refuses on a ground. That it came too late stays on record.

*Ada*, who handles the report, sees states and days, and none of the words.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import at_desk, come_back, declare, open_case, report
from tests.later import later
from tools.service import Service

pytestmark = pytest.mark.xdist_group("service")

TEXT = "Van Dalen laat verbindingsmensen hun eigen huur dubbel declareren."
PROMISE = "Uw spullen in Lissabon worden veilig bewaard en u kunt ze ophalen."
NEED = "Ik mag mijn dienstwoning niet in en sta op straat."


def day(ahead: int) -> str:
    """A day, so many from today."""
    return (datetime.now(UTC) + timedelta(days=ahead)).date().isoformat()


def write_down(page: Page, text: str, *, owner: str, days: int) -> None:
    """Noor writes down what was promised, and sends it."""
    page.locator("[data-writing] > summary").click()
    form = page.locator("[data-promise-form]")
    form.locator("[name=kind]").select_option("belongings")
    form.locator("[name=text]").fill(text)
    form.locator("[name=said_by]").fill("Directeur Smit")
    form.locator("[name=promised_on]").fill(day(-30))
    form.locator("[name=owner]").select_option(label=label_of(form, owner))
    form.locator("[name=due_on]").fill(day(days))
    form.locator("button[type=submit]").click()
    expect(form.locator("[data-status]")).not_to_be_empty()
    expect(page.locator("[data-promises] article", has_text=text)).to_be_visible()


def label_of(form: Locator, owner: str) -> str:
    """The option that begins with this name."""
    options = form.locator("[name=owner] option").all_inner_texts()
    return next(one for one in options if one.startswith(owner))


def test_a_promise_runs_out_and_so_does_an_emergency(service: Service, arrive: Arrive) -> None:
    """law.md RET-02, RET-10: doing nothing becomes visible by itself."""
    noor = arrive()
    words = report(noor, TEXT, excluding=["Van Dalen"])
    page = come_back(noor, words)
    promised = page.locator("[data-promises] article")
    expect(page.locator("my-promises [data-none]")).to_be_visible()

    # Something is missing: a sentence says what, and nothing typed is lost.
    page.locator("[data-writing] > summary").click()
    page.locator("#promise-text").fill(PROMISE)
    page.locator("[data-promise-form] button[type=submit]").click()
    expect(page.locator("[data-promise-form] [data-problem]")).to_be_visible()
    expect(page.locator("#promise-text")).to_have_value(PROMISE)
    page.locator("[data-writing] > summary").click()
    write_down(page, PROMISE, owner="Smit", days=7)
    expect(promised.locator("[data-standing]")).to_have_text("Nog niet aanvaard")

    desk = at_desk(arrive(), service, "Smit")
    expect(desk.locator("desk-promised .notice")).to_be_visible()
    desk.locator("desk-promised a").click()
    kept = desk.locator("desk-commitments section", has_text=PROMISE)
    expect(kept).to_contain_text("Spullen")
    expect(desk.locator("main")).not_to_contain_text(TEXT)
    kept.locator("form[data-form=accept] button").click()
    expect(desk.locator("desk-commitments [data-part=said]")).to_contain_text("ondertekend")

    later(service, days=9)
    page = come_back(arrive(), words)
    promised = page.locator("[data-promises] article")
    expect(promised.locator("[data-standing]")).to_have_text("Te laat")
    expect(promised).to_contain_text("de integriteitscommissie heeft het vanzelf gehoord")

    kept = desk.locator("desk-commitments section", has_text=PROMISE)
    kept.locator("form[data-form=claim] textarea").fill("De spullen staan in een container.")
    kept.locator("form[data-form=claim] button").click()
    expect(desk.locator("desk-commitments [data-part=said]")).to_contain_text("Verstuurd")
    page = come_back(arrive(), words)
    promised = page.locator("[data-promises] article")
    expect(promised).to_contain_text("De spullen staan in een container.")
    promised.locator("[data-dispute] textarea").fill("Er is geen container. Niemand weet ervan.")
    promised.locator("[data-dispute] button").click()
    expect(promised.locator("[data-standing]")).to_have_text("Niet nagekomen")

    now = page.locator("[data-now-form]")
    expect(now.locator("[data-deciders]")).to_contain_text("Mira")
    now.locator("[name=kind]").select_option("home")
    now.locator("[name=text]").fill(NEED)
    now.locator("button[type=submit]").click()
    asked = page.locator("[data-emergencies] li")
    expect(asked).to_contain_text("moet uiterlijk op")

    later(service, days=3)
    page = come_back(arrive(), words)
    asked = page.locator("[data-emergencies] li")
    expect(asked).to_contain_text("Dat telt als een nee")

    mira = at_desk(arrive(), service, "Mira")
    rows = mira.locator("desk-inbox tbody th a")
    expect(rows.first).to_be_visible()
    rows.first.click()
    declare(mira)
    urgent = mira.locator("desk-promises section", has_text=NEED)
    expect(urgent).to_contain_text("dat telt als een weigering")
    urgent.locator("summary").click()
    urgent.locator("form[data-form=refuse] button").click()
    expect(urgent.locator("form[data-form=refuse] [data-part=error]")).not_to_be_empty()
    urgent.locator("[name=ground]").select_option("not_ours")
    urgent.locator("form[data-form=refuse] [name=text]").fill("De gemeente gaat hierover.")
    urgent.locator("form[data-form=refuse] button").click()
    expect(mira.locator("desk-promises [data-part=said]")).to_contain_text("Geweigerd")
    page = come_back(arrive(), words)
    asked = page.locator("[data-emergencies] li")
    expect(asked).to_contain_text("De gemeente gaat hierover.")
    expect(asked).to_contain_text("kwam te laat")

    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, TEXT)
    table = ada.locator("desk-promises tbody tr")
    expect(table).to_contain_text(re.compile("Spullen"))
    expect(table).to_contain_text("Niet nagekomen")
    expect(ada.locator("desk-promises")).not_to_contain_text(PROMISE)
    expect(ada.locator("desk-promises")).not_to_contain_text(NEED)
