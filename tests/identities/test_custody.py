"""Shares are tested, handed over without a gap, and drilled; nobody ever holds a quorum."""

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.identities import actions as identities
from hoeder.identities import reading
from hoeder.identities.models import Drill, Share
from hoeder.identities.rules import CONTENT_PLAINTEXT
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Custody, Officer
from hoeder.organisations.rules import Role
from hoeder.rooms.models import today
from tests import build
from tests.build import OPERATOR, Cast
from tests.identities.sealing import a_box, proof_of, verify_key
from tests.identities.test_openings import refused
from tests.identities.world import (
    Reported,
    a_drill,
    a_report,
    approve,
    consented,
    events,
    the_five,
)
from tests.rooms.sealing import new_id, part, sealed


def share_of(report: Reported, name: str) -> Share:
    return report.box.shares.get(custodian=report.officer(name), ended_on=None)


def prove(report: Reported, share: Share, by: Officer) -> None:
    identities.prove_share(share=share, proof=bytes.fromhex(proof_of(share.hash)), by=by)


@pytest.fixture
def lotte(cast: Cast) -> Officer:
    """A deputy."""
    officer = build.an_officer("lotte", cast.coast_guard, Role.CUSTODIAN)
    custody = Custody.in_force(cast.coast_guard.pk)
    assert custody is not None
    custody.places.create(officer=officer, number=6)
    return officer


# Another content.


def test_a_new_content_leaves_key_and_shares_as_they_are(report: Reported) -> None:
    content = sealed(CONTENT_PLAINTEXT)
    box, _ = identities.replace_content(box=report.box, version=2, content=content, by=report.noor)
    assert (bytes(box.content), box.recipient) == (content, report.box.recipient)
    assert len(reading.working(box)) == 5


def test_nobody_else_puts_something_in_her_box(report: Reported) -> None:
    bram = a_report(report.cast)
    for by in (bram.noor, report.officer("ada"), report.officer("omar")):
        with pytest.raises(NotAllowed):
            identities.replace_content(
                box=report.box, version=2, content=sealed(CONTENT_PLAINTEXT), by=by
            )


@pytest.mark.parametrize("version", [0, 1, 3])
def test_versions_have_no_gaps_and_never_go_back(report: Reported, version: int) -> None:
    with refused("box-moved-on"):
        identities.replace_content(
            box=report.box, version=version, content=sealed(CONTENT_PLAINTEXT), by=report.noor
        )


@pytest.mark.parametrize("content", [sealed(16 * 1024), part(), b"Noor"])
def test_a_content_of_another_length_is_refused(report: Reported, content: bytes) -> None:
    with refused("envelope", NotValid):
        identities.replace_content(box=report.box, version=2, content=content, by=report.noor)


# Testing.


def test_a_custodian_proves_that_they_can_open_their_share(report: Reported) -> None:
    wim = report.officer("wim")
    assert [(one.index, one.tested_on) for one in reading.shares_of(wim)] == [(2, None)]
    prove(report, share_of(report, "wim"), wim)
    assert [(one.index, one.tested_on) for one in reading.shares_of(wim)] == [(2, today())]


def test_a_wrong_proof_is_refused(report: Reported) -> None:
    share = share_of(report, "wim")
    for proof in (bytes(32), bytes.fromhex(share.proof_hash), b""):
        with refused("proof", NotValid):
            identities.prove_share(share=share, proof=proof, by=report.officer("wim"))
    assert share_of(report, "wim").tested_on is None


@pytest.mark.parametrize("name", ["ruth", "ada", "pim", "externe_autoriteit"])
def test_nobody_else_gets_at_a_share(report: Reported, name: str) -> None:
    share, by = share_of(report, "wim"), report.officer(name)
    with pytest.raises(NotAllowed):
        identities.fetch_share(share=share, by=by)
    with pytest.raises(NotAllowed):
        prove(report, share, by)
    with pytest.raises(NotAllowed):
        identities.hand_over_share(share=share, to=report.officer("ruth"), sealed=part(), by=by)
    assert reading.my_share(share.pk, by) is None


