import secrets

import pytest
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.clocks.models import Clock
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.ledger import actions as ledger
from hoeder.notices.models import Notice
from hoeder.organisations.models import Appointment, Officer
from hoeder.organisations.rules import Role
from hoeder.reports import actions as reports
from hoeder.reports.models import Advice, Receipt, Report, find_receipt
from hoeder.reports.receiving import SENDER, Question
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Member, Room
from tests.cases.world import World, a_submission, a_world, journal
from tests.rooms.sealing import a_recipient, hash_of, new_id, next_item, sealed


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def a_question(world: World, adviser: Officer | None = None, **changed: object) -> Question:
    """Seal a question of Noor to Ilse, or to somebody else."""
    item = sealed()
    values: dict[str, object] = {
        "organisation": world.organisation.pk,
        "case": new_id(),
        "talk": new_id(),
        "lookup": secrets.token_hex(32),
        "request_key": secrets.token_hex(32),
        "author_key": secrets.token_hex(32),
        "recipient": a_recipient(),
        "ledger_key": secrets.token_bytes(32),
        "room": new_id(),
        "room_recipient": a_recipient(),
        "grants": {"reporter": sealed(), (adviser or world.ilse).label: sealed()},
        "item": new_id(),
        "sealed": item,
        "hash": hash_of(item),
        "fingerprint": secrets.token_hex(32),
    }
    return Question(**{**values, **changed})  # type: ignore[arg-type]


def ask(question: Question) -> Receipt:
    """Ask, and find the receipt."""
    reports.begin_advice(question=question, by=SENDER)
    found = find_receipt(question.lookup)
    assert found is not None
    return found


def report_after(world: World, question: Question, *officers: Officer) -> Case:
    """Report with the receipt that asked advice."""
    names = ("case", "lookup", "request_key", "author_key", "recipient")
    same = {name: getattr(question, name) for name in names}
    received = cases.receive(submission=a_submission(world, *officers, **same), by=SENDER)
    return Case.objects.get(pk=received.case)


def kind_of(refusal: "pytest.ExceptionInfo[Refusal]") -> str:
    return refusal.value.kind


# Asking


def test_a_question_opens_a_talk_and_nothing_else(world: World) -> None:
    question = a_question(world)
    noor = ask(question)
    room = Room.objects.get()
    assert (room.kind, room.case) == ("advice", question.talk)
    assert {member.holder for member in room.members.all()} == {"reporter", world.ilse.label}
    assert journal(question.talk) == ["advice.begun"]
    assert Notice.objects.filter(holder=world.ilse.label, kind="advice.begun").exists()
    assert noor.advice.adviser == world.ilse
    # Nothing that a report has: no case, no clock, no number.
    assert not Case.objects.exists()
    assert not Clock.objects.exists()
    assert not Report.objects.exists()


def test_the_same_question_sent_twice_is_one_talk(world: World) -> None:
    question = a_question(world)
    first = reports.begin_advice(question=question, by=SENDER)
    again = reports.begin_advice(question=question, by=SENDER)
    assert (first.repeated, again.repeated) == (False, True)
    assert first.talk == again.talk
    assert Room.objects.count() == 1
    assert journal(question.talk) == ["advice.begun"]


def test_a_receipt_asks_once(world: World) -> None:
    question = a_question(world)
    ask(question)
    other = a_question(world, lookup=question.lookup)
    with pytest.raises(NotNow) as refused:
        reports.begin_advice(question=other, by=SENDER)
    assert kind_of(refused) == "receipt-used"


@pytest.mark.parametrize("name", ["ada", "omar", "mira", "pim", "eve"])
def test_only_a_confidential_adviser_is_asked(world: World, name: str) -> None:
    with pytest.raises(NotNow) as refused:
        reports.begin_advice(question=a_question(world, getattr(world, name)), by=SENDER)
    assert kind_of(refused) == "directory-changed"
    assert not Room.objects.exists()
    assert not Receipt.objects.exists()


def test_an_adviser_whose_role_ended_or_who_has_no_key_is_not_asked(world: World) -> None:
    world.ilse.keys.update(withdrawn_on=timezone.now().date())
    with pytest.raises(NotNow):
        reports.begin_advice(question=a_question(world), by=SENDER)
    world.ilse.keys.update(withdrawn_on=None)
    Appointment.objects.filter(officer=world.ilse).update(ended_on=timezone.now().date())
    with pytest.raises(NotNow):
        reports.begin_advice(question=a_question(world), by=SENDER)


