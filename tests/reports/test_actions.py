import secrets
from datetime import date, timedelta

import pytest
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases import joining
from hoeder.cases.models import Case
from hoeder.clocks.models import Clock
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.ledger import actions as ledger
from hoeder.notices.models import Notice
from hoeder.organisations.models import Appointment, Officer
from hoeder.organisations.rules import Role
from hoeder.reports import actions as reports
from hoeder.reports.models import Advice, Joined, Joint, Receipt, Report, find_receipt
from hoeder.reports.receiving import SENDER, Question, Renewal
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Grant, Member, Room, today
from tests.cases.world import World, a_submission, a_world, an_officer, journal
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


def a_registered_report(world: World, on: date, by: Officer | None = None) -> Receipt:
    """Have Smit, or somebody else, register what Noor told."""
    submission = a_submission(world)
    cases.register(submission=submission, first_contact=on, by=by or smit(world))
    found = find_receipt(submission.lookup)
    assert found is not None
    return found


def smit(world: World) -> Officer:
    """The director of the Kustdienst."""
    known = Officer.objects.filter(name="Smit").first()
    return known or an_officer(world.kustdienst, "Smit", Role.DIRECTOR)


def a_renewal() -> Renewal:
    """Words of her own."""
    lookup, request, author = (secrets.token_hex(32) for _ in range(3))
    return Renewal(lookup, request, author, a_recipient())


def possess(noor: Receipt, renewal: Renewal) -> None:
    """Take possession with these new words."""
    room = Room.objects.get(case=noor.case)
    held = room.members.values_list("holder", flat=True)
    reports.take_possession(
        receipt=noor,
        renewal=renewal,
        item=next_item(room),
        epoch=room.epoch + 1,
        recipient=a_recipient(),
        grants={holder: sealed() for holder in held},
        by=noor,
    )


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
    cases.declare(case=case, by=world.ada)
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


# Reporting together


CODE = "c0" * 32


def with_code(world: World, code: str = CODE) -> Receipt:
    """Noor reports and makes a join code."""
    submission = a_submission(world)
    cases.receive(submission=submission, by=SENDER)
    noor = find_receipt(submission.lookup)
    assert noor is not None
    reports.make_join_code(receipt=noor, code=code, by=noor)
    return noor


def join(world: World, *officers: Officer, code: str = CODE) -> Receipt:
    """Report with a join code."""
    submission = a_submission(world, *officers, joint=code)
    cases.receive(submission=submission, by=SENDER)
    found = find_receipt(submission.lookup)
    assert found is not None
    return found


def test_a_join_code_opens_the_channel_and_its_readers(world: World) -> None:
    noor = with_code(world)
    found = joining.opened_by(CODE)
    assert found is not None
    assert found.channel == world.channel.pk
    assert found.holders == {world.ada.label, world.ruth.label}
    assert joining.opened_by("00" * 32) is None
    # Not what is stored opens it, and not in the case's own journal does it stand.
    assert joining.opened_by(Joint.objects.get().pk) is None
    assert journal(noor.case) == ["case.received"]
    assert "joint.made" in journal()


def test_a_join_code_ends(world: World) -> None:
    with_code(world)
    Joint.objects.update(made_on=today() - timedelta(days=91))
    assert joining.opened_by(CODE) is None
    with pytest.raises(NotNow):
        join(world)


def test_the_same_code_twice_is_one_and_anothers_is_refused(world: World) -> None:
    noor = with_code(world)
    reports.make_join_code(receipt=noor, code=CODE, by=noor)
    bram = join(world)
    with pytest.raises(NotNow) as refused:
        reports.make_join_code(receipt=bram, code=CODE, by=bram)
    assert kind_of(refused) == "id-taken"
    assert Joint.objects.count() == 1
    assert journal().count("joint.made") == 1


def test_a_receipt_without_a_report_makes_no_code(world: World) -> None:
    noor = ask(a_question(world))
    with pytest.raises(NotNow) as refused:
        reports.make_join_code(receipt=noor, code=CODE, by=noor)
    assert kind_of(refused) == "no-report"


