"""By consent: who may ask, who may agree, who may approve, and what is left when it ends."""

from datetime import timedelta
from typing import Any

import pytest

from hoeder.cases import actions as cases
from hoeder.clocks.rules import SYSTEM, Parameter, find
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.identities import actions as identities
from hoeder.identities import reading, statements
from hoeder.identities.models import Approval, CircleRow, Opening, ShutOut
from hoeder.identities.rules import Purpose
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import today
from tests import build
from tests.build import OPERATOR
from tests.identities.world import (
    Reported,
    a_consent,
    a_report,
    approve,
    asked,
    consented,
    days_pass,
    events,
    letters,
    opened,
    pledged,
    the_care_room,
)
from tests.rooms.sealing import new_id, part, sealed

LONGEST_CONSENT_DAYS = find("nl", Parameter.CONSENT, today()).days


def refused(kind: str, error: type[Refusal] = NotNow) -> Any:
    """Expect a refusal of this kind."""
    return pytest.raises(error, check=lambda one: one.kind == kind)


def state(opening: Opening) -> str:
    opening.refresh_from_db()
    return str(opening.state)


def released(opening: Opening) -> int:
    """How many shares lie here for the person."""
    return opening.approvals.exclude(sealed=None).count()


# Asking.


def test_omar_asks_for_himself_once_noor_let_him_in(report: Reported) -> None:
    with pytest.raises(NotAllowed):
        asked(report, to="omar", by="omar")
    the_care_room(report)
    opening = asked(report, to="omar", by="omar")
    (seen,) = reading.my_openings(report.noor)
    assert (seen.opening, seen.need, seen.approved, seen.working) == (opening, 3, 0, 5)
    assert [letter.kind for letter in seen.letters] == ["request"]


@pytest.mark.parametrize("name", ["smit", "pim", "wim", "ilse", "jonas", "eve", "mira", "eva"])
def test_nobody_else_asks(report: Reported, name: str) -> None:
    with pytest.raises(NotAllowed):
        asked(report, by=name)
    assert not Opening.objects.exists()


@pytest.mark.parametrize("name", ["smit", "pim", "wim", "ilse", "jonas", "eve"])
def test_it_is_opened_to_nobody_else(report: Reported, name: str) -> None:
    with pytest.raises(NotAllowed):
        asked(report, to=name)


def test_two_requests_for_one_person_are_one(report: Reported) -> None:
    first, second = asked(report), asked(report)
    assert first == second
    assert events(report.case.pk).count("opening.asked") == 1


def test_two_requests_for_the_same_box_stand_apart(report: Reported) -> None:
    """Noor agrees to one of them, and the other is as it was."""
    the_care_room(report)
    ada, omar = asked(report), asked(report, to="omar", by="omar")
    consented(report, omar)
    approve(report, omar, "ruth", "wim", "sanne")
    assert (state(omar), state(ada)) == ("open", "asked")
    with pytest.raises(NotNow):
        identities.approve(opening=ada, sealed=part(), letters={}, by=report.officer("wim"))


@pytest.mark.parametrize("days", [-1, LONGEST_CONSENT_DAYS + 1])
def test_a_request_has_a_last_day_that_is_near(report: Reported, days: int) -> None:
    with refused("not-after", NotValid):
        asked(report, days=days)


def test_a_request_without_a_letter_to_the_reporter_is_refused(report: Reported) -> None:
    for wrong in ({}, letters("reporter", report.officer("smit")), {"reporter": part()}):
        with pytest.raises(NotValid):
            identities.request_opening(
                box=report.box,
                opening=new_id(),
                to=report.officer("ada"),
                purpose=Purpose.CONTACT,
                not_after=today(),
                letters=wrong,
                by=report.officer("ada"),
            )


def test_an_id_is_used_once(report: Reported) -> None:
    opening = asked(report)
    identities.refuse_opening(opening=opening, letters={}, by=report.noor)
    with refused("id-taken"):
        identities.request_opening(
            box=report.box,
            opening=opening.pk,
            to=report.officer("ada"),
            purpose=Purpose.CONTACT,
            not_after=today(),
            letters=letters("reporter"),
            by=report.officer("ada"),
        )


# Agreeing.