def test_a_talk_is_between_two(world: World) -> None:
    for grants in (
        {"reporter": sealed()},
        {"reporter": sealed(), world.ilse.label: sealed(), world.ada.label: sealed()},
        {world.ilse.label: sealed(), world.ada.label: sealed()},
        {"reporter": sealed(), "officer:ilse": sealed()},
    ):
        with pytest.raises(NotValid):
            reports.begin_advice(question=a_question(world, grants=grants), by=SENDER)
    assert not Room.objects.exists()


def test_no_talk_takes_the_id_of_anothers_case_or_talk(world: World) -> None:
    """Whoever knows an id, as officers do, could otherwise pass for its reporter."""
    case = cases.receive(submission=a_submission(world), by=SENDER).case
    question = a_question(world)
    ask(question)
    for taken in (case, question.talk, question.case):
        for question_there in (a_question(world, talk=taken), a_question(world, case=taken)):
            with pytest.raises(NotNow) as refused:
                reports.begin_advice(question=question_there, by=SENDER)
            assert kind_of(refused) == "id-taken"
    same = new_id()
    with pytest.raises(NotNow):
        reports.begin_advice(question=a_question(world, case=same, talk=same), by=SENDER)
    with pytest.raises(NotNow) as refused:
        cases.receive(submission=a_submission(world, case=question.talk), by=SENDER)
    assert kind_of(refused) == "id-taken"


def test_no_ledger_entry_no_talk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_arguments: object) -> None:
        raise RuntimeError("the ledger cannot write")

    monkeypatch.setattr(ledger, "append", fail)
    with pytest.raises(RuntimeError):
        reports.begin_advice(question=a_question(world), by=SENDER)
    assert not Receipt.objects.exists()
    assert not Room.objects.exists()


# Making a report of it


def test_the_adviser_talks_and_never_sees_the_case(world: World) -> None:
    question = a_question(world)
    noor = ask(question)
    case = report_after(world, question)
    room = Room.objects.get(case=question.talk)
    rooms.add_item(room=room, item=next_item(room), by=world.ilse)
    assert Advice.objects.visible_to(world.ilse).get() == noor.advice
    assert not Case.objects.visible_to(world.ilse).exists()
    assert not Room.objects.visible_to(world.ilse).filter(case=case.pk).exists()
    assert list(Room.objects.visible_to(noor).order_by("kind")) == [room, case.dialogue()]
    # Nor do those who handle the case learn that she asked.
    assert not Room.objects.visible_to(world.ada).filter(case=question.talk).exists()
    assert journal(case.pk) == ["case.received"]


def test_the_adviser_cannot_be_a_reader_of_the_report(world: World) -> None:
    question = a_question(world)
    ask(question)
    world.channel.readers.add(world.ilse)
    with pytest.raises(NotValid) as refused:
        report_after(world, question, world.ada, world.ilse)
    assert kind_of(refused) == "holders"
    assert not Case.objects.exists()


def test_whoever_advised_is_never_let_in_also_when_the_role_has_ended(world: World) -> None:
    question = a_question(world)
    ask(question)
    case = report_after(world, question)
    cases.acknowledge(case=case, item=next_item(case.dialogue()), by=world.ada)
    Appointment.objects.filter(officer=world.ilse).update(ended_on=timezone.now().date())
    Appointment.objects.create(officer=world.ilse, role=Role.HANDLER, body=world.kustdienst)
    dialogue = case.dialogue()
    with pytest.raises(NotAllowed):
        cases.add_member(
            room=dialogue, holder=world.ilse.label, sealed=sealed(), until=None, by=world.ada
        )
    with pytest.raises(NotAllowed):
        cases.hand_over(
            case=case, to=world.ilse, grants={dialogue.pk: sealed()}, items=[], by=world.ada
        )
    # A membership that somebody writes by hand shows nothing either.
    Member.objects.create(room=dialogue, holder=world.ilse.label)
    assert not Case.objects.visible_to(world.ilse).exists()


def test_a_report_needs_the_very_receipt_that_asked(world: World) -> None:
    question = a_question(world)
    ask(question)
    with pytest.raises(NotNow) as refused:
        report_after(world, a_question(world, lookup=question.lookup))
    assert kind_of(refused) == "receipt-used"
    report_after(world, question)
    with pytest.raises(NotNow):
        report_after(world, question)
    assert Case.objects.count() == 1