def test_whoever_is_no_custodian_any_more_gets_no_share(report: Reported) -> None:
    wim = report.officer("wim")
    organisations.end_appointment(
        appointment=wim.appointments.get(role=Role.CUSTODIAN), by=OPERATOR
    )
    with pytest.raises(NotAllowed):
        identities.fetch_share(share=share_of(report, "wim"), by=wim)
    assert reading.my_share(share_of(report, "wim").pk, wim) is None


def test_each_fetch_of_a_share_is_in_the_journal(report: Reported) -> None:
    for _time in range(2):
        identities.fetch_share(share=share_of(report, "wim"), by=report.officer("wim"))
    assert events(report.case.pk)[-2:] == ["share.fetched", "share.fetched"]


# Handing over.


def test_a_share_is_handed_over_without_a_gap(report: Reported, lotte: Officer) -> None:
    old, wim = share_of(report, "wim"), report.officer("wim")
    new = identities.hand_over_share(share=old, to=lotte, sealed=part(), by=wim)
    assert reading.working(report.box) == [1, 2, 3, 4, 5]
    opening = consented(report)
    with pytest.raises(NotAllowed):
        identities.approve(opening=opening, sealed=part(), letters={}, by=lotte)
    prove(report, new, lotte)
    assert reading.working(report.box) == [1, 2, 3, 4, 5]
    with pytest.raises(NotAllowed):
        approve(report, opening, "wim")
    identities.approve(opening=opening, sealed=part(), letters={}, by=lotte)
    old.refresh_from_db()
    assert (bytes(old.sealed), old.ended_on is not None) == (b"", True)


def test_a_share_that_was_answered_with_is_not_answered_with_again(
    report: Reported, lotte: Officer
) -> None:
    """Wim approves and hands over: Lotte's share is the same share."""
    opening = consented(report)
    approve(report, opening, "wim")
    new = identities.hand_over_share(
        share=share_of(report, "wim"), to=lotte, sealed=part(), by=report.officer("wim")
    )
    prove(report, new, lotte)
    with refused("answered"):
        identities.approve(opening=opening, sealed=part(), letters={}, by=lotte)


def test_another_deputy_takes_the_place_of_one_who_never_tested(
    report: Reported, lotte: Officer, cast: Cast
) -> None:
    second = build.an_officer("kuiper", cast.coast_guard, Role.CUSTODIAN)
    Custody.objects.get().places.create(officer=second, number=7)
    for deputy in (lotte, second):
        identities.hand_over_share(
            share=share_of(report, "wim"), to=deputy, sealed=part(), by=report.officer("wim")
        )
    waiting = report.box.shares.get(waiting=True, ended_on=None)
    assert waiting.custodian == second


def test_a_share_goes_to_somebody_who_keeps_shares_here_and_has_none(
    report: Reported, lotte: Officer
) -> None:
    wim = report.officer("wim")
    share = share_of(report, "wim")
    for name in ("ada", "mira", "externe_autoriteit", "pim"):
        with pytest.raises(NotAllowed):
            identities.hand_over_share(share=share, to=report.officer(name), sealed=part(), by=wim)
    with refused("holds-share"):
        identities.hand_over_share(share=share, to=report.officer("eva"), sealed=part(), by=wim)
    identities.shut_out(case=report.case.pk, officers=[lotte], by=SYSTEM)
    with pytest.raises(NotAllowed):
        identities.hand_over_share(share=share, to=lotte, sealed=part(), by=wim)


def test_an_untested_share_is_not_passed_on(report: Reported, lotte: Officer) -> None:
    new = identities.hand_over_share(
        share=share_of(report, "wim"), to=lotte, sealed=part(), by=report.officer("wim")
    )
    with refused("share-untested"):
        identities.hand_over_share(share=new, to=report.officer("wim"), sealed=part(), by=lotte)


