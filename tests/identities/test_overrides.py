"""Without consent: only on a ground in law, with reasons first, and never by one service alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hoeder.clocks.rules import SYSTEM, Parameter, find
from hoeder.errors import NotAllowed, NotValid
from hoeder.identities import actions as identities
from hoeder.identities import reading
from hoeder.identities.models import CircleRow, Opening
from hoeder.identities.rules import (
    LIVE,
    MOVES,
    Ground,
    State,
)
from hoeder.notices.models import Notice
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Appointment, Officer, today
from hoeder.organisations.rules import Role
from tests import build
from tests.build import OPERATOR, Cast
from tests.identities.test_openings import refused, released, state
from tests.identities.world import (
    Reported,
    a_report,
    approve,
    days_pass,
    events,
    overridden,
    pledged,
    to_all,
)
from tests.rooms.sealing import part

WAITING_DAYS = find("nl", Parameter.OVERRIDE_WAIT, today()).days
OVERRIDE_OPEN_DAYS = find("nl", Parameter.OVERRIDE_USE, today()).days
LONGEST_DEFERRAL_DAYS = find("nl", Parameter.DEFERRED_NOTICE, today()).days


def test_an_override_is_announced_to_everybody_whom_it_concerns(report: Reported) -> None:
    opening = overridden(report)
    assert opening.opens_on == today() + timedelta(days=WAITING_DAYS)
    (seen,) = reading.my_openings(report.noor)
    assert [letter.kind for letter in seen.letters] == ["override"]
    for name in ("wim", "mira", "externe_autoriteit"):
        (told,) = reading.openings_for(report.officer(name))
        assert told.letters
        assert Notice.objects.filter(holder=report.officer(name).label).exists()


def test_there_are_two_grounds_and_no_other() -> None:
    assert set(Ground.values) == {"investigation", "proceedings"}


@pytest.mark.parametrize("name", ["smit", "pim", "wim", "ilse", "omar", "jonas", "eve", "mira"])
def test_nobody_else_asks(report: Reported, name: str) -> None:
    with pytest.raises(NotAllowed):
        overridden(report, by=name)
    assert not Opening.objects.exists()


@pytest.mark.parametrize("left_out", ["reporter", "wim", "mira", "externe_autoriteit"])
def test_somebody_who_gets_no_letter_is_a_refusal(report: Reported, left_out: str) -> None:
    written = to_all(report)
    holder = left_out if left_out == "reporter" else report.officer(left_out).label
    del written[holder]
    with refused("letters", NotValid) as refusal:
        overridden(report, letters=written)
    assert refusal.value.extras == {"holders": [holder]}


def test_two_overrides_of_one_box_are_one(report: Reported) -> None:
    assert overridden(report) == overridden(report)


def test_with_two_custodians_lost_there_is_no_override(report: Reported) -> None:
    for name in ("ruth", "eva"):
        organisations.deactivate_officer(officer=report.officer(name), by=OPERATOR)
    with refused("too-few-shares") as refusal:
        overridden(report)
    assert refusal.value.extras == {"working": 3}


def test_no_custodian_approves_before_the_waiting_time_is_over(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = overridden(report)
    days_pass(monkeypatch, WAITING_DAYS - 1)
    assert identities.sweep(by=SYSTEM) == 0
    with refused("waiting-time"):
        approve(report, opening, "wim")
    with refused("waiting-time"):
        identities.decline(opening=opening, letters={}, by=report.officer("wim"))


def test_four_custodians_and_the_authority_open_it(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = overridden(report)
    days_pass(monkeypatch, WAITING_DAYS)
    approve(report, opening, "ruth", "wim", "sanne")
    assert state(opening) == "ripe"
    approve(report, opening, "tarik")
    assert state(opening) == "open"
    pledged(report, "externe_autoriteit")
    authority = report.officer("externe_autoriteit")
    seen = identities.fetch_box(opening=opening, by=authority)
    assert (len(seen.approvals), seen.opening.half) == (4, None)
    assert CircleRow.objects.get().ground == "investigation"
    assert events(report.case.pk)[-2:] == ["pledge.signed", "box.fetched"]


def test_the_requester_never_approves(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report = a_report(cast, cast.officers["ada"], cast.officers["ruth"])
    opening = overridden(report, by="ruth")
    days_pass(monkeypatch, WAITING_DAYS)
    with pytest.raises(NotAllowed, match="Nobody approves"):
        approve(report, opening, "ruth")


def test_four_of_one_service_never_override_by_themselves(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = [build.an_officer(f"lotte{n}", cast.coast_guard, Role.CUSTODIAN) for n in range(2)]
    ruth, wim, eva = (cast.officers[name] for name in ("ruth", "wim", "eva"))
    build.a_custody(
        cast.coast_guard, ruth, wim, *inside, eva, authority=cast.officers["externe_autoriteit"]
    )
    monkeypatch.setattr("tests.identities.world.the_five", lambda _cast: [ruth, wim, *inside, eva])
    report = a_report(cast)
    opening = overridden(report)
    days_pass(monkeypatch, WAITING_DAYS)
    approve(report, opening, "ruth", "wim")
    for officer in inside:
        identities.approve(opening=opening, sealed=part(), letters={}, by=officer)
    assert state(opening) == "ripe"
    approve(report, opening, "eva")
    assert state(opening) == "open"


def test_two_refusals_end_it(report: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = overridden(report)
    days_pass(monkeypatch, WAITING_DAYS)
    for name in ("wim", "eva"):
        identities.decline(opening=opening, letters={}, by=report.officer(name))
    assert state(opening) == "refused"


def test_it_does_not_stay_ripe_for_ever(report: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = overridden(report)
    days_pass(monkeypatch, WAITING_DAYS + OVERRIDE_OPEN_DAYS + 1)
    while identities.sweep(by=SYSTEM):
        pass
    assert (state(opening), released(opening)) == ("expired", 0)


def test_consent_cannot_be_withdrawn_from_what_rests_on_none(report: Reported) -> None:
    with pytest.raises(NotAllowed):
        identities.withdraw(opening=overridden(report), by=report.noor)


# Notice that is put off.


def test_put_off_notice_is_in_the_ledger_at_once_and_comes_due_by_itself(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = overridden(report, deferred=20)
    assert events(report.case.pk)[-1] == "override.deferred"
    assert reading.my_openings(report.noor) == []
    assert reading.my_opening(opening.pk, report.noor) is None
    (told,) = reading.openings_for(report.officer("mira"))
    assert sorted(letter.kind for letter in told.letters) == ["deferral", "override"]
    days_pass(monkeypatch, 20)
    while identities.sweep(by=SYSTEM):
        pass
    (seen,) = reading.my_openings(report.noor)
    assert [letter.kind for letter in seen.letters] == ["override"]
    assert events(report.case.pk).count("override.notice-given") == 1


def test_notice_comes_also_when_the_override_has_ended(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    overridden(report, deferred=60)
    days_pass(monkeypatch, 61)
    while identities.sweep(by=SYSTEM):
        pass
    assert [seen.opening.state for seen in reading.my_openings(report.noor)] == ["expired"]


@pytest.mark.parametrize("days", [0, LONGEST_DEFERRAL_DAYS + 1])
def test_notice_is_not_put_off_for_ever(report: Reported, days: int) -> None:
    with refused("deferred-until", NotValid):
        overridden(report, deferred=days)


def test_putting_off_needs_reasons_to_custodians_and_commission(report: Reported) -> None:
    with refused("letters", NotValid):
        overridden(report, deferred=10, deferral={})


def test_putting_off_waits_as_long_as_any_override(report: Reported) -> None:
    opening = overridden(report, deferred=10)
    with refused("waiting-time"):
        approve(report, opening, "wim")


# The table.


def test_the_table_of_moves_is_whole_and_ends() -> None:
    assert set(MOVES) == set(State)
    final = set(State) - LIVE
    assert final == {State.ENDED, State.REFUSED, State.WITHDRAWN, State.EXPIRED}
    for before in LIVE:
        assert MOVES[before] & final, before


def test_no_commission_above_is_no_reason_to_refuse(
    report: Reported, mira: Officer, cast: Cast
) -> None:
    Appointment.objects.filter(role=Role.COMMISSION_MEMBER).delete()
    assert overridden(report).state == "announced"


def test_without_the_ledger_nothing_is_put_off(
    report: Reported, break_ledger: Callable[[], None]
) -> None:
    break_ledger()
    with pytest.raises(RuntimeError):
        overridden(report, deferred=5)
    assert not Opening.objects.exists()
