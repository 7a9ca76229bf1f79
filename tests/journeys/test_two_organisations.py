"""Where two organisations share a service, whoever comes back says first where she reported."""

import pytest
from playwright.sync_api import expect

from demo.filling import publish
from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive
from tests.journeys.people import report
from tests.journeys.test_the_witnesses import run
from tools.service import Service


@pytest.fixture(scope="module")
def service(own_service: Service) -> Service:
    """A service of its own: a second organisation changes the addresses of pages."""
    return own_service


def test_whoever_comes_back_says_where_she_reported(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Noor reported at the ministry; a province shares the service since.

    1. The province makes a root key and its directory, as docs/operations.md says. The page for
       those who come back asks which of the two it was.
    2. Noor chooses the ministry, and her nine words open her report.
    """
    text = "De keuringen van de boten zijn vervalst."
    words = report(arrive(), text)
    key = service.data_dir / "province.key"
    root = run("hoeder_root", "new", "--key", str(key), "--no-passphrase").strip()
    names = ("--nl", "Provincie", "--en", "Province")
    service.manage("create_organisation", "provincie", *names, "--root", root)
    publish(service.manage, key, service.data_dir, organisation="provincie")
    service.manage("build_pages")
    # Until the service is started anew, the pages are those that it began with.
    expect(arrive().visit("/nl/back/").locator("#words")).to_be_visible()
    service.stop()
    service.restart()

    noor = arrive().visit("/nl/back/")
    inspect(noor, "where did you report?")
    noor.get_by_role("link", name="Ministerie").click()
    noor.locator("#words").fill(words)
    noor.locator("receipt-entry button[type=submit]").click()
    expect(noor.locator("my-report [data-talk]")).to_contain_text(text)
