"""Who knows, who promised to be silent, and under which name each sees the reporter."""

import hmac
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotValid
from hoeder.identities import actions as identities
from hoeder.identities import asking, reading
from hoeder.identities.models import Alias, CircleRow, Pledge
from hoeder.identities.rules import ALIASES, How, alias
from hoeder.ledger.models import Journal
from hoeder.organisations.models import today
from hoeder.rooms import actions as rooms
from tests.build import Cast
from tests.identities.test_openings import refused
from tests.identities.world import (
    Reported,
    a_pledge,
    a_report,
    events,
    opened,
    pledged,
    the_care_room,
)
from tests.rooms.sealing import new_id


def told(report: Reported, knower: str, **changed: Any) -> CircleRow:
    wanted: dict[str, Any] = {
        "case": report.case.pk,
        "knower": knower,
        "how": How.TOLD_BY_REPORTER,
        "since": today() - timedelta(days=200),
        "by": report.noor,
    }
    return identities.tell(**{**wanted, **changed})


# Promises.


def test_whoever_gets_a_box_may_promise_though_they_do_not_hold_the_case(report: Reported) -> None:
    for name in ("omar", "mira", "wim", "smit"):
        with pytest.raises(NotAllowed):
            pledged(report, name)
    opened(report)
    assert pledged(report, "ada").day == today()


@pytest.mark.parametrize(
    "changed",
    [
        {"case": new_id()},
        {"officer": new_id()},
        {"organisation": new_id()},
        {"text": "ja"},
        {"day": (today() - timedelta(days=9)).isoformat()},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_promise_of_something_else_is_refused(report: Reported, changed: dict[str, Any]) -> None:
    with refused("pledge", NotValid):
        pledged(report, "ada", **changed)
    assert not Pledge.objects.exists()


def test_a_promise_that_another_signed_is_refused(report: Reported) -> None:
    of_ruth = a_pledge(report, report.officer("ruth"), officer=report.officer("ada").pk)
    with refused("pledge", NotValid):
        identities.pledge(case=report.case.pk, **of_ruth, by=report.officer("ada"))


# Rows.


def test_an_officer_says_that_they_know_after_a_promise(report: Reported) -> None:
    with refused("pledge-needed"):
        identities.declare(
            case=report.case.pk, how=How.TOLD_BY_SOMEBODY, since=today(), by=report.officer("ada")
        )
    pledged(report, "ada")
    identities.declare(
        case=report.case.pk, how=How.TOLD_BY_SOMEBODY, since=today(), by=report.officer("ada")
    )
    (row,) = reading.circle(report.case.pk)
    assert (row.knower, row.declared_by) == (report.officer("ada").label,) * 2


@pytest.mark.parametrize("name", ["omar", "smit", "wim", "mira"])
def test_nobody_outside_the_case_writes_in_the_circle(report: Reported, name: str) -> None:
    with pytest.raises(NotAllowed):
        identities.declare(
            case=report.case.pk, how=How.GUESSED, since=today(), by=report.officer(name)
        )


def test_noor_says_whom_she_told(report: Reported, cast: Cast) -> None:
    kuiper = f"function:{cast.functions['plaatsvervangend hoofd'].pk.hex}"
    for knower in (report.officer("smit").label, kuiper, "other"):
        told(report, knower)
    assert [row.knower for row in reading.circle(report.case.pk)][1:] == [kuiper, "other"]


def test_nobody_says_it_for_her(report: Reported) -> None:
    bram = a_report(report.cast)
    for by in (bram.noor, report.officer("ada")):
        with pytest.raises(NotAllowed):
            told(report, "other", by=by)


@pytest.mark.parametrize(
    "knower", ["Kuiper", f"officer:{'0' * 32}", f"function:{'0' * 32}", "reporter", "other "]
)
def test_a_knower_is_a_label_and_never_a_name(report: Reported, knower: str) -> None:
    with refused("knower", NotValid):
        told(report, knower)


def test_nobody_declares_an_opening_or_a_day_to_come(report: Reported) -> None:
    with refused("how", NotValid):
        told(report, "other", how=How.OPENED)
    with refused("since", NotValid):
        told(report, "other", since=today() + timedelta(days=2))


def test_the_circle_is_for_the_protection_officer_and_the_commission(report: Reported) -> None:
    body = report.cast.coast_guard
    for name in ("omar", "mira"):
        asking.must_see_circle(report.case.pk, body, report.officer(name))
    for name in ("ada", "ruth", "smit", "pim", "wim", "jonas", "eve"):
        with pytest.raises(NotAllowed):
            asking.must_see_circle(report.case.pk, body, report.officer(name))
    identities.shut_out(case=report.case.pk, officers=[report.officer("omar")], by=SYSTEM)
    with pytest.raises(NotAllowed):
        asking.must_see_circle(report.case.pk, body, report.officer("omar"))


# Aliases.


def test_everybody_sees_her_under_another_name(report: Reported) -> None:
    the_care_room(report)
    names = {
        name: identities.give_alias(case=report.case.pk, by=report.officer(name))
        for name in ("ada", "omar")
    }
    assert names["ada"] != names["omar"]
    assert set(names.values()) <= set(ALIASES)
    assert reading.aliases(report.case.pk) == {
        report.officer(name).label: given for name, given in names.items()
    }


def test_the_ledger_commits_to_an_alias_and_does_not_tell_it(report: Reported) -> None:
    ada = report.officer("ada")
    given = identities.give_alias(case=report.case.pk, by=ada)
    event = Journal.objects.get(kind="alias.given").event
    assert given not in event
    number = Alias.objects.get().number
    # The key of this case is 32 zeros in these tests.
    message = f"alias\n{ada.label}\n{number}".encode()
    expected = hmac.new(bytes(32), message, sha256).hexdigest()
    assert json.loads(event)["detail"]["commit"] == expected


def test_nobody_outside_the_case_gets_an_alias(report: Reported) -> None:
    for name in ("omar", "smit", "wim"):
        with pytest.raises(NotAllowed):
            identities.give_alias(case=report.case.pk, by=report.officer(name))


def test_names_do_not_run_out() -> None:
    many = {alias(number) for number in range(3 * len(ALIASES))}
    assert len(many) == 3 * len(ALIASES)
    assert all(len(name) <= 40 for name in many)


# Who fetched what.


def test_fetches_are_told_once_a_day_by_what(report: Reported) -> None:
    ada = report.officer("ada")
    for _time in range(2):
        rooms.fetch_items(room=report.case.dialogue(), after=0, by=ada)
    rooms.fetch_items(room=report.case.dialogue(), after=0, by=report.noor)
    identities.fetch_share(share=report.box.shares.get(index=2), by=report.officer("wim"))
    assert [(one.holder, one.what) for one in reading.fetches(report.case.pk)] == [
        (ada.label, "items"),
        (report.officer("wim").label, "share"),
    ]
    assert events(report.case.pk).count("items.fetched") == 3
