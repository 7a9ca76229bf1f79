"""Custody: five people, one from outside, in force once all was tested, and never a day without."""

import json
from typing import Any

import pytest

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger.models import Journal
from hoeder.organisations import actions as organisations
from hoeder.organisations import directory
from hoeder.organisations.models import Appointment, Custody, Officer, today
from hoeder.organisations.rules import Role
from tests import build
from tests.build import CUSTODIANS, LOG, OPERATOR, Cast


def the_five(cast: Cast) -> list[Officer]:
    return [cast.officers[name] for name in CUSTODIANS.split()]


def prepare(cast: Cast, **changed: Any) -> Custody:
    """Prepare a custody of the Kustdienst: the five of the cast, unless said otherwise."""
    wanted: dict[str, Any] = {
        "body": cast.coast_guard,
        "custodians": the_five(cast),
        "deputies": [],
        "authority": cast.officers["externe_autoriteit"],
        "by": OPERATOR,
    }
    return organisations.set_custody(**{**wanted, **changed})


def drafted(cast: Cast) -> list[dict[str, Any]]:
    text = directory.draft(cast.ministry, version=1, day=today(), log=LOG)
    found: list[dict[str, Any]] = json.loads(text)["custody"]
    return found


def another(cast: Cast, name: str = "lotte") -> Officer:
    """One more custodian of the Kustdienst."""
    return build.an_officer(name, cast.coast_guard, Role.CUSTODIAN)


def test_a_custody_is_prepared_beside_the_one_in_force(cast: Cast) -> None:
    before = Custody.in_force(cast.coast_guard.pk)
    prepared = prepare(cast, deputies=[another(cast)])
    assert Custody.in_force(cast.coast_guard.pk) == before
    assert Custody.newest(cast.coast_guard.pk) == prepared
    event = json.loads(Journal.objects.get(kind="custody.set").event)
    assert event["detail"]["custodian_1"] == cast.officers["ruth"].label
    assert event["detail"]["authority"] == cast.officers["externe_autoriteit"].label


def test_preparing_again_replaces_what_was_prepared(cast: Cast) -> None:
    first = prepare(cast, deputies=[another(cast)])
    second = prepare(cast)
    assert (first.pk, second.deputies()) == (second.pk, [])


def test_once_it_is_ready_it_stands_in_the_directory(cast: Cast) -> None:
    lotte = another(cast)
    five = [lotte, *the_five(cast)[1:]]
    prepared = prepare(cast, custodians=five)
    assert drafted(cast)[0]["custodians"][0] == cast.officers["ruth"].pk.hex
    organisations.mark_ready(custody=prepared, by=lotte)
    assert drafted(cast) == [
        {
            "id": cast.coast_guard.pk.hex,
            "custodians": [officer.pk.hex for officer in five],
            "deputies": [],
            "authority": cast.officers["externe_autoriteit"].pk.hex,
        }
    ]
    assert Journal.objects.filter(kind="custody.ready").count() == 1


def test_a_custody_that_was_not_tested_stands_in_no_directory(cast: Cast) -> None:
    Custody.objects.update(ready_on=None)
    assert drafted(cast) == []


@pytest.mark.parametrize("number", [4, 6])
def test_four_custodians_or_six_are_refused(cast: Cast, number: int) -> None:
    with pytest.raises(NotValid, match="exactly five"):
        prepare(cast, custodians=[*the_five(cast), another(cast)][:number])


def test_nobody_counts_twice(cast: Cast) -> None:
    five = the_five(cast)
    with pytest.raises(NotValid, match="exactly five"):
        prepare(cast, custodians=[*five[:4], five[0]])
    with pytest.raises(NotValid, match="two places"):
        prepare(cast, deputies=[five[0]])


def test_five_of_the_body_itself_are_refused(cast: Cast) -> None:
    inside = [another(cast, f"lotte{number}") for number in range(3)]
    with pytest.raises(NotValid, match="from outside"):
        prepare(cast, custodians=[*the_five(cast)[:2], *inside])