def test_a_share_of_another_length_is_not_handed_over(report: Reported, lotte: Officer) -> None:
    with refused("envelope", NotValid):
        identities.hand_over_share(
            share=share_of(report, "wim"), to=lotte, sealed=sealed(), by=report.officer("wim")
        )


# Drills.


def pass_all(drill: Drill) -> list[bool]:
    """Everybody opens their part; tell after each whether the drill was finished."""
    return [
        identities.prove_drill(
            drill=drill, proof=bytes.fromhex(proof_of(part.hash)), by=part.officer
        )
        for part in drill.shares.select_related("officer").order_by("index")
    ]


def test_the_last_part_that_is_opened_puts_a_custody_in_force(report: Reported) -> None:
    five = the_five(report.cast)
    custody = organisations.set_custody(
        body=report.cast.coast_guard,
        custodians=five[::-1],
        deputies=[],
        authority=report.officer("externe_autoriteit"),
        by=OPERATOR,
    )
    drill = identities.start_drill(**a_drill(report))
    assert drill.custody == custody
    assert pass_all(drill) == [False] * 5 + [True]
    custody.refresh_from_db()
    assert custody.ready_on is not None
    assert not drill.shares.exclude(sealed=None).exists()
    (kept,) = reading.custodies_of(report.officer("eva"))
    assert all(keeper.passed_on for keeper in kept.keepers)
    assert len(kept.keepers) == 6


def test_a_drill_with_a_deputy_puts_nothing_in_force(report: Reported, lotte: Officer) -> None:
    five = the_five(report.cast)
    custody = organisations.set_custody(
        body=report.cast.coast_guard,
        custodians=five,
        deputies=[lotte],
        authority=report.officer("externe_autoriteit"),
        by=OPERATOR,
    )
    author, case = Ed25519PrivateKey.generate(), new_id()
    box = a_box(
        report.cast.ministry.pk,
        case,
        author,
        [officer.pk for officer in (*five[:4], lotte)],
        report.officer("externe_autoriteit").pk,
    )
    drill = identities.start_drill(
        body=report.cast.coast_guard, case=case, author=verify_key(author), box=box, by=lotte
    )
    pass_all(drill)
    custody.refresh_from_db()
    assert custody.ready_on is None


@pytest.mark.parametrize("name", ["ada", "mira", "pim", "smit", "externe_autoriteit"])
def test_only_custodians_start_a_drill(report: Reported, name: str) -> None:
    with pytest.raises(NotAllowed):
        identities.start_drill(**a_drill(report, by=name))


def test_a_drill_for_others_is_refused(report: Reported) -> None:
    drill = a_drill(report)
    author = Ed25519PrivateKey.generate()
    four = [share.custodian for share in drill["box"].shares][:4]
    authority = drill["box"].authority.officer
    for people, last in (
        ([*four, report.officer("ada").pk], authority),
        (four, authority),
        ([*four, report.officer("eva").pk], report.officer("mira").pk),
    ):
        box = a_box(report.cast.ministry.pk, drill["case"], author, people, last)
        with refused("box", NotValid):
            identities.start_drill(**{**drill, "box": box, "author": verify_key(author)})
    with refused("box", NotValid):
        identities.start_drill(**{**drill, "author": verify_key(author)})
    unsigned: Any = replace(drill["box"], signature="00" * 64)
    with refused("box", NotValid):
        identities.start_drill(**{**drill, "box": unsigned})


def test_a_drill_is_started_once(report: Reported) -> None:
    drill = a_drill(report)
    identities.start_drill(**drill)
    with pytest.raises(NotNow):
        identities.start_drill(**drill)


def test_a_part_that_was_not_opened_is_not_passed(report: Reported) -> None:
    drill = identities.start_drill(**a_drill(report))
    with refused("proof", NotValid):
        identities.prove_drill(drill=drill, proof=bytes(32), by=report.officer("wim"))
    with pytest.raises(NotAllowed):
        identities.prove_drill(drill=drill, proof=bytes(32), by=report.officer("ada"))
    assert len(reading.drills_of(report.officer("wim"))) == 1
