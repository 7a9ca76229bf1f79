"""law.md DTY-04: no acceptance, no keys. Before the first access, each year, by every door."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from hoeder.ledger.models import Journal
from hoeder.organisations import duties
from hoeder.organisations.models import Appointment, Officer, Undertaking, today
from hoeder.organisations.rules import Role
from hoeder.web.openapi import operations
from tests import build
from tests.build import Cast
from tests.web.asking import Desk, Reporter

PAGE = "/account/duties/"
#: A made-up id and number stand where a route wants one: who accepted nothing never gets so far.
MADE_UP = {"hex": "0f" * 16, "number": "1"}


@pytest.fixture
def desk(ada: Officer) -> Desk:
    """Ada's, with a session that she opened while her acceptance counted; it no longer does."""
    opened = Desk(ada)
    ada.undertakings.all().delete()
    return opened


def asked(desk: Desk, method: str, pattern: str) -> tuple[int, str]:
    """Status and kind of the answer to one operation, with ids in the place of its arguments."""
    path = pattern
    while "<" in path:
        before, _, rest = path.partition("<")
        kind, _, after = rest.partition(">")
        path = before + MADE_UP[kind.partition(":")[0]] + after
    answer = desk.get(path) if method == "GET" else desk.send(method, path)
    return answer.status_code, answer.json()["type"]


def read_and_accept(client: Client, path: str = PAGE) -> str:
    """Press the button of the page, with what it says was read; tell where that leads."""
    page = client.get(path)
    shown = page.context
    sent = {"version": shown["version"], "roles": shown["roles"]}
    return client.post(f"{PAGE}?next={shown['onward']}", sent)["Location"]


def test_without_acceptance_every_route_of_an_officer_is_shut(desk: Desk) -> None:
    """law.md DTY-04: whichever routes there are or will be, none gives a key, a case or a name."""
    routes = [
        (method, path) for path, method, chosen in operations() if chosen.audience == "officer"
    ]
    assert len(routes) > 100
    answers = {(method, path): asked(desk, method, path) for method, path in routes}
    assert set(answers.values()) == {(403, "/problems/duties")}


def test_without_acceptance_no_key_and_no_case_of_hers_is_given(
    cast: Cast, ada: Officer, ruth: Officer, desk: Desk
) -> None:
    noor = Reporter().has_reported(cast, ada, ruth)
    wrap = ada.keys.get().wrap
    for path in ("me", "cases", f"cases/{noor.case.hex}", f"rooms/{noor.room.hex}/items"):
        answer = desk.get(f"/api/desk/{path}")
        assert answer.status_code == 403
        assert wrap not in answer.content.decode()
        assert noor.case.hex not in answer.content.decode()
    build.an_undertaking(ada)
    assert desk.get("/api/desk/me").json()["wrap"] == wrap


def test_without_acceptance_nobody_hands_in_a_key(cast: Cast) -> None:
    lotte = build.an_officer("lotte", cast.coast_guard, Role.HANDLER, with_key=False)
    desk = Desk(lotte)
    lotte.undertakings.all().delete()
    keys = {
        "recipient": build.a_recipient("x"),
        "verify": "ab" * 32,
        "wrap": build.a_wrap(),
    }
    assert desk.post("/api/desk/keys", keys).status_code == 403
    assert lotte.key() is None


@pytest.mark.parametrize("name", ["ada", "pim", "externe_autoriteit"])
def test_every_page_leads_to_the_duties_and_back(cast: Cast, client: Client, name: str) -> None:
    """law.md DTY-04: the administrator's pages too."""
    officer = cast.officers[name]
    build.sign_in(client, officer)
    officer.undertakings.all().delete()
    for path in ("/desk/", "/desk/cases/x", "/desk/viewer/", "/people/"):
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith(f"{PAGE}?next=")
    assert read_and_accept(client, client.get("/people/")["Location"]) == "/people/"
    assert client.get("/people/").status_code == 200
    assert Journal.objects.filter(kind="duties.accepted", actor=officer.label).count() == 1


def test_the_page_says_why_it_asks(cast: Cast, client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    assert "You accepted these duties on" in said(client)
    assert "I accept these duties" not in said(client)
    Undertaking.objects.filter(officer=ada).update(until=today() - datetime.timedelta(days=1))
    assert str(duties.Why.YEAR.label) in said(client)
    read_and_accept(client)
    Appointment.objects.create(officer=ada, role=Role.CUSTODIAN, body=ada.body)
    assert str(duties.Why.ROLE.label) in said(client)
    assert str(duties.RoleDuty.OWN_SHARE.label) in said(client)
    ada.undertakings.all().delete()
    page = said(client)
    assert "Before anything opens for you" in page
    for duty in (*duties.FOR_EVERYBODY, *duties.BY_ROLE[Role.HANDLER]):
        assert str(duty.label) in page
        assert f"article {duties.ARTICLES[duty]}" in page


def said(client: Client) -> str:
    """The page in English, without what HTML writes for quotes."""
    page = client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    return page.replace("&#x27;", "'")


def test_the_page_is_in_dutch_too(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    page = client.get(PAGE, headers={"accept-language": "nl"}).content.decode()
    assert "Uw plichten" in page
    assert "You " not in page.partition("<main")[2].partition("</main>")[0]


def test_what_changed_while_it_was_read_is_not_accepted(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    ada.undertakings.all().delete()
    for sent in (
        {"version": duties.VERSION - 1, "roles": "handler"},
        {"version": duties.VERSION, "roles": "custodian nonsense"},
    ):
        assert client.post(PAGE, sent).status_code == 409
    assert client.post(PAGE, {}).status_code == 200
    assert not ada.undertakings.exists()


def test_it_leads_to_no_other_site(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    for wanted in ("https://evil.example/", "//evil.example", PAGE, ""):
        page = client.get(PAGE, {"next": wanted})
        assert page.context["onward"] == "/desk/"


def test_without_the_second_factor_the_page_shows_nothing(client: Client, ada: Officer) -> None:
    assert client.get(PAGE)["Location"].startswith(reverse("account_login"))
    build.sign_in(client, ada, second_factor=False)
    for answer in (client.get(PAGE), client.post(PAGE, {"version": 1, "roles": "handler"})):
        assert answer["Location"] == reverse("mfa_activate_totp")


def test_signing_out_and_the_second_factor_need_no_acceptance(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    ada.undertakings.all().delete()
    for name in ("mfa_index", "account_logout", "account_change_password"):
        assert not client.get(reverse(name)).headers.get("Location", "").startswith(PAGE)
