"""One function per route: find what this reporter may see, call one action, answer."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from hoeder.cases import actions as cases
from hoeder.cases import joining
from hoeder.cases.models import Case
from hoeder.ledger import reading as ledger
from hoeder.organisations.models import Organisation
from hoeder.reports import actions as reports
from hoeder.reports.models import Advice, Receipt
from hoeder.reports.receiving import SENDER, Renewal
from hoeder.rooms.models import Room
from hoeder.web import closings, json, meetings, shapes
from hoeder.web.interface import Repeated, operation
from hoeder.web.openapi import document
from hoeder.web.reporter.forms import (
    Accepted,
    BegunTalk,
    Joinable,
    JoinCode,
    Mine,
    MyCase,
    MyLedger,
    MyTalk,
    SentMembers,
    SentPossession,
    SentQuestion,
    SentReport,
    SignedDirectory,
)
from hoeder.web.requests import Signed


@operation(
    "new reporter",
    takes=SentReport,
    gives=Accepted,
    status=HTTPStatus.CREATED,
    problems=("not-allowed", "not-now"),
)
def send_report(signed: Signed, sent: SentReport) -> Accepted | Repeated:
    """Send a sealed report. The very same body again is the same report."""
    signed.prove_own(sent.receipt.lookup, sent.receipt.request_key)
    received = cases.receive(submission=sent.as_submission(signed.fingerprint), by=SENDER)
    answer = Accepted(
        case=received.case,
        received_on=received.received_on,
        acknowledge_by=received.acknowledge_by,
        feedback_by=received.feedback_by,
        proof=ledger.proof_of_report(received.case),
    )
    return Repeated(answer) if received.repeated else answer


@operation("public", gives=SignedDirectory)
def directory(organisation: UUID) -> SignedDirectory:
    """Fetch the newest directory of an organisation, as its root key signed it."""
    newest = Organisation(pk=organisation).newest_directory()
    if newest is None:
        raise Http404
    return SignedDirectory(newest.document, newest.signature)


@operation("public", gives=json.Anything)
def openapi() -> object:
    """Fetch this description of the interface."""
    return document()


@operation("reporter", gives=Mine)
def my_case(receipt: Receipt) -> Mine:
    """Come back with a receipt: the case, its dates and its rooms."""
    case = get_object_or_404(Case.objects.visible_to(receipt).select_related("body"))
    log = ledger.verifier()
    proposal = case.proposal()
    return Mine(
        case=MyCase(
            id=case.pk,
            organisation=case.body.organisation_id,
            body=case.body_id,
            status=case.status,
            classification=case.classification,
            proposed=proposal.to if proposal else None,
            excluded=list(case.exclusions.order_by("officer").values_list("officer", flat=True)),
            received_on=case.received_on,
            clocks=shapes.clocks(case.clocks(), case.body.law),
            closing=closings.shown(case),
            meeting=meetings.shown(case),
        ),
        on_paper=receipt.is_on_paper(),
        ledger=MyLedger(log.name, log.text()) if log else None,
        proof=ledger.proof_of_report(case.pk),
        rooms=shapes.rooms_seen_by(Room.objects.visible_to(receipt).filter(case=case.pk), receipt),
    )


@operation(
    "new reporter",
    takes=SentQuestion,
    gives=BegunTalk,
    status=HTTPStatus.CREATED,
    problems=("not-now",),
)
def ask_advice(signed: Signed, sent: SentQuestion) -> BegunTalk | Repeated:
    """Ask a confidential adviser. The very same body again is the same talk."""
    signed.prove_own(sent.receipt.lookup, sent.receipt.request_key)
    begun = reports.begin_advice(question=sent.as_question(signed.fingerprint), by=SENDER)
    answer = BegunTalk(begun.talk)
    return Repeated(answer) if begun.repeated else answer


@operation("public", takes=JoinCode, gives=Joinable)
def see_joint(sent: JoinCode) -> Joinable:
    """See who may read a report that is made together with another one."""
    found = joining.opened_by(sent.joint)
    if found is None:
        raise Http404
    readers = sorted(UUID(hex=holder.removeprefix("officer:")) for holder in found.holders)
    return Joinable(found.channel, readers)


@operation("reporter", takes=JoinCode, problems=("not-now",))
def make_join_code(receipt: Receipt, sent: JoinCode) -> None:
    """Keep a join code, so that others can report together with this reporter."""
    reports.make_join_code(receipt=receipt, code=sent.joint, by=receipt)


@operation("reporter", takes=SentPossession, problems=shapes.WRITING)
def take_possession(receipt: Receipt, sent: SentPossession) -> None:
    """Put new words in the place of those on paper, which open nothing from then on."""
    if not receipt.is_on_paper():
        raise Http404
    new = sent.receipt
    reports.take_possession(
        receipt=receipt,
        renewal=Renewal(new.lookup, new.request_key, new.author_key, new.recipient),
        item=sent.item.as_item(),
        epoch=sent.epoch.number,
        recipient=sent.epoch.recipient,
        grants=shapes.by_holder(sent.epoch.grants),
        by=receipt,
    )


@operation("reporter", gives=MyTalk)
def my_talk(receipt: Receipt) -> MyTalk:
    """Come back to a talk with a confidential adviser."""
    advice = get_object_or_404(
        Advice.objects.visible_to(receipt).select_related("adviser__body", "receipt")
    )
    rooms = Room.objects.visible_to(receipt).filter(case=advice.talk)
    return MyTalk(
        talk=advice.talk,
        case=receipt.case,
        organisation=advice.adviser.body.organisation_id,
        adviser=advice.adviser_id,
        begun_on=advice.begun_on,
        reported=Case.objects.visible_to(receipt).exists(),
        rooms=shapes.rooms_seen_by(rooms, receipt),
    )


@operation("reporter", gives=shapes.Journal)
def my_talk_journal(receipt: Receipt) -> shapes.Journal:
    """Read every event of the talk: who fetched what, and when."""
    advice = get_object_or_404(Advice.objects.visible_to(receipt).select_related("receipt"))
    return shapes.journal(advice.talk)


@operation("reporter", gives=shapes.Journal)
def my_journal(receipt: Receipt) -> shapes.Journal:
    """Read every event of the case: the texts that the public log commits to."""
    case = get_object_or_404(Case.objects.visible_to(receipt))
    return shapes.journal(case.pk)


@operation(
    "reporter",
    takes=SentMembers,
    problems=("not-allowed", "not-now", "new-epoch-needed"),
)
def let_in_above(receipt: Receipt, sent: SentMembers, room: UUID) -> None:
    """Let readers of the level above into the dialogue, when no officer is left in it."""
    found = get_object_or_404(Room.objects.visible_to(receipt), pk=room)
    case = get_object_or_404(Case.objects.visible_to(receipt), pk=found.case)
    cases.let_in_above(case=case, grants=shapes.by_holder(sent.grants), by=receipt)
