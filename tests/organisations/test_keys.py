"""Officers' keys: registered, confirmed by a second person, withdrawn."""

from collections.abc import Callable

import pytest

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger.models import Journal
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Officer, today
from hoeder.organisations.rules import Role
from tests import build
from tests.build import OPERATOR, Cast
from tests.organisations.doing import confirmed, everything, register


def test_a_new_key_waits_and_the_old_one_counts_until_it_is_confirmed(
    ada: Officer, omar: Officer
) -> None:
    old = confirmed(ada)
    new = register(ada)
    assert (ada.key(), ada.confirmed_key()) == (new, old)
    organisations.confirm_key(key=new, by=omar)
    old.refresh_from_db()
    assert old.withdrawn_on == today()
    assert ada.confirmed_key() == new


def test_a_second_new_key_replaces_the_one_that_waits(ada: Officer) -> None:
    first = register(ada, "first")
    second = register(ada, "second")
    first.refresh_from_db()
    assert first.withdrawn_on == today()
    assert ada.key() == second
    assert second.number == first.number + 1


def test_sending_a_key_twice_makes_one_key(ada: Officer) -> None:
    assert register(ada) == register(ada)
    assert Journal.objects.filter(kind="key.registered").count() == 1


def test_a_key_is_used_by_one_officer_once(ada: Officer, omar: Officer) -> None:
    register(ada)
    with pytest.raises(NotValid):
        register(omar)


@pytest.mark.parametrize(
    ("recipient", "verify", "wrap"),
    [
        ("age1notpq", "00" * 32, build.a_wrap()),
        (build.a_recipient("x"), "00" * 31, build.a_wrap()),
        (build.a_recipient("x"), "AB" * 32, build.a_wrap()),
        (build.a_recipient("x"), "00" * 32, "{}"),
    ],
)
def test_a_malformed_key_is_refused(ada: Officer, recipient: str, verify: str, wrap: str) -> None:
    before = everything()
    with pytest.raises(NotValid):
        organisations.register_key(recipient=recipient, verify=verify, wrap=wrap, by=ada)
    assert everything() == before


def test_a_new_passphrase_changes_the_wrap_and_nothing_else(ada: Officer) -> None:
    key = confirmed(ada)
    wrap = build.a_wrap(b"age-encryption.org/v1\nnew")
    organisations.rewrap_key(key=key, wrap=wrap, by=ada)
    again = confirmed(ada)
    assert (again.wrap, again.recipient, again.verify) == (wrap, key.recipient, key.verify)
    assert again.confirmed_on is not None


def test_only_the_officer_changes_the_passphrase(ada: Officer, pim: Officer) -> None:
    with pytest.raises(NotAllowed):
        organisations.rewrap_key(key=confirmed(ada), wrap=build.a_wrap(), by=pim)
    with pytest.raises(NotValid):
        organisations.rewrap_key(key=confirmed(ada), wrap="{}", by=ada)


def test_nobody_confirms_their_own_key(ada: Officer) -> None:
    with pytest.raises(NotAllowed):
        organisations.confirm_key(key=build.a_key(ada), by=ada)


@pytest.mark.parametrize("name", ["pim", "smit", "ilse", "jonas", "wim", "stranger"])
def test_who_has_not_the_power_confirms_and_withdraws_nothing(cast: Cast, name: str) -> None:
    everybody = {
        **cast.officers,
        "stranger": build.an_officer("stranger", cast.elsewhere, Role.HANDLER),
    }
    key = build.a_key(cast.officers["ada"])
    with pytest.raises(NotAllowed):
        organisations.confirm_key(key=key, by=everybody[name])
    with pytest.raises(NotAllowed):
        organisations.withdraw_key(key=key, by=everybody[name])


def test_a_key_is_confirmed_once_and_not_after_it_was_withdrawn(
    ada: Officer, omar: Officer
) -> None:
    with pytest.raises(NotNow):
        organisations.confirm_key(key=confirmed(ada), by=omar)
    key = build.a_key(ada)
    organisations.withdraw_key(key=key, by=omar)
    steps: list[Callable[[], None]] = [
        lambda: organisations.confirm_key(key=key, by=omar),
        lambda: organisations.withdraw_key(key=key, by=omar),
        lambda: organisations.rewrap_key(key=key, wrap=build.a_wrap(), by=ada),
    ]
    for step in steps:
        with pytest.raises(NotNow):
            step()


def test_the_operator_withdraws_a_key_but_never_confirms_one(ada: Officer) -> None:
    organisations.withdraw_key(key=confirmed(ada), by=OPERATOR)
    assert ada.key() is None
