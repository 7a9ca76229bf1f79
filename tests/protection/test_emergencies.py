"""The emergency lane, and tasks of the employer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.models import Declaration
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Escalation
from hoeder.protection import actions as protection
from hoeder.protection.actions import duties
from hoeder.protection.models import Commitment, Duty, Emergency
from hoeder.protection.promising import Decision, DutyKind, Promise, RefusalGround, Thing
from hoeder.rooms.models import Room, today
from hoeder.web.shapes import rooms_seen_by
from tests.build import Cast
from tests.identities.world import Reported, a_report, events
from tests.protection.promises import an_emergency, room_of, terms, with_commission, words
from tests.rooms.sealing import a_recipient, new_id, next_item


@pytest.fixture
def report(cast: Cast) -> Reported:
    """Noor has reported to Ada."""
    return a_report(cast)


@pytest.fixture
def above(report: Reported, mira: Officer) -> Room:
    """Noor's room with Mira of the commission."""
    return with_commission(report, mira)


def sweep(hours: int) -> None:
    """So many hours go by, and the sweep comes along."""
    cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(hours=hours))


def test_the_level_above_has_forty_eight_hours(report: Reported, above: Room) -> None:
    """law.md RET-10: urgent measures have a clock of hours, weekends included."""
    before = timezone.now()
    emergency = an_emergency(report, above)
    clock = emergency.clock()
    assert clock is not None
    assert clock.kind == ClockKind.EMERGENCY
    assert timedelta(hours=48) <= clock.due_at - before < timedelta(hours=48, minutes=1)
    assert "emergency.asked" in events(report.case.pk)


def test_silence_is_a_refusal_that_the_commission_sees(
    report: Reported, above: Room, mira: Officer
) -> None:
    """law.md RET-10: nobody decides; that is on record as missed, and with the level above."""
    emergency = an_emergency(report, above)
    sweep(47)
    assert not Emergency.objects.silent().exists()
    sweep(49)
    assert list(Emergency.objects.silent()) == [emergency]
    assert "clock.missed" in events(report.case.pk)
    # Mira is of the commission that did nothing: nobody is told alone of their own default.
    oversight.escalate_missed(by=SYSTEM)
    assert Escalation.objects.get(about=emergency.pk, duty=ClockKind.EMERGENCY).told == 0
    # Decided too late, it is decided; that it was late stays.
    protection.refuse_in_emergency(
        emergency=emergency, ground=RefusalGround.DONE, answer=next_item(above), by=mira
    )
    assert not Emergency.objects.silent().exists()
    clock = emergency.clock()
    assert clock is not None
    assert clock.missed_on is not None


def test_a_refusal_has_a_ground_and_sealed_reasons(
    report: Reported, above: Room, mira: Officer
) -> None:
    """law.md RET-10: a refusal needs reasons, on a ground of a closed list."""
    emergency, answer = an_emergency(report, above), next_item(above)
    for _ in range(2):
        protection.refuse_in_emergency(
            emergency=emergency, ground=RefusalGround.NOT_OURS, answer=answer, by=mira
        )
    emergency.refresh_from_db()
    assert (emergency.decision, emergency.ground) == (Decision.REFUSED, RefusalGround.NOT_OURS)
    assert list(Emergency.objects.refused()) == [emergency]
    assert events(report.case.pk).count("emergency.refused") == 1
    with pytest.raises(NotNow):
        protection.refuse_in_emergency(
            emergency=emergency,
            ground=RefusalGround.SAFETY,
            answer=next_item(above),
            by=mira,
        )


def test_a_refusal_without_a_ground_cannot_even_be_stored(
    report: Reported, above: Room, mira: Officer
) -> None:
    """law.md RET-10: the database itself refuses a refusal without a ground."""
    emergency = an_emergency(report, above)
    named = {one.name for one in Emergency._meta.constraints}
    assert "refused_emergency_has_a_ground" in named
    with pytest.raises(ValueError, match="not a valid RefusalGround"):
        RefusalGround("my_manager_would_rather_not")
    assert emergency.decision == ""


def test_what_is_granted_becomes_a_commitment_with_an_owner_and_a_date(
    report: Reported, above: Room, mira: Officer, smit: Officer
) -> None:
    """law.md RET-10: the level above decides, and somebody has to do it."""
    emergency = an_emergency(report, above, Thing.RETURN)
    for _ in range(2):
        made = protection.grant_in_emergency(
            emergency=emergency,
            terms=terms(smit, kind=Thing.RETURN),
            sealed=words("reporter", smit.label, mira.label),
            answer=next_item(above),
            by=mira,
        )
    assert (made.pk, made.state, made.owner) == (emergency.pk, Promise.OFFERED, smit)
    assert room_of(made.pk).has_member(smit)
    emergency.refresh_from_db()
    assert emergency.decision == Decision.GRANTED
    clock = emergency.clock()
    assert clock is not None
    assert clock.met_on is not None
    kinds = {one.kind for one in made.clocks()}
    assert {ClockKind.PROMISE, ClockKind.ANSWER} <= kinds


