"""What follows in the story: the investigation, the commission, the end, and others beside it."""

from datetime import timedelta
from secrets import token_bytes

from hoeder.cases import actions as cases
from hoeder.cases.models import Case, Hearing
from hoeder.cases.rules import Classification, Outcome, OutcomeAnswer
from hoeder.clocks.rules import SYSTEM
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Officer, Unit
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.rules import Cause, Finding, Measure, Party, Subject
from hoeder.protection import actions as protection
from hoeder.protection.models import GroundsMonth
from hoeder.reports import actions as reports
from hoeder.reports.models import Receipt, find_receipt
from hoeder.reports.receiving import SENDER, NewFile, Renewal, Submission
from hoeder.retention import actions as retention
from hoeder.retention.rules import Action, RecordClass
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room, today
from hoeder.rooms.rules import REPORTER
from tests.build import OPERATOR, Cast
from tests.cases.world import DONE, World, a_submission
from tests.identities.world import Reported
from tests.protection.promises import words
from tests.protection.test_alarm import an_alarm
from tests.reports.test_actions import a_question
from tests.rooms.sealing import a_recipient, hash_of, new_id, next_item, sealed


def handled(report: Reported) -> None:
    """Ada investigates: somebody is shown the view, heard, and informed later."""
    case, ada, ruth, jonas = report.case, *map(report.officer, ("ada", "ruth", "jonas"))
    room = cases.open_investigation(
        case=case,
        room=new_id(),
        recipient=a_recipient(),
        grants={one.label: sealed() for one in (ada, ruth, jonas)},
        until={jonas.label: today() + timedelta(days=30)},
        by=ada,
    )
    later = today() + timedelta(days=20)
    cases.postpone_informing(case=case, until=later, item=next_item(room), by=ada)
    cases.show_view(case=case, item=next_item(room), by=ada)
    cases.hear(case=case, hearing=Hearing.objects.get(), item=next_item(room), by=ada)
    cases.propose_unheard(case=case, item=next_item(room), by=ada)
    cases.refuse_unheard(case=case, item=next_item(room), by=ruth)
    talk = case.dialogue()
    cases.propose_reclassification(
        case=case, to=list(Classification)[1], item=next_item(talk), by=ada
    )
    cases.confirm_reclassification(case=case, item=next_item(talk), by=ruth)
    cases.forward(case=case, authority="igj", item=next_item(talk), by=ada)
    rooms.start_epoch(
        room=room,
        number=2,
        recipient=a_recipient(),
        grants={one.label: sealed() for one in (ada, ruth)},
        removed=[jonas.label],
        by=ada,
    )


def looked_at(report: Reported) -> None:
    """The commission looks into it; Noa, who had no part in it, decides."""
    case, noa = report.case, report.officer("noa")
    pressed = oversight.escalate(chain=case.pk, body=case.body, cause=Cause.ASKED, by=report.noor)
    # She says only afterwards where it was.
    harbour = Unit.objects.create(body=case.body, name_nl="Haven", name_en="Harbour")
    oversight.escalate(
        chain=case.pk, body=case.body, cause=Cause.ASKED, unit=harbour, by=report.noor
    )
    review = oversight.open_review(escalation=pressed, by=noa)
    oversight.note_heard(review=review, party=Party.REPORTER, by=noa)
    for subject, finding in ((Subject.CARE, Finding.PARTLY), (Subject.PROTECTION, Finding.PARTLY)):
        oversight.find(review=review, subject=subject, finding=finding, item=None, by=noa)
    oversight.recommend(
        recommendation=new_id(),
        review=review,
        owner_body=review.body,
        owner_role=Role.HANDLER,
        measure=Measure.ANSWER,
        due_on=today() + timedelta(days=30),
        item=None,
        by=noa,
    )
    oversight.note_possible_breaches(by=SYSTEM)
    oversight.close_review(review=review, by=noa)
    oversight.publish_report(body=case.body, year=today().year - 1, by=noa)
    oversight.owe_procedure_reviews(by=SYSTEM)
    oversight.record_procedure_review(
        review=new_id(),
        body=case.body,
        reviewed_on=today(),
        changes="Receipt is acknowledged by two people.",
        by=report.officer("smit"),
    )


def _newest(cast: Cast) -> int:
    newest = cast.ministry.newest_directory()
    assert newest is not None
    return newest.version


def _receipt(sent: Submission) -> Receipt:
    found = find_receipt(sent.lookup)
    assert found is not None
    return found


def _world(cast: Cast) -> World:
    """The same people under the names that other tests give them."""
    names = ("ada", "omar", "ilse", "jonas", "mira", "pim", "eve", "ruth")
    return World(
        organisation=cast.ministry,
        ministry=cast.commission,
        kustdienst=cast.coast_guard,
        havendienst=cast.harbour,
        channel=cast.channel,
        above=cast.commission_channel,
        **{name: cast.officers[name] for name in names},
    )