def test_nobody_agrees_but_the_reporter_of_this_case(report: Reported) -> None:
    opening = asked(report)
    bram = a_report(report.cast)
    for by in (bram.noor, report.officer("ada"), report.officer("wim")):
        with pytest.raises(NotAllowed):
            identities.consent(opening=opening, **a_consent(report, opening), by=by)
        with pytest.raises(NotAllowed):
            identities.refuse_opening(opening=opening, letters={}, by=by)
        with pytest.raises(NotAllowed):
            identities.withdraw(opening=opening, by=by)
    assert state(opening) == "asked"


def test_a_consent_for_one_person_is_none_for_another(report: Reported) -> None:
    the_care_room(report)
    ada, omar = asked(report), asked(report, to="omar", by="omar")
    for_ada = a_consent(report, ada)
    with refused("consent", NotValid):
        identities.consent(opening=omar, **for_ada, by=report.noor)


def test_a_consent_is_used_for_one_opening(report: Reported) -> None:
    """Ada cannot bring an old consent once more."""
    first = opened(report)
    said: dict[str, Any] = {
        "statement": first.consent,
        "signature": first.consent_signature,
        "half": part(),
    }
    identities.withdraw(opening=first, by=report.noor)
    with refused("consent", NotValid):
        identities.consent(opening=asked(report), **said, by=report.noor)


