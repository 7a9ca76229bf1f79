"""Promises: written down, accepted with a signature, kept, overdue, passed on."""

from typing import Any

import pytest

from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.ledger import actions as ledger
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.protection import actions as protection
from hoeder.protection.models import Commitment
from hoeder.protection.promising import (
    FURTHEST_DAYS,
    UNSETTLED,
    Promise,
    Standing,
    Thing,
    standing,
)
from tests import build
from tests.build import Cast
from tests.identities.world import Reported, a_report, events
from tests.protection.promises import (
    a_statement,
    accepted,
    an_item,
    answered,
    in_days,
    promised,
    room_of,
    sweep,
    terms,
    with_commission,
    words,
)
from tests.rooms.sealing import new_id, next_item


@pytest.fixture
def report(cast: Cast) -> Reported:
    return answered(cast)


def missed(commitment: Commitment) -> set[str]:
    """Which of its clocks were missed."""
    return {one.kind for one in commitment.clocks().missed()}


def test_a_promise_that_nobody_keeps_is_overdue_and_stays_so(
    report: Reported, smit: Officer
) -> None:
    """law.md RET-02: a director promises, due in seven days, and does nothing."""
    commitment = accepted(report, smit)
    sweep(7)
    assert not Commitment.objects.overdue().exists()
    sweep(9)
    assert list(Commitment.objects.overdue()) == [commitment]
    assert commitment.standing(missed=True) == Standing.OVERDUE
    assert "clock.missed" in events(report.case.pk)
    # Kept late, it is no longer open; that it was late stays on record.
    protection.claim(commitment=commitment, item=an_item(commitment), by=smit)
    kept = protection.confirm(commitment=commitment, by=report.noor)
    assert not Commitment.objects.overdue().exists()
    assert missed(commitment) == {ClockKind.PROMISE}
    assert kept.standing(missed=True) == Standing.KEPT_LATE


def test_the_level_above_is_told_of_an_overdue_promise_by_itself(
    cast: Cast, report: Reported, smit: Officer, mira: Officer
) -> None:
    """law.md RET-02: the overdue event is escalated above whoever promised."""
    accepted(report, smit)
    sweep(9)
    oversight.escalate_missed(by=SYSTEM)
    told = set(Notice.objects.filter(kind="escalation.opened").values_list("holder", flat=True))
    assert mira.label in told
    assert smit.label not in told


def test_an_offer_starts_two_clocks_and_tells_the_owner(report: Reported, smit: Officer) -> None:
    commitment = promised(report, smit)
    assert {one.kind for one in commitment.clocks()} == {ClockKind.PROMISE, ClockKind.ANSWER}
    assert Notice.objects.filter(kind="commitment.offered", holder=smit.label).exists()
    assert "commitment.offered" in events(report.case.pk)
    sweep(8)
    assert list(Commitment.objects.unanswered()) == [commitment]


def test_an_offer_sent_twice_is_one(report: Reported, smit: Officer) -> None:
    commitment, sealed_words, of = new_id(), words("reporter", smit.label), terms(smit)
    for _ in range(2):
        protection.offer(commitment=commitment, terms=of, sealed=sealed_words, by=report.noor)
    assert events(report.case.pk).count("commitment.offered") == 1