def beside(cast: Cast, told: Reported) -> None:
    """Bram's report is closed and kept; others ask advice, register, alarm, and give grounds.

    Two join Noor, who has a file of her own by now.
    """
    world = _world(cast)
    reports.make_join_code(receipt=told.noor, code="aa" * 32, by=told.noor)
    for _again in range(2):
        joins = a_submission(world, directory=_newest(cast), joint="aa" * 32)
        cases.receive(submission=joins, by=SENDER)
    reports.open_file(receipt=told.noor, new=a_file(), by=told.noor)
    _closed(world, cast)
    _left(world, cast)
    _asked(world, cast)
    protection.raise_elsewhere(alarm=an_alarm(world), by=SENDER)
    hr, omar = cast.officers["hr"], cast.officers["omar"]
    organisations.begin_grounds(body=cast.coast_guard, on=today(), by=OPERATOR)
    protection.open_months(by=SYSTEM)
    month = GroundsMonth.objects.get()
    protection.open_grounds(month=month, sealed=words(hr.label, omar.label), by=hr)
    room = Room.objects.get(pk=month.pk)
    question = protection.ask_for_more(month=month, item=next_item(room), by=omar)
    protection.answer_question(question=question, item=next_item(room), by=hr)


def _asked(world: World, cast: Cast) -> None:
    """Two ask Ilse for advice; one of them reports."""
    first, second = a_question(world), a_question(world)
    for question in (first, second):
        reports.begin_advice(question=question, by=SENDER)
    names = ("case", "lookup", "request_key", "author_key", "recipient")
    same = {name: getattr(first, name) for name in names}
    cases.receive(submission=a_submission(world, directory=_newest(cast), **same), by=SENDER)


def a_file() -> NewFile:
    """A file of one's own."""
    item = sealed()
    return NewFile(
        file=new_id(),
        ledger_key=token_bytes(32),
        room=new_id(),
        room_recipient=a_recipient(),
        grants={REPORTER: sealed()},
        item=new_id(),
        sealed=item,
        hash=hash_of(item),
    )


def _closed(world: World, cast: Cast) -> None:
    sent = a_submission(world, directory=_newest(cast))
    cases.receive(submission=sent, by=SENDER)
    bram, case = _receipt(sent), Case.objects.get(pk=sent.case)
    ada, ruth, room = world.ada, world.ruth, case.dialogue()
    for officer in (ada, ruth):
        cases.declare(case=case, by=officer)
    cases.acknowledge(case=case, item=next_item(room), by=ada)
    protection.decline_plan(case=case, item=next_item(room), by=bram)
    _told(case, ada)
    for _again in range(2):
        cases.tell_outcome(case=case, outcome=Outcome.NOT_ESTABLISHED, item=next_item(room), by=ada)
        if not _again:
            cases.withdraw_outcome(case=case, item=next_item(room), by=ada)
    cases.answer_outcome(case=case, answer=OutcomeAnswer.OBJECTS, item=next_item(room), by=bram)
    cases.propose_closing_over(case=case, item=next_item(room), by=ada)
    cases.confirm_closing_over(case=case, item=next_item(room), by=ruth)
    retention.keep_track(by=SYSTEM)
    for record in (RecordClass.IDENTITY, RecordClass.PROTECTION):
        retention.name_category(
            body=case.body, record=record, category="2.1.3", action=Action.DESTROY, by=SYSTEM
        )
    retention.propose_decision(
        case=case,
        destroy=[RecordClass.IDENTITY],
        review_on=today() + timedelta(days=180),
        item=next_item(room),
        by=ada,
    )
    retention.confirm_decision(case=case, item=next_item(room), by=ruth)
    retention.hold(case=case, room=room, item=next_item(room), by=bram)


def _told(case: Case, by: Officer) -> None:
    cases.give_feedback(
        case=case, item=next_item(case.dialogue()), answer=DONE, next_on=None, by=by
    )


def _left(world: World, cast: Cast) -> None:
    """Registered by the director, on paper; Ruth steps back, and Van Dalen's line is cut off."""
    sent = a_submission(world, directory=_newest(cast))
    cases.register(submission=sent, first_contact=today(), by=cast.officers["smit"])
    case, owner = Case.objects.get(pk=sent.case), _receipt(sent)
    room = case.dialogue()
    reports.take_possession(
        receipt=owner,
        renewal=Renewal("77" * 32, "88" * 32, "99" * 32, a_recipient()),
        item=next_item(room),
        epoch=2,
        recipient=a_recipient(),
        grants={one: sealed() for one in (REPORTER, world.ada.label, world.ruth.label)},
        by=owner,
    )
    cases.declare(case=case, by=world.ada)
    cases.recuse(case=case, by=world.ruth)
    cases.cut_off(case=case, officers=[cast.officers["van_dalen"].pk], functions=[], by=world.ada)