@pytest.mark.parametrize(
    "changed",
    [
        {"purpose": "hearing"},
        {"case": new_id()},
        {"box": new_id()},
        {"organisation": new_id()},
        {"author": "ab" * 32},
        {"day": (today() - timedelta(days=3)).isoformat()},
        {"day": "yesterday"},
        {"to": statements.Person(new_id(), "age1pq1x", "ab" * 32)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_consent_to_something_else_is_refused(report: Reported, changed: dict[str, Any]) -> None:
    opening = asked(report)
    with refused("consent", NotValid):
        identities.consent(opening=opening, **a_consent(report, opening, **changed), by=report.noor)
    assert state(opening) == "asked"


def test_a_consent_that_another_signed_is_refused(report: Reported) -> None:
    opening = asked(report)
    for key in (build.author_of(report.officer("ada")), a_report(report.cast).author):
        said = a_consent(report, opening)
        signature = key.sign(statements.CONSENT + said["statement"].encode()).hex()
        with refused("consent", NotValid):
            identities.consent(opening=opening, **{**said, "signature": signature}, by=report.noor)


@pytest.mark.parametrize("days", [-1, 31])
def test_a_consent_lasts_no_longer_than_was_asked(report: Reported, days: int) -> None:
    opening = asked(report)
    last = (today() + timedelta(days=days)).isoformat()
    with refused("not-after", NotValid):
        identities.consent(
            opening=opening, **a_consent(report, opening, not_after=last), by=report.noor
        )


def test_a_consent_may_be_for_a_shorter_time(report: Reported) -> None:
    opening = asked(report)
    said = a_consent(report, opening, not_after=today().isoformat())
    assert identities.consent(opening=opening, **said, by=report.noor).opening.not_after == today()


def test_a_half_of_another_length_is_refused(report: Reported) -> None:
    opening = asked(report)
    with refused("envelope", NotValid):
        identities.consent(
            opening=opening, **{**a_consent(report, opening), "half": sealed()}, by=report.noor
        )


def test_after_a_no_there_is_no_yes(report: Reported) -> None:
    opening = asked(report)
    identities.refuse_opening(opening=opening, letters={}, by=report.noor)
    with refused("opening-moved-on"):
        identities.consent(opening=opening, **a_consent(report, opening), by=report.noor)


# Approving.


def test_without_her_signature_no_custodian_can_approve(report: Reported) -> None:
    opening = asked(report)
    with refused("opening-moved-on"):
        identities.approve(opening=opening, sealed=part(), letters={}, by=report.officer("wim"))
    assert not reading.requests_to(report.officer("wim"))


@pytest.mark.parametrize("name", ["ada", "omar", "mira", "externe_autoriteit", "pim"])
def test_whoever_keeps_no_share_approves_nothing(report: Reported, name: str) -> None:
    opening = consented(report)
    with pytest.raises(NotAllowed):
        identities.approve(opening=opening, sealed=part(), letters={}, by=report.officer(name))
    with pytest.raises(NotAllowed):
        identities.decline(opening=opening, letters={}, by=report.officer(name))


def test_nobody_approves_what_they_asked_for_or_what_is_for_themselves(cast: Any) -> None:
    """Ruth is a handler and a custodian; so is Sanne for the commission."""
    report = a_report(cast, cast.officers["ada"], cast.officers["ruth"])
    by_ruth = consented(report, asked(report, by="ruth"))
    to_ruth = consented(report, asked(report, to="ruth", by="ada"))
    for opening in (by_ruth, to_ruth):
        with pytest.raises(NotAllowed, match="Nobody approves"):
            identities.approve(
                opening=opening, sealed=part(), letters={}, by=report.officer("ruth")
            )
        assert reading.opening_to_answer(opening.pk, report.officer("ruth")) is None


def test_a_browser_that_died_approves_once(report: Reported) -> None:
    opening = consented(report)
    approve(report, opening, "wim", "wim", "wim")
    assert released(opening) == 1
    assert state(opening) == "consented"


def test_one_or_two_custodians_open_nothing(report: Reported) -> None:
    opening = consented(report)
    approve(report, opening, "wim", "sanne")
    pledged(report, "ada")
    with refused("opening-moved-on"):
        identities.fetch_box(opening=opening, by=report.officer("ada"))


def test_a_fourth_share_helps_when_one_was_altered(report: Reported) -> None:
    opening = opened(report)
    approve(report, opening, "eva")
    assert released(opening) == 4


def test_a_custodian_answers_once(report: Reported) -> None:
    opening = consented(report)
    identities.decline(opening=opening, letters={}, by=report.officer("wim"))
    with refused("answered"):
        approve(report, opening, "wim")
    approve(report, opening, "eva")
    with refused("answered"):
        identities.decline(opening=opening, letters={}, by=report.officer("eva"))


def test_three_refusals_end_it(report: Reported) -> None:
    opening = consented(report)
    approve(report, opening, "ruth")
    for name in ("wim", "sanne"):
        identities.decline(opening=opening, letters={}, by=report.officer(name))
    assert state(opening) == "consented"
    identities.decline(opening=opening, letters=letters("reporter"), by=report.officer("eva"))
    assert (state(opening), opening.half, released(opening)) == ("refused", None, 0)
    assert events(report.case.pk)[-2:] == ["opening.declined", "opening.refused"]


def test_an_approval_of_another_length_is_refused(report: Reported) -> None:
    with refused("envelope", NotValid):
        identities.approve(
            opening=consented(report), sealed=sealed(), letters={}, by=report.officer("wim")
        )


# Two custodians lost, and one who becomes named.


def test_with_two_custodians_lost_three_still_open_it(report: Reported) -> None:
    for name in ("ruth", "eva"):
        organisations.deactivate_officer(officer=report.officer(name), by=OPERATOR)
    assert reading.working(report.box) == [2, 3, 4]
    assert state(opened(report)) == "open"


def test_with_three_lost_it_says_so_and_one_refusal_ends_it(report: Reported) -> None:
    opening = consented(report)
    for name in ("ruth", "eva"):
        organisations.deactivate_officer(officer=report.officer(name), by=OPERATOR)
    identities.decline(opening=opening, letters={}, by=report.officer("wim"))
    assert state(opening) == "refused"
    assert reading.my_openings(report.noor)[0].working == 3


def test_a_custodian_with_new_keys_cannot_open_the_old_share(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    wim = report.officer("wim")
    days_pass(monkeypatch, 2)
    key = wim.confirmed_key()
    assert key is not None
    organisations.withdraw_key(key=key, by=wim)
    build.confirm(build.a_key(wim), by=None)
    assert reading.working(report.box) == [1, 3, 4, 5]


def test_a_custodian_who_becomes_named_is_cut_off_with_what_they_released(
    report: Reported,
) -> None:
    opening = opened(report)
    identities.shut_out(case=report.case.pk, officers=[report.officer("wim")], by=SYSTEM)
    assert (state(opening), released(opening)) == ("consented", 2)
    assert reading.working(report.box) == [1, 3, 4, 5]
    with pytest.raises(NotAllowed):
        approve(report, opening, "wim")
    assert not reading.shares_of(report.officer("wim"))
    approve(report, opening, "eva")
    assert state(opening) == "open"


def test_a_person_who_becomes_named_gets_nothing_any_more(report: Reported) -> None:
    opening = opened(report)
    pledged(report, "ada")
    identities.shut_out(case=report.case.pk, officers=[report.officer("ada")], by=SYSTEM)
    assert (state(opening), opening.half, released(opening)) == ("ended", None, 0)
    assert reading.opening_to(opening.pk, report.officer("ada")) is None
    with pytest.raises(NotAllowed):
        identities.fetch_box(opening=opening, by=report.officer("ada"))
    with pytest.raises(NotAllowed):
        asked(report)


def test_shut_out_twice_is_once(report: Reported) -> None:
    for _time in range(2):
        identities.shut_out(case=report.case.pk, officers=[report.officer("wim")], by=SYSTEM)
    assert ShutOut.objects.count() == 1
    assert events(report.case.pk).count("identities.shut-out") == 1


def test_whoever_steps_back_from_the_case_is_shut_out(cast: Any) -> None:
    report = a_report(cast, cast.officers["ada"], cast.officers["ruth"])
    cases.recuse(case=report.case, by=report.officer("ruth"))
    assert reading.working(report.box) == [2, 3, 4, 5]


# Withdrawing, and the last day.


def test_withdrawing_erases_at_once(report: Reported) -> None:
    opening = opened(report)
    identities.withdraw(opening=opening, by=report.noor)
    assert (state(opening), opening.half, released(opening)) == ("withdrawn", None, 0)
    pledged(report, "ada")
    with refused("withdrawn"):
        identities.fetch_box(opening=opening, by=report.officer("ada"))


def test_the_last_share_that_comes_after_she_withdrew_is_refused(report: Reported) -> None:
    opening = consented(report)
    approve(report, opening, "wim", "sanne")
    on_its_way = Opening.objects.get(pk=opening.pk)
    identities.withdraw(opening=opening, by=report.noor)
    with refused("withdrawn"):
        identities.approve(
            opening=on_its_way, sealed=part(), letters={}, by=report.officer("tarik")
        )
    assert not Approval.objects.exclude(sealed=None).exists()


def test_what_was_not_agreed_to_cannot_be_withdrawn(report: Reported) -> None:
    with refused("opening-moved-on"):
        identities.withdraw(opening=asked(report), by=report.noor)


def test_after_the_last_day_nothing_is_handed_out_and_the_sweep_erases(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = opened(report)
    pledged(report, "ada")
    days_pass(monkeypatch, 31)
    with refused("expired"):
        identities.fetch_box(opening=opening, by=report.officer("ada"))
    assert identities.sweep(by=SYSTEM) == 1
    assert (state(opening), opening.half, released(opening)) == ("ended", None, 0)
    assert events(report.case.pk)[-1] == "opening.lapsed"
    assert identities.sweep(by=SYSTEM) == 0


def test_a_consent_after_the_last_day_is_refused(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = asked(report, days=2)
    said = a_consent(report, opening)
    days_pass(monkeypatch, 3)
    with refused("expired"):
        identities.consent(opening=opening, **said, by=report.noor)
    identities.sweep(by=SYSTEM)
    assert state(opening) == "expired"


# Seeing.


def test_nobody_else_fetches_what_is_open_to_ada(report: Reported) -> None:
    opening = opened(report)
    for name in ("omar", "ruth", "wim", "mira", "externe_autoriteit", "pim"):
        with pytest.raises(NotAllowed):
            identities.fetch_box(opening=opening, by=report.officer(name))


def test_a_box_is_fetched_only_after_a_promise_of_secrecy(report: Reported) -> None:
    opening = opened(report)
    with refused("pledge-needed"):
        identities.fetch_box(opening=opening, by=report.officer("ada"))
    assert not CircleRow.objects.exists()


def test_each_fetch_is_in_the_journal_and_the_person_once_in_the_circle(report: Reported) -> None:
    opening = opened(report)
    pledged(report, "ada")
    for _time in range(2):
        identities.fetch_box(opening=opening, by=report.officer("ada"))
    assert events(report.case.pk).count("box.fetched") == 2
    row = CircleRow.objects.get()
    assert (row.knower, row.how, row.ground) == (
        report.officer("ada").label,
        "opened",
        "protection",
    )