def test_only_the_level_above_decides(
    cast: Cast, report: Reported, above: Room, smit: Officer, ada: Officer, omar: Officer
) -> None:
    emergency = an_emergency(report, above)
    Declaration.objects.create(case=report.case, officer=ada, day=today())
    for by in (ada, omar, smit, cast.officers["eve"]):
        with pytest.raises(NotAllowed):
            protection.refuse_in_emergency(
                emergency=emergency,
                ground=RefusalGround.DONE,
                answer=next_item(above),
                by=by,
            )
    # A member of the commission who is not in her room, and one who was named.
    sanne = cast.officers["sanne"]
    with pytest.raises(NotNow):
        protection.refuse_in_emergency(
            emergency=emergency, ground=RefusalGround.DONE, answer=next_item(above), by=sanne
        )
    Declaration.objects.create(case=report.case, officer=sanne, day=today())
    with pytest.raises(NotAllowed):
        protection.refuse_in_emergency(
            emergency=emergency, ground=RefusalGround.DONE, answer=next_item(above), by=sanne
        )
    cases.cut_off(case=report.case, officers=[cast.officers["mira"].pk], functions=[], by=ada)
    with pytest.raises(NotAllowed):
        protection.refuse_in_emergency(
            emergency=emergency,
            ground=RefusalGround.DONE,
            answer=next_item(above),
            by=cast.officers["mira"],
        )


def test_asking_twice_is_once_and_needs_the_room(report: Reported, mira: Officer) -> None:
    with pytest.raises(NotNow) as refused:
        protection.ask_in_emergency(
            emergency=new_id(),
            kind=Thing.PAY,
            item=next_item(report.case.dialogue()),
            by=report.noor,
        )
    assert refused.value.kind == "no-room"
    room = with_commission(report, mira)
    emergency, item = new_id(), next_item(room)
    for _ in range(2):
        protection.ask_in_emergency(emergency=emergency, kind=Thing.PAY, item=item, by=report.noor)
    assert events(report.case.pk).count("emergency.asked") == 1


def test_without_the_ledger_nothing_is_asked(
    report: Reported, above: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="no ledger"):
        an_emergency(report, above)
    assert not Emergency.objects.exists()


# Tasks of the employer.


def a_duty(report: Reported) -> Duty:
    """Noor shared that colleagues take revenge."""
    return duties.give(case=report.case, kind=DutyKind.STOP_COLLEAGUES, by=report.noor)


def test_revenge_by_colleagues_gives_the_employer_a_task_with_a_clock(
    report: Reported, smit: Officer
) -> None:
    """law.md RET-09: an entry about colleagues makes a task for the employer, with a clock."""
    duty = a_duty(report)
    assert a_duty(report) == duty
    assert duty.owner == smit
    assert Notice.objects.filter(kind="duty.given", holder=smit.label).exists()
    sweep(24 * 16)
    assert list(Duty.objects.overdue()) == [duty]
    assert events(report.case.pk).count("duty.given") == 1


def test_a_director_who_is_named_is_not_the_one_who_gets_the_task(
    report: Reported, smit: Officer, ada: Officer
) -> None:
    """law.md RET-09: it goes to the level above when the director is part of it."""
    Declaration.objects.create(case=report.case, officer=ada, day=today())
    cases.cut_off(case=report.case, officers=[smit.pk], functions=[], by=ada)
    duty = a_duty(report)
    assert duty.owner is not None
    assert duty.owner.body == report.cast.commission


def test_what_the_employer_did_is_sealed_to_who_protects(
    cast: Cast, report: Reported, smit: Officer, omar: Officer, ada: Officer
) -> None:
    """law.md RET-09: the task is met by what was done, and its owner learns no reporter."""
    duty = a_duty(report)
    refused = [
        words("reporter", smit.label, omar.label),
        words(smit.label, ada.label),
        words(smit.label),
    ]
    for sealed_words in refused:
        with pytest.raises((NotAllowed, NotValid)):
            protection.account_for_duty(duty=duty, sealed=sealed_words, by=smit)
    with pytest.raises(NotAllowed):
        protection.account_for_duty(
            duty=duty, sealed=words(omar.label, cast.officers["mira"].label), by=omar
        )
    protection.account_for_duty(duty=duty, sealed=words(smit.label, omar.label), by=smit)
    assert room_of(duty.pk).has_member(omar)
    sweep(24 * 16)
    assert not Duty.objects.overdue().exists()
    with pytest.raises(NotNow):
        protection.account_for_duty(duty=duty, sealed=words(smit.label, omar.label), by=smit)


def test_what_was_done_is_sealed_to_the_reporter_by_keys_of_that_room_alone(
    report: Reported, smit: Officer, omar: Officer
) -> None:
    """law.md RET-09: she reads herself what the employer did, and stays unknown to it."""
    duty = a_duty(report)
    recipient = a_recipient()
    for one in (recipient, a_recipient()):
        protection.name_reader(duty=duty, recipient=one, verify="0" * 64, by=report.noor)
    duty.refresh_from_db()
    # The first keys count: nobody puts others in their place.
    assert duty.reader_recipient == recipient
    protection.account_for_duty(
        duty=duty, sealed=words("reporter", smit.label, omar.label), by=smit
    )
    assert room_of(duty.pk).has_member(report.noor)
    (member,) = room_of(duty.pk).members.filter(holder="reporter")
    room = rooms_seen_by(Room.objects.filter(pk=duty.pk), smit)[0]
    (shown,) = [one for one in room.members if one.holder == member.holder]
    assert (shown.recipient, shown.verify) == (None, None)


def test_a_task_follows_the_office_and_not_the_person(
    cast: Cast, report: Reported, smit: Officer
) -> None:
    duty = a_duty(report)
    smit.appointments.update(ended_on=today())
    protection.pass_on_abandoned(by=SYSTEM)
    duty.refresh_from_db()
    assert duty.owner is not None
    assert duty.owner != smit
    assert not Commitment.objects.exists()
