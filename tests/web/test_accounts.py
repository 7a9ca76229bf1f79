"""Signing in: always two factors, nothing said to strangers, nothing kept about where from."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, path, reverse

from hoeder.config.urls import urlpatterns as every_route
from hoeder.ledger.models import Journal
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from hoeder.web.accounts import AccountAdapter, officer_of, officer_required
from tests import build
from tests.build import OPERATOR, PASSWORD, Cast


@officer_required
def only_for_officers(request: HttpRequest) -> HttpResponse:
    return HttpResponse(officer_of(request).name)


urlpatterns = [
    *every_route,
    path("only/", only_for_officers),
    path("api/only/", only_for_officers),
]
pytestmark = pytest.mark.urls(__name__)

ADDRESS = "203.0.113.77"
BROWSER = "Sentinel-Browser/1.0"


@pytest.fixture
def client() -> Client:
    return Client(headers={"user-agent": BROWSER}, REMOTE_ADDR=ADDRESS)


def post_password(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": email, "password": password})  # type: ignore[return-value]


def post_code(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": code})  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.get("/only/").status_code == 200


def test_a_stranger_is_sent_to_sign_in_and_comes_back(client: Client, db: None) -> None:
    response = client.get("/only/?page=2")
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/only/%3Fpage%3D2"


def test_a_program_is_told_in_json(client: Client, db: None) -> None:
    response = client.get("/api/only/")
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "/problems/sign-in-needed"


def test_password_and_code_together_sign_in(client: Client, ada: Officer) -> None:
    build.a_second_factor(ada)
    response = post_password(client, "ADA@kustdienst.example")
    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(client)
    response = post_code(client, build.a_code())
    assert response["Location"] == "/desk/"
    assert is_in(client)
    assert list(Journal.objects.values_list("kind", "actor")) == [("officer.signed_in", ada.label)]


def test_a_password_alone_leads_to_setting_up_and_nowhere_else(
    client: Client, ada: Officer
) -> None:
    response = post_password(client, ada.email)
    assert response["Location"] == reverse("mfa_activate_totp")
    assert client.get("/only/")["Location"] == reverse("mfa_activate_totp")
    assert client.get("/api/only/").status_code == 401


def test_setting_up_shows_recovery_codes_once_and_opens_the_desk(
    client: Client, ada: Officer
) -> None:
    post_password(client, ada.email)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    session = client.session
    secret = session["mfa.totp.secret"]
    response = client.post(reverse("mfa_activate_totp"), {"code": build.a_code(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert is_in(client)
    first = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert first.count("<li><code>") == 10
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert "<li><code>" not in again


def test_a_wrong_code_sets_nothing_up(client: Client, ada: Officer) -> None:
    post_password(client, ada.email)
    client.get(reverse("mfa_activate_totp"))
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert response.status_code == 200
    assert not Authenticator.objects.exists()
    assert not is_in(client)


def test_a_session_from_before_the_second_factor_does_not_become_good(
    client: Client, ada: Officer
) -> None:
    """Somebody with a stolen password waits until the officer sets up the second factor."""
    post_password(client, ada.email)
    build.a_second_factor(ada)
    assert not is_in(client)


def test_the_second_factor_of_one_officer_is_not_that_of_another(
    client: Client, ada: Officer, omar: Officer
) -> None:
    build.sign_in(client, ada)
    shown = client.session["hoeder_second_factor"]
    client.logout()
    build.sign_in(client, omar, second_factor=False)
    session = client.session
    session["hoeder_second_factor"] = shown
    session.save()
    assert not is_in(client)


def test_a_code_counts_once(client: Client, ada: Officer) -> None:
    build.a_second_factor(ada)
    code = build.a_code()
    post_password(client, ada.email)
    post_code(client, code)
    again = Client()
    post_password(again, ada.email)
    assert post_code(again, code).status_code == 200
    assert not is_in(again)


def test_a_recovery_code_signs_in_once(client: Client, ada: Officer) -> None:
    build.a_second_factor(ada)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for attempt, status in ((Client(), 302), (Client(), 200)):
        post_password(attempt, ada.email)
        assert post_code(attempt, codes[0]).status_code == status


def test_moving_to_another_telephone_closes_the_desk_until_it_is_done(
    client: Client, ada: Officer
) -> None:
    build.sign_in(client, ada)
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    response = client.post(reverse("mfa_deactivate_totp"))
    assert response["Location"] == reverse("mfa_activate_totp")
    assert not is_in(client)


def test_after_some_minutes_the_password_is_asked_again(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    session = client.session
    session["hoeder_second_factor"] = {"officer": ada.pk.hex, "at": int(time.time()) - 301}
    session.save()
    response = client.get(reverse("mfa_deactivate_totp"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    page = client.post(
        reverse("account_reauthenticate"),
        {"password": PASSWORD, "next": reverse("mfa_deactivate_totp")},
    )
    assert page["Location"] == reverse("mfa_deactivate_totp")
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_whoever_keeps_promises_comes_to_the_desk(client: Client, cast: Cast) -> None:
    lotte = build.an_officer("lotte", cast.coast_guard, Role.OWNER)
    build.a_second_factor(lotte)
    post_password(client, lotte.email)
    assert post_code(client, build.a_code())["Location"] == reverse("desk")


def test_an_administrator_comes_to_the_people(client: Client, pim: Officer) -> None:
    build.a_second_factor(pim)
    post_password(client, pim.email)
    assert post_code(client, build.a_code())["Location"] == reverse("people")


def test_nobody_is_sent_to_another_website(client: Client, ada: Officer) -> None:
    build.a_second_factor(ada)
    client.post(
        reverse("account_login") + "?next=https://evil.example/",
        {"login": ada.email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert post_code(client, build.a_code())["Location"] == "/desk/"


def _answers(client: Client, email: str) -> tuple[int, str]:
    response = post_password(client, email, "a wrong password")
    text = response.content.decode().replace(email, "")
    return response.status_code, text[text.index("<main") : text.index("<form")]


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(
    client: Client, ada: Officer, pim: Officer
) -> None:
    known = _answers(client, ada.email)
    assert _answers(client, "nobody@kustdienst.example") == known
    organisations.deactivate_officer(officer=pim, by=OPERATOR)
    assert _answers(client, pim.email) == known
    assert "error-summary" in known[1]


def test_after_ten_wrong_passwords_one_account_rests_and_others_do_not(
    client: Client, ada: Officer, omar: Officer
) -> None:
    build.a_second_factor(omar)
    for _ in range(10):
        post_password(client, ada.email, "wrong")
    assert "Too many" in post_password(client, ada.email).content.decode()
    assert post_password(client, omar.email).status_code == 302


def test_codes_cannot_be_tried_without_end(client: Client, ada: Officer) -> None:
    build.a_second_factor(ada)
    post_password(client, ada.email)
    for _ in range(10):
        post_code(client, "000000")
    post_code(client, build.a_code())
    assert not is_in(client)


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_reset_password",
        "account_reset_password_from_key",
        "account_email",
        "account_confirm_email",
        "account_set_password",
        "mfa_download_recovery_codes",
    ],
)
def test_what_we_do_not_use_of_allauth_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "address", ["signup/", "password/reset/", "email/", "confirm-email/", "login/code/confirm/"]
)
def test_sign_up_and_reset_are_not_there(client: Client, db: None, address: str) -> None:
    assert client.get(f"/account/{address}").status_code == 404
    assert client.post(f"/account/{address}", {"email": "x@y.example"}).status_code == 404


def test_nothing_about_where_from_is_kept(client: Client, ada: Officer) -> None:
    build.a_second_factor(ada)
    post_password(client, ada.email, "wrong")
    post_password(client, ada.email)
    post_code(client, build.a_code())
    kept = [str(row.get_decoded()) for row in Session.objects.all()]
    kept += [row.event for row in Journal.objects.all()]
    kept += [str(entry) for entry in cache._cache.items()]  # type: ignore[attr-defined]
    assert kept
    for text in kept:
        assert ADDRESS not in text
        assert BROWSER not in text
    assert mail.outbox == []


def test_allauth_is_told_nothing_and_sends_nothing() -> None:
    adapter = AccountAdapter()
    request = RequestFactory(headers={"user-agent": BROWSER}).get("/", REMOTE_ADDR=ADDRESS)
    assert adapter.get_client_ip(request) == "nowhere"
    assert adapter.get_http_user_agent(request) == ""
    assert not adapter.is_open_for_signup(request)
    with pytest.raises(RuntimeError):
        adapter.send_mail("account/email/x", "ada@kustdienst.example", {})


def test_the_cookie_of_a_session_goes_nowhere_else(client: Client, ada: Officer) -> None:
    build.a_second_factor(ada)
    post_password(client, ada.email)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_a_session_ends_when_the_account_is_closed(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    assert is_in(client)
    organisations.deactivate_officer(officer=ada, by=OPERATOR)
    assert not is_in(client)


def test_a_session_ends_when_somebody_is_invited_again(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    organisations.invite_again(officer=ada, by=OPERATOR)
    assert not is_in(client)


def test_changing_the_password_is_in_the_ledger_and_ends_other_sessions(
    client: Client, ada: Officer
) -> None:
    build.sign_in(client, ada)
    other = build.sign_in(Client(), ada)
    new = "een andere zin over de duinen"
    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert response.status_code == 302
    assert is_in(client)
    assert not is_in(other)
    ada.refresh_from_db()
    assert ada.check_password(new)
    assert Journal.objects.filter(kind="officer.password_changed").count() == 1
    assert "has been changed" in client.get(response["Location"]).content.decode()


def test_a_hash_of_an_older_way_is_renewed_at_signing_in_and_an_event_says_so(
    client: Client, ada: Officer
) -> None:
    before = make_password(PASSWORD, salt="short")
    Officer.objects.filter(pk=ada.pk).update(password=before)
    build.a_second_factor(ada)
    post_password(client, ada.email)
    post_code(client, build.a_code())
    assert is_in(client)
    post_password(Client(), ada.email)
    ada.refresh_from_db()
    assert ada.password != before
    assert ada.check_password(PASSWORD)
    assert Journal.objects.filter(kind="officer.password_rehashed").count() == 1


def test_checking_a_password_changes_nothing(ada: Officer) -> None:
    before = make_password(PASSWORD, salt="short")
    Officer.objects.filter(pk=ada.pk).update(password=before)
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    ada.refresh_from_db()
    assert ada.password == before


@pytest.mark.parametrize("new", ["short", "password1234", "kustdienst.example"])
def test_a_weak_password_is_refused(client: Client, ada: Officer, new: str) -> None:
    build.sign_in(client, ada)
    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert response.status_code == 200
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_signing_out_takes_a_press_of_a_button(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)


# The invitation


@pytest.fixture
def lotte(cast: Cast) -> Officer:
    return organisations.invite_officer(
        body=cast.coast_guard, email="lotte@kustdienst.example", name="Lotte", by=OPERATOR
    )


def test_an_invitation_sets_the_password_once(client: Client, lotte: Officer) -> None:
    address = reverse("invitation", args=[lotte.invitation()])
    page = client.get(address)
    assert "Lotte" in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")
    response = client.post(address, {"password": PASSWORD, "again": PASSWORD})
    assert response["Location"] == reverse("account_login")
    assert client.get(address).status_code == 404
    assert client.post(address, {"password": "x" * 20, "again": "x" * 20}).status_code == 404
    assert post_password(client, lotte.email)["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        (PASSWORD, "something else entirely", "not the same"),
        ("short", "short", "too short"),
        ("lotte@kustdienst", "lotte@kustdienst", "too similar"),
        ("", "", "required"),
    ],
)
def test_a_password_that_will_not_do_is_explained(
    client: Client, lotte: Officer, password: str, again: str, said: str
) -> None:
    address = reverse("invitation", args=[lotte.invitation()])
    page = client.post(address, {"password": password, "again": again})
    assert page.status_code == 200
    assert said in page.content.decode()
    lotte.refresh_from_db()
    assert not lotte.has_usable_password()


def test_a_forged_invitation_leads_nowhere(client: Client, db: None) -> None:
    assert client.get(reverse("invitation", args=["0" * 40])).status_code == 404


def test_an_invitation_of_a_closed_account_leads_nowhere(client: Client, lotte: Officer) -> None:
    address = reverse("invitation", args=[lotte.invitation()])
    organisations.deactivate_officer(officer=lotte, by=OPERATOR)
    assert client.get(address).status_code == 404


# Every page


@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    ],
)
def test_every_page_is_ours(client: Client, ada: Officer, name: str) -> None:
    build.sign_in(client, ada)
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert '<main id="main"' in response.content.decode()
    assert "allauth" not in response.content.decode()


def test_new_recovery_codes_replace_the_old_ones(client: Client, ada: Officer) -> None:
    build.sign_in(client, ada)
    old = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    client.post(reverse("mfa_generate_recovery_codes"))
    new = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert not set(old) & set(new)


def test_a_form_without_its_token_changes_nothing(ada: Officer) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    assert response.status_code == 403
    assert not is_in(strict)