def test_no_ledger_entry_no_code(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = a_submission(world)
    cases.receive(submission=submission, by=SENDER)
    noor = find_receipt(submission.lookup)
    assert noor is not None

    def fail(**_arguments: object) -> None:
        raise RuntimeError("the ledger cannot write")

    monkeypatch.setattr(ledger, "append", fail)
    with pytest.raises(RuntimeError):
        reports.make_join_code(receipt=noor, code=CODE, by=noor)
    assert not Joint.objects.exists()


def test_three_who_report_together_have_three_cases(world: World) -> None:
    noor, bram = with_code(world), join(world)
    reports.make_join_code(receipt=bram, code="b0" * 32, by=bram)
    yara = join(world, world.ada, code="b0" * 32)
    assert Case.objects.count() == Clock.objects.count() / 2 == 3
    assert Joined.objects.values("group").distinct().count() == 1
    mine = Case.objects.get(pk=noor.case)
    seen = {case.pk for case in joining.seen_together(mine, world.ada)}
    assert seen == {bram.case, yara.case}
    # Ruth holds two of the three, and learns of no third.
    assert {case.pk for case in joining.seen_together(mine, world.ruth)} == {bram.case}
    assert not joining.seen_together(mine, world.mira).exists()


def test_whom_noor_left_out_gets_no_report_that_joins_hers(world: World) -> None:
    """What Noor kept from Van Dalen, Bram's report could tell him."""
    van_dalen = an_officer(world.kustdienst, "Van Dalen", Role.HANDLER)
    world.channel.readers.add(van_dalen)
    with_code(world)
    with pytest.raises(NotNow) as refused:
        join(world, world.ada, van_dalen)
    assert kind_of(refused) == "directory-changed"
    assert Case.objects.count() == 1
    assert not Joined.objects.exists()


# Reports first made elsewhere


def test_whoever_registers_a_report_cannot_use_the_words_that_asked_advice(world: World) -> None:
    question = a_question(world)
    ask(question)
    names = ("case", "lookup", "request_key", "author_key", "recipient")
    same = {name: getattr(question, name) for name in names}
    with pytest.raises(NotNow) as refused:
        cases.register(
            submission=a_submission(world, **same), first_contact=today(), by=smit(world)
        )
    assert kind_of(refused) == "receipt-used"
    assert not Case.objects.exists()


def test_the_clocks_begin_with_the_first_contact(world: World) -> None:
    on = today() - timedelta(days=5)
    noor = a_registered_report(world, on)
    case = Case.objects.get(pk=noor.case)
    assert case.received_on == on
    assert case.clocks().get(kind="acknowledgement").due_on == on + timedelta(days=7)
    assert journal(case.pk) == ["case.received", "case.registered"]


def test_whoever_registers_keeps_nothing(world: World) -> None:
    noor = a_registered_report(world, today())
    director = smit(world)
    assert not Case.objects.visible_to(director).exists()
    assert not Room.objects.visible_to(director).exists()
    assert not Grant.objects.filter(holder=director.label).exists()
    assert noor.is_on_paper()


def test_whoever_registers_is_no_reader_of_it(world: World) -> None:
    with pytest.raises(NotValid) as refused:
        a_registered_report(world, today(), by=world.ada)
    assert kind_of(refused) == "holders"
    assert not Case.objects.exists()


@pytest.mark.parametrize("days", [-1, -30, 367, 4000])
def test_a_day_in_the_future_or_long_ago_is_refused(world: World, days: int) -> None:
    with pytest.raises(NotValid) as refused:
        a_registered_report(world, today() - timedelta(days=days))
    assert kind_of(refused) == "first-contact"


@pytest.mark.parametrize("name", ["pim", "jonas"])
def test_not_everybody_registers(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        a_registered_report(world, today(), by=getattr(world, name))


def test_the_same_registration_twice_is_one(world: World) -> None:
    submission = a_submission(world)
    first = cases.register(submission=submission, first_contact=today(), by=smit(world))
    again = cases.register(submission=submission, first_contact=today(), by=smit(world))
    assert (first.repeated, again.repeated) == (False, True)
    with pytest.raises(NotNow):
        cases.register(submission=submission, first_contact=today(), by=world.ilse)


def test_no_ledger_entry_no_registration(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    director = smit(world)

    def fail(**_arguments: object) -> None:
        raise RuntimeError("the ledger cannot write")

    monkeypatch.setattr(ledger, "append", fail)
    with pytest.raises(RuntimeError):
        a_registered_report(world, today(), by=director)
    assert not Case.objects.exists()


def test_the_words_on_paper_die_when_noor_takes_possession(world: World) -> None:
    noor = a_registered_report(world, today())
    paper = Grant.objects.get(holder="reporter").pk
    renewal = a_renewal()
    possess(noor, renewal)
    assert not Receipt.objects.filter(pk=noor.pk).exists()
    own = find_receipt(renewal.lookup)
    assert own is not None
    assert (own.case, own.request_key) == (noor.case, renewal.request_key)
    assert not own.is_on_paper()
    assert own.report.received_on == today()
    assert not Grant.objects.filter(pk=paper).exists()
    assert Room.objects.visible_to(own).get().epoch == 2
    assert journal(own.case)[-1] == "receipt.possessed"


def test_words_of_ones_own_are_not_replaced(world: World) -> None:
    noor = a_registered_report(world, today())
    renewal = a_renewal()
    possess(noor, renewal)
    own = find_receipt(renewal.lookup)
    assert own is not None
    with pytest.raises(NotNow) as refused:
        possess(own, a_renewal())
    assert kind_of(refused) == "receipt-used"


def test_anothers_words_do_not_become_hers(world: World) -> None:
    noor = a_registered_report(world, today())
    submission = a_submission(world)
    cases.receive(submission=submission, by=SENDER)
    taken = Renewal(submission.lookup, "0" * 64, "0" * 64, a_recipient())
    with pytest.raises(NotNow) as refused:
        possess(noor, taken)
    assert kind_of(refused) == "receipt-used"


def test_no_ledger_entry_no_possession(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    noor = a_registered_report(world, today())

    def fail(**_arguments: object) -> None:
        raise RuntimeError("the ledger cannot write")

    monkeypatch.setattr(ledger, "append", fail)
    with pytest.raises(RuntimeError):
        possess(noor, a_renewal())
    assert Receipt.objects.get(pk=noor.pk).is_on_paper()
    assert Room.objects.get().epoch == 1
