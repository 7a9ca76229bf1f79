"""The directory says what the tables say, once, in one order, and nothing of who is gone."""

import datetime
import json
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hoeder.organisations import actions as organisations
from hoeder.organisations import canonical, directory
from hoeder.organisations.models import Appointment, Officer, today
from tests import build
from tests.build import LOG, OPERATOR, Cast


def drafted(cast: Cast) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        directory.draft(cast.ministry, version=1, day=today(), log=LOG)
    )
    return found


def officer_in(document: dict[str, Any], officer: Officer) -> dict[str, Any]:
    found: dict[str, Any] = next(o for o in document["officers"] if o["id"] == officer.pk.hex)
    return found


def test_a_draft_is_canonical_and_complete(cast: Cast) -> None:
    text = directory.draft(cast.ministry, version=7, day=datetime.date(2026, 11, 1), log=LOG)
    document = canonical.parse(text)
    assert isinstance(document, dict)
    assert (document["v"], document["version"], document["day"]) == (1, 7, "2026-11-01")
    assert document["log"] == {"origin": LOG["origin"], "key": LOG["key"]}
    assert set(document) == {
        "v", "organisation", "version", "day", "log", "bodies", "units", "functions",
        "officers", "former", "channels", "custody",
    }  # fmt: skip
    for name in ("bodies", "units", "functions", "officers", "former", "channels", "custody"):
        ids = [item["id"] for item in document[name]]
        assert ids == sorted(set(ids)), name


def test_a_draft_holds_no_other_organisation(cast: Cast, stranger: Officer) -> None:
    text = directory.draft(cast.ministry, version=1, day=today(), log=LOG)
    assert stranger.pk.hex not in text
    assert cast.elsewhere.pk.hex not in text


def test_a_waiting_key_does_not_stand_in_the_directory(cast: Cast, ada: Officer) -> None:
    old = ada.confirmed_key()
    assert old is not None
    new = build.a_key(ada)
    assert officer_in(drafted(cast), ada)["key"]["id"] == old.pk.hex
    assert new.pk.hex not in directory.published_keys(drafted(cast))


def test_a_withdrawn_key_stands_among_the_former_ones(cast: Cast, ada: Officer) -> None:
    key = ada.confirmed_key()
    assert key is not None
    organisations.withdraw_key(key=key, by=ada)
    document = drafted(cast)
    assert officer_in(document, ada)["key"] is None
    assert document["former"] == [
        {
            "id": key.pk.hex,
            "officer": ada.pk.hex,
            "verify": key.verify,
            "withdrawn_on": today().isoformat(),
        }
    ]


def test_a_key_that_was_never_confirmed_is_not_a_former_one(cast: Cast, ada: Officer) -> None:
    organisations.withdraw_key(key=build.a_key(ada), by=ada)
    assert drafted(cast)["former"] == []


def test_who_was_deactivated_is_gone_from_every_list(cast: Cast, van_dalen: Officer) -> None:
    organisations.deactivate_officer(officer=van_dalen, by=OPERATOR)
    document = drafted(cast)
    assert van_dalen.pk.hex not in [officer["id"] for officer in document["officers"]]
    assert all(van_dalen.pk.hex not in channel["readers"] for channel in document["channels"])
    assert all(van_dalen.pk.hex != function["officer"] for function in document["functions"])


def test_a_role_whose_last_day_has_passed_no_longer_reads(cast: Cast, ruth: Officer) -> None:
    yesterday = today() - datetime.timedelta(days=1)
    Appointment.objects.filter(officer=ruth, role="handler").update(until=yesterday)
    document = drafted(cast)
    assert officer_in(document, ruth)["roles"] == ["custodian"]
    channel = next(c for c in document["channels"] if c["id"] == cast.channel.pk.hex)
    assert ruth.pk.hex not in channel["readers"]


def test_the_last_day_itself_still_counts(cast: Cast, ruth: Officer) -> None:
    Appointment.objects.filter(officer=ruth).update(until=today())
    assert officer_in(drafted(cast), ruth)["roles"] == ["custodian", "handler"]


def test_the_holder_of_a_function_is_named_once(cast: Cast, van_dalen: Officer) -> None:
    functions = {function["titles"]["nl"]: function for function in drafted(cast)["functions"]}
    assert functions["hoofd Buitenposten"]["officer"] == van_dalen.pk.hex
    assert functions["hoofd Buitenposten"]["holder_name"] == "Van Dalen"
    assert functions["plaatsvervangend hoofd"]["officer"] is None
    assert functions["plaatsvervangend hoofd"]["holder_name"] == "Kuiper"
    assert functions["liaison Lissabon"]["holder_name"] is None


def test_drafting_asks_the_database_the_same_number_of_questions_for_any_size(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        drafted(cast)


def test_differences_are_named_by_list_and_id(cast: Cast, ada: Officer) -> None:
    ours = drafted(cast)
    theirs = json.loads(json.dumps(ours))
    officer_in(theirs, ada)["key"] = None
    assert directory.differences(theirs, ours) == [f"officers {ada.pk.hex}"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("v", lambda document: document.update(v=True)),
        ("extra", lambda document: document.update(extra=1)),
        ("log", lambda document: document.pop("log")),
        ("officers", lambda document: document["officers"].reverse()),
        ("bodies", lambda document: document["bodies"].append(document["bodies"][-1])),
        ("channels", lambda document: document.update(channels={})),
    ],
)
def test_no_difference_escapes(cast: Cast, name: str, change: Any) -> None:
    ours = drafted(cast)
    theirs = json.loads(json.dumps(ours))
    change(theirs)
    found = directory.differences(theirs, ours)
    assert found
    assert all(place.startswith(name) for place in found)


def test_version_and_day_are_no_difference(cast: Cast) -> None:
    ours = drafted(cast)
    assert directory.differences({**ours, "version": 9, "day": "2020-01-01"}, ours) == []


def test_something_that_is_no_object_differs() -> None:
    assert directory.differences([], {}) == ["v"]


def test_days_are_days_in_utc() -> None:
    assert today() == timezone.now().astimezone(datetime.UTC).date()
