"""The law's dates do not wait for a plan that nobody makes: the handler goes on, and says why."""

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import Inspection
from tests.journeys.caring import at_case
from tests.journeys.conftest import Arrive
from tests.journeys.people import acknowledge, at_desk, come_back, open_case, report
from tests.journeys.test_the_name import case_id
from tests.later import serve_later
from tools.service import Service

#: Longer than she has to choose who protects her.
DAYS = 40


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: weeks pass."""
    return own_service


def test_ada_goes_on_without_a_plan_and_noor_reads_why(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """law.md RET-01: what waits for her holds nothing up for ever, and is owed to her as before.

    1. Noor reports, and does not come back. Ada acknowledges; the desk says that the case waits.
    2. Weeks later Ada goes on. Without reasons nothing is sent, and the desk says so.
    3. Noor comes back. She reads Ada's reasons, and can still choose who protects her.
    """
    text = "De keuringen van de boten zijn vervalst."
    words = report(arrive(), text)
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, text)
    acknowledge(ada)
    expect(ada.locator("desk-care [data-part=holds]")).to_be_visible()
    expect(ada.locator("desk-care [data-part=without]")).to_be_hidden()
    case = case_id(ada)

    serve_later(service, days=DAYS)
    ada = at_case(at_desk(arrive(), service, "Ada"), case)
    part = ada.locator("desk-care [data-part=without]")
    part.locator("summary").click()
    part.locator("button[type=submit]").click()
    expect(part.locator("[role=alert]")).to_be_visible()
    inspect(ada, "going on without a plan, no reasons yet")
    part.locator("[name=text]").fill("Wij horen u graag; intussen onderzoeken wij verder.")
    part.locator("button[type=submit]").click()
    expect(part).to_be_hidden()
    expect(ada.locator("desk-care [data-part=settled]")).to_be_visible()

    noor = come_back(arrive(), words)
    expect(noor.locator("my-report [data-talk]")).to_contain_text("intussen onderzoeken wij")
    expect(noor.locator("my-care [data-protectors]")).to_contain_text("Omar")
