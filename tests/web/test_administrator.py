"""People and keys: who sees whom, and who confirms whose keys."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hoeder.organisations.models import Officer, OfficerKey, today
from tests import build
from tests.build import Cast


def text_for(client: Client, officer: Officer) -> str:
    build.sign_in(client, officer)
    response = client.get(reverse("people"))
    assert response.status_code == 200
    return response.content.decode()


def key_of(officer: Officer) -> OfficerKey:
    key = officer.key()
    assert key is not None
    return key


def test_the_page_lists_the_officers_of_ones_own_body(
    client: Client, cast: Cast, ada: Officer
) -> None:
    page = text_for(client, ada)
    for name in ("Omar", "Ilse", "Van Dalen", "Pim"):
        assert name in page
    for name in ("Mira", "Eve<", "Sanne"):
        assert name not in page
    assert "handler" in page
    assert key_of(cast.officers["omar"]).fingerprint in page


def test_the_commission_sees_the_bodies_below_it(client: Client, mira: Officer) -> None:
    page = text_for(client, mira)
    for name in ("Mira", "Ada", "Eve"):
        assert name in page


@pytest.mark.parametrize("name", ["smit", "jonas"])
def test_who_may_not_see_the_directory_sees_themselves_alone(
    client: Client, cast: Cast, name: str
) -> None:
    page = text_for(client, cast.officers[name])
    assert cast.officers[name].name in page
    assert "Omar" not in page


def test_who_is_gone_is_not_listed(client: Client, ada: Officer, ilse: Officer) -> None:
    Officer.objects.filter(pk=ilse.pk).update(is_active=False)
    assert "Ilse" not in text_for(client, ada)


def test_the_state_of_a_key_is_told_in_words(
    client: Client, cast: Cast, ada: Officer, omar: Officer
) -> None:
    build.a_published_directory(cast.ministry)
    build.a_key(omar)
    key_of(cast.officers["ilse"]).delete()
    page = text_for(client, ada)
    assert "Keys in use" in page
    assert "Waiting" in page
    assert "No keys yet" in page
    OfficerKey.objects.filter(officer=omar, number=1).update(withdrawn_on=today())
    build.confirm(key_of(omar), by=ada)
    assert "Comes with the next directory" in text_for(client, ada)


def test_a_waiting_key_is_put_first_for_those_who_may_confirm_it(
    client: Client, cast: Cast, ada: Officer, omar: Officer, pim: Officer
) -> None:
    link = reverse("confirm-key", args=[build.a_key(ada).pk])
    assert link in text_for(client, omar)
    assert link not in text_for(client, ada)
    assert link not in text_for(client, pim)


def test_the_page_asks_the_same_number_of_questions_for_any_size(
    client: Client, cast: Cast, ada: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    build.sign_in(client, ada)
    with django_assert_max_num_queries(12):
        client.get(reverse("people"))
    for number in range(15):
        build.an_officer(f"extra{number}", cast.coast_guard)
    with django_assert_max_num_queries(12):
        client.get(reverse("people"))


def test_a_colleague_confirms_after_comparing(client: Client, ada: Officer, omar: Officer) -> None:
    key = build.a_key(ada)
    build.sign_in(client, omar)
    address = reverse("confirm-key", args=[key.pk])
    assert key.fingerprint in client.get(address).content.decode()
    response = client.post(address, {"compared": "on"})
    assert response["Location"] == reverse("people")
    key.refresh_from_db()
    assert key.confirmed_by == omar


def test_without_saying_that_it_was_compared_nothing_is_confirmed(
    client: Client, ada: Officer, omar: Officer
) -> None:
    key = build.a_key(ada)
    build.sign_in(client, omar)
    response = client.post(reverse("confirm-key", args=[key.pk]))
    assert response.status_code == 200
    assert "Call first" in response.content.decode()
    key.refresh_from_db()
    assert key.confirmed_on is None


def test_nobody_confirms_their_own(client: Client, ada: Officer) -> None:
    key = build.a_key(ada)
    build.sign_in(client, ada)
    address = reverse("confirm-key", args=[key.pk])
    assert "<form" not in client.get(address).content.decode()
    assert client.post(address, {"compared": "on"}).status_code == 403
    key.refresh_from_db()
    assert key.confirmed_on is None


def test_the_administrator_confirms_and_withdraws_nothing(
    client: Client, ada: Officer, pim: Officer
) -> None:
    key = build.a_key(ada)
    build.sign_in(client, pim)
    for name in ("confirm-key", "withdraw-key"):
        address = reverse(name, args=[key.pk])
        assert "<form" not in client.get(address).content.decode()
        assert client.post(address, {"compared": "on"}).status_code == 403
    key.refresh_from_db()
    assert (key.confirmed_on, key.withdrawn_on) == (None, None)


def test_one_withdraws_ones_own_key(client: Client, ilse: Officer) -> None:
    key = key_of(ilse)
    build.sign_in(client, ilse)
    address = reverse("withdraw-key", args=[key.pk])
    assert client.get(address).status_code == 200
    assert client.post(address)["Location"] == reverse("people")
    assert ilse.key() is None
    assert client.get(address).status_code == 404


def test_a_key_that_was_confirmed_is_not_confirmed_again(
    client: Client, ada: Officer, omar: Officer
) -> None:
    build.sign_in(client, omar)
    address = reverse("confirm-key", args=[key_of(ada).pk])
    assert "already" in client.get(address).content.decode()
    assert client.post(address, {"compared": "on"}).status_code == 409


@pytest.mark.parametrize("name", ["confirm-key", "withdraw-key"])
@pytest.mark.parametrize("other", ["eve", "mira", "stranger"])
def test_keys_of_others_do_not_exist(
    client: Client, cast: Cast, ada: Officer, stranger: Officer, name: str, other: str
) -> None:
    officer = {**cast.officers, "stranger": stranger}[other]
    build.sign_in(client, ada)
    address = reverse(name, args=[key_of(officer).pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"compared": "on"}).status_code == 404


@pytest.mark.parametrize("name", ["confirm-key", "withdraw-key", "people"])
def test_every_page_asks_to_sign_in_and_refuses_other_methods(
    client: Client, ada: Officer, name: str
) -> None:
    address = reverse(name, args=[] if name == "people" else [key_of(ada).pk])
    assert client.get(address).status_code == 302
    assert client.get(address)["Location"].startswith("/account/login/")
    build.sign_in(client, ada)
    assert client.put(address).status_code == 405
    assert client.delete(address).status_code == 405


def test_names_are_text_and_never_markup(client: Client, cast: Cast, ada: Officer) -> None:
    build.an_officer("x", cast.coast_guard)
    Officer.objects.filter(email="x@kustdienst.example").update(name="<b>Lotte</b>")
    assert "<b>Lotte" not in text_for(client, ada)