def test_whoever_is_no_custodian_of_this_body_is_refused(cast: Cast, ada: Officer) -> None:
    with pytest.raises(NotValid, match="no custodian"):
        prepare(cast, custodians=[*the_five(cast)[:4], ada])


def test_whoever_became_director_keeps_no_share(cast: Cast) -> None:
    Appointment.objects.create(
        officer=cast.officers["ruth"], role=Role.DIRECTOR, body=cast.coast_guard
    )
    with pytest.raises(NotValid, match="does not go with"):
        prepare(cast)


def test_the_authority_is_none_of_the_others(cast: Cast, mira: Officer) -> None:
    for officer in (cast.officers["ruth"], mira):
        with pytest.raises(NotValid, match="none of the custodians"):
            prepare(cast, authority=officer)
    with pytest.raises(NotValid, match="no external authority"):
        prepare(cast, authority=cast.officers["eve"])


def test_an_authority_has_no_other_role(cast: Cast) -> None:
    authority = cast.officers["externe_autoriteit"]
    with pytest.raises(NotNow, match="cannot be"):
        organisations.appoint(
            officer=authority, role=Role.CUSTODIAN, body=cast.coast_guard, by=OPERATOR
        )
    with pytest.raises(NotValid, match="body of its own"):
        organisations.appoint(
            officer=cast.officers["eve"], role=Role.AUTHORITY, body=cast.harbour, by=OPERATOR
        )


def test_only_on_the_server_itself(cast: Cast, pim: Officer) -> None:
    with pytest.raises(NotAllowed):
        prepare(cast, by=pim)


def test_only_those_who_keep_shares_put_a_custody_in_force(cast: Cast, ada: Officer) -> None:
    prepared = prepare(cast)
    with pytest.raises(NotAllowed):
        organisations.mark_ready(custody=prepared, by=ada)
    organisations.mark_ready(custody=prepared, by=cast.officers["eva"])
    with pytest.raises(NotNow):
        organisations.mark_ready(custody=prepared, by=cast.officers["eva"])


def test_a_custodian_without_a_key_keeps_it_from_being_in_force(cast: Cast) -> None:
    keyless = build.an_officer("lotte", cast.coast_guard, Role.CUSTODIAN, with_key=False)
    prepared = prepare(cast, custodians=[*the_five(cast)[:4], keyless])
    with pytest.raises(NotNow, match="no confirmed key"):
        organisations.mark_ready(custody=prepared, by=cast.officers["ruth"])


def test_a_deputy_takes_the_place_of_who_is_gone(cast: Cast) -> None:
    lotte = another(cast)
    organisations.mark_ready(custody=prepare(cast, deputies=[lotte]), by=cast.officers["ruth"])
    organisations.deactivate_officer(officer=cast.officers["wim"], by=OPERATOR)
    (shown,) = drafted(cast)
    assert shown["custodians"][-1] == lotte.pk.hex
    assert cast.officers["wim"].pk.hex not in str(shown)


@pytest.mark.parametrize("gone", ["wim", "externe_autoriteit"])
def test_without_a_deputy_there_is_no_custody(cast: Cast, gone: str) -> None:
    organisations.deactivate_officer(officer=cast.officers[gone], by=OPERATOR)
    assert drafted(cast) == []


def test_when_the_last_one_from_outside_goes_there_is_no_custody(cast: Cast) -> None:
    inside = [another(cast, f"lotte{number}") for number in range(3)]
    ruth, wim, sanne, *_ = the_five(cast)
    prepared = prepare(cast, custodians=[ruth, wim, sanne, *inside[:2]], deputies=inside[2:])
    organisations.mark_ready(custody=prepared, by=ruth)
    assert len(drafted(cast)) == 1
    organisations.deactivate_officer(officer=sanne, by=OPERATOR)
    assert drafted(cast) == []