def test_what_was_said_aloud_is_written_down_with_its_day(report: Reported, smit: Officer) -> None:
    commitment = promised(report, smit, promised_on=in_days(-30))
    assert commitment.promised_on == in_days(-30)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"due_on": in_days(-2)}, "due-past"),
        ({"due_on": in_days(FURTHEST_DAYS + 2)}, "due-too-far"),
        ({"promised_on": in_days(2)}, "promised-on"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_a_sentence(
    report: Reported, smit: Officer, changed: dict[str, Any], kind: str
) -> None:
    with pytest.raises(NotValid) as refused:
        promised(report, smit, **changed)
    assert refused.value.kind == kind
    assert refused.value.message.endswith(".")
    assert not Commitment.objects.exists()


def test_without_the_ledger_nothing_was_promised(
    report: Reported, smit: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="no ledger"):
        promised(report, smit)
    assert not Commitment.objects.exists()
    assert not Clock.objects.filter(kind=ClockKind.PROMISE).exists()


def test_an_acceptance_is_signed_and_kept_with_its_key(report: Reported, smit: Officer) -> None:
    commitment = accepted(report, smit)
    key = smit.confirmed_key()
    assert key is not None
    assert commitment.state == Promise.ACCEPTED
    assert commitment.signed_with == key.verify
    answer = commitment.clocks().get(kind=ClockKind.ANSWER)
    assert answer.met_on is not None
    # Accepted twice with the same signature, it is accepted once.
    protection.accept(
        commitment=commitment,
        statement=commitment.statement,
        signature=commitment.signature,
        by=smit,
    )
    assert events(report.case.pk).count("commitment.accepted") == 1


def test_nothing_is_accepted_a_second_time_with_other_words(
    report: Reported, smit: Officer
) -> None:
    commitment = accepted(report, smit)
    statement, signature = a_statement(commitment, smit, day=in_days(-1))
    with pytest.raises(NotNow) as refused:
        protection.accept(commitment=commitment, statement=statement, signature=signature, by=smit)
    assert refused.value.kind == "commitment-moved-on"


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": Thing.PAY},
        {"due_on": in_days(30)},
        {"text": "0" * 64},
        {"commitment": new_id()},
        {"organisation": new_id()},
        {"owner": new_id()},
        {"day": in_days(1)},
        {"day": in_days(-2)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_an_altered_statement_accepts_nothing(
    report: Reported, smit: Officer, changed: dict[str, Any]
) -> None:
    commitment = promised(report, smit)
    statement, signature = a_statement(commitment, smit, **changed)
    with pytest.raises(NotValid) as refused:
        protection.accept(commitment=commitment, statement=statement, signature=signature, by=smit)
    assert refused.value.kind == "statement"


def test_nobody_else_accepts_declines_or_keeps_it(
    cast: Cast, report: Reported, smit: Officer, ada: Officer, mira: Officer
) -> None:
    commitment = promised(report, smit)
    for other in (ada, mira, build.an_officer("lotte", cast.coast_guard, Role.OWNER)):
        statement, signature = a_statement(commitment, other)
        with pytest.raises(NotAllowed):
            protection.accept(
                commitment=commitment, statement=statement, signature=signature, by=other
            )
        with pytest.raises(NotAllowed):
            protection.decline(commitment=commitment, item=an_item(commitment), by=other)
        with pytest.raises(NotAllowed):
            protection.claim(commitment=commitment, item=an_item(commitment), by=other)
    # Signed by another hand in the name of the owner.
    statement, _ = a_statement(commitment, smit)
    _, forged = a_statement(commitment, ada)
    with pytest.raises(NotValid):
        protection.accept(commitment=commitment, statement=statement, signature=forged, by=smit)


def test_whoever_declines_gives_reasons_and_the_day_stays(report: Reported, smit: Officer) -> None:
    commitment = promised(report, smit)
    protection.decline(commitment=commitment, item=an_item(commitment), by=smit)
    sweep(9)
    assert list(Commitment.objects.overdue()) == [commitment]
    # They may think again.
    commitment.refresh_from_db()
    statement, signature = a_statement(commitment, smit)
    protection.accept(commitment=commitment, statement=statement, signature=signature, by=smit)
    commitment.refresh_from_db()
    assert commitment.state == Promise.ACCEPTED


def test_the_reporter_has_the_last_word_on_what_was_kept(report: Reported, smit: Officer) -> None:
    commitment = accepted(report, smit)
    protection.claim(commitment=commitment, item=an_item(commitment), by=smit)
    item = an_item(commitment)
    for _ in range(2):
        protection.dispute(commitment=commitment, item=item, by=report.noor)
    assert list(Commitment.objects.broken()) == [commitment]
    assert events(report.case.pk).count("commitment.disputed") == 1
    # What was really done afterwards can be told, and confirmed.
    protection.claim(commitment=commitment, item=an_item(commitment), by=smit)
    protection.confirm(commitment=commitment, by=report.noor)
    commitment.refresh_from_db()
    assert commitment.standing(missed=False) == Standing.KEPT
    assert not Commitment.objects.unsettled().exists()


def test_nothing_is_claimed_before_it_was_accepted(report: Reported, smit: Officer) -> None:
    commitment = promised(report, smit)
    with pytest.raises(NotNow):
        protection.claim(commitment=commitment, item=an_item(commitment), by=smit)


def test_another_reporter_decides_nothing(cast: Cast, report: Reported, smit: Officer) -> None:
    commitment, bram = promised(report, smit), a_report(cast)
    for act in (protection.confirm, protection.refuse_proposal):
        with pytest.raises(NotAllowed):
            act(commitment=commitment, by=bram.noor)
    with pytest.raises(NotAllowed):
        protection.dispute(commitment=commitment, item=an_item(commitment), by=bram.noor)
    assert not Commitment.objects.visible_to(bram.noor).exists()


def test_an_officer_proposes_and_nothing_goes_to_the_owner_before_her_yes(
    report: Reported, smit: Officer, ada: Officer
) -> None:
    room = report.case.dialogue()
    of = terms(smit)
    proposed = protection.propose(
        case=report.case,
        commitment=new_id(),
        terms=of,
        room=room,
        item=next_item(room),
        by=ada,
    )
    assert proposed.state == Promise.PROPOSED
    assert not Notice.objects.filter(holder=smit.label).exists()
    assert not Commitment.objects.visible_to(smit).owned_by(smit).exists()
    offered = protection.offer(
        commitment=proposed.pk,
        terms=of,
        sealed=words("reporter", smit.label),
        by=report.noor,
    )
    assert offered.state == Promise.OFFERED
    # Whoever wrote it down is not in the room.
    assert not room_of(offered.pk).has_member(ada)


def test_she_may_not_want_what_was_proposed(report: Reported, smit: Officer, ada: Officer) -> None:
    room = report.case.dialogue()
    proposed = protection.propose(
        case=report.case,
        commitment=new_id(),
        terms=terms(smit),
        room=room,
        item=next_item(room),
        by=ada,
    )
    with pytest.raises(NotNow) as refused:
        protection.offer(
            commitment=proposed.pk,
            terms=terms(smit, kind=Thing.PAY),
            sealed=words("reporter", smit.label),
            by=report.noor,
        )
    assert refused.value.kind == "changed"
    protection.refuse_proposal(commitment=proposed, by=report.noor)
    proposed.refresh_from_db()
    assert proposed.standing(missed=False) == Standing.REFUSED


def test_only_who_speaks_with_her_there_proposes(
    cast: Cast, report: Reported, smit: Officer, ruth: Officer, ada: Officer, mira: Officer
) -> None:
    room = report.case.dialogue()
    for by in (ruth, smit, mira):
        with pytest.raises(Refusal):
            protection.propose(
                case=report.case,
                commitment=new_id(),
                terms=terms(smit),
                room=room,
                item=next_item(room),
                by=by,
            )
    above = with_commission(report, mira)
    protection.propose(
        case=report.case,
        commitment=new_id(),
        terms=terms(smit),
        room=above,
        item=next_item(above),
        by=mira,
    )


# The table.


@pytest.mark.parametrize("state", list(Promise))
@pytest.mark.parametrize("late", [False, True])
def test_every_state_has_one_word_for_every_page(state: Promise, *, late: bool) -> None:
    word = standing(state, missed=late)
    assert word in Standing
    if state in UNSETTLED - {Promise.CLAIMED, Promise.DISPUTED}:
        assert (word == Standing.OVERDUE) is late


def test_the_things_that_a_reporter_needs_are_first_class_and_the_list_is_open() -> None:
    """law.md RET-10: return, home, belongings, pay and travel; and always something else."""
    assert {"return", "home", "belongings", "pay", "travel", "other"} <= set(Thing.values)
