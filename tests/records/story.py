"""Noor's report and all that follows, through the actions alone: each table gets a row or more."""

from datetime import timedelta

from hoeder.cases import actions as cases
from hoeder.cases.answering import Answer, Measure, Reason, Stage
from hoeder.cases.meeting import MeetingStep
from hoeder.clocks.rules import SYSTEM
from hoeder.identities import actions as identities
from hoeder.identities.rules import How
from hoeder.organisations.models import Body
from hoeder.organisations.rules import Role
from hoeder.protection import actions as protection
from hoeder.protection.models import Duty, GroundsReview, SupportOffer
from hoeder.protection.promising import RefusalGround
from hoeder.protection.rules import Answer as Mood
from hoeder.protection.rules import DetrimentForm, Notification, Way, Weighed
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Attachment, Room, today
from hoeder.rooms.opening import NewItem
from hoeder.rooms.pieces import aside
from hoeder.rooms.rules import RoomKind
from tests import build
from tests.build import Cast
from tests.identities.sealing import proof_of
from tests.identities.world import (
    Reported,
    a_drill,
    a_pledge,
    a_report,
    asked,
    opened,
    overridden,
)
from tests.protection.promises import accepted, an_emergency, promised
from tests.records import ending
from tests.rooms.sealing import a_file, a_recipient, new_id, next_item, sealed


def the_story(zone: str = "UTC") -> Cast:
    """Two reports of the Kustdienst: one goes through everything, one is told and closed."""
    cast = build.the_cast()
    Body.objects.update(time_zone=zone)
    guard = cast.coast_guard
    cast.officers["fg"] = build.an_officer("fg", guard, Role.DATA_PROTECTION_OFFICER)
    cast.officers["hr"] = build.an_officer("hr", guard, Role.OWNER)
    cast.officers["noa"] = build.an_officer("noa", cast.commission, Role.COMMISSION_MEMBER)
    told = _taken_in(cast)
    _protected(told)
    _known(told)
    ending.handled(told)
    ending.looked_at(told)
    ending.beside(cast, told)
    return cast


def _taken_in(cast: Cast) -> Reported:
    report = a_report(cast, cast.officers["ada"], cast.officers["ruth"])
    # Nothing was settled yet: `a_report` says so by itself for tests of other things.
    report.case.protection_settled_on = None
    report.case.save(update_fields=["protection_settled_on"])
    ada, ruth = report.officer("ada"), report.officer("ruth")
    for officer in (ada, ruth):
        cases.declare(case=report.case, by=officer)
    cases.acknowledge(case=report.case, item=_next(report), by=ada)
    _a_file_of_hers(report)
    rooms.fetch_items(room=report.case.dialogue(), after=0, by=ruth)
    return report


def _next(report: Reported, room: Room | None = None) -> NewItem:
    return next_item(room or report.case.dialogue())


def _a_file_of_hers(report: Reported) -> None:
    room, pieces = report.case.dialogue(), a_file(5000)
    attachment = rooms.begin_attachment(
        room=room,
        attachment=new_id(),
        epoch=1,
        sealed_size=sum(map(len, pieces)),
        piece_count=len(pieces),
        by=report.noor,
    )
    for number, piece in enumerate(pieces):
        with aside(attachment.pk, number, piece) as written:
            rooms.store_piece(attachment=attachment, number=number, piece=written, by=report.noor)
    whole = Attachment.objects.get(pk=attachment.pk)
    rooms.fetch_piece(attachment=whole, number=0, by=report.officer("ruth"))


def _answered(report: Reported) -> None:
    """Ada gives feedback, and Noor asks for a meeting."""
    ada = report.officer("ada")
    later = today() + timedelta(days=30)
    goes_on = Answer(Stage.ENVISAGED, Measure.INVESTIGATION, Reason.STILL_EXAMINED)
    cases.give_feedback(case=report.case, item=_next(report), answer=goes_on, next_on=later, by=ada)
    cases.ask_to_meet(case=report.case, item=_next(report), by=report.noor)
    cases.arrange_meeting(case=report.case, step=MeetingStep.PROPOSES, item=_next(report), by=ada)


def _room(report: Reported, kind: RoomKind, name: str) -> Room:
    """Noor opens a room with one officer, who declares to be impartial."""
    officer = report.officer(name)
    room = protection.open_own_room(
        room=new_id(),
        kind=kind,
        recipient=a_recipient(),
        grants={"reporter": sealed(), officer.label: sealed()},
        by=report.noor,
    )
    cases.declare(case=report.case, by=officer)
    rooms.add_item(room=room, item=next_item(room), by=report.noor)
    return room


def _protected(report: Reported) -> None:
    case, noor, omar = report.case, report.noor, report.officer("omar")
    room = _room(report, RoomKind.CARE, "omar")
    protection.assess(case=case, item=_next(report, room), by=noor)
    protection.propose_plan(case=case, item=_next(report, room), by=omar)
    protection.answer_plan(case=case, plan=1, approved=True, item=_next(report, room), by=noor)
    _answered(report)
    protection.choose_way(case=case, way=Way.OFFICER, item=_next(report, room), by=noor)
    protection.answer_check_in(case=case, answer=list(Mood)[0], item=_next(report, room), by=noor)
    protection.keep_check_ins_going(by=SYSTEM)
    protection.share_detriment(
        room=room,
        item=_next(report, room),
        form=list(DetrimentForm)[0],
        colleagues=True,
        weigh=True,
        by=noor,
    )
    protection.weigh(
        review=GroundsReview.objects.get(),
        weighed=list(Weighed)[0],
        item=_next(report, room),
        by=omar,
    )
    protection.name_reader(
        duty=Duty.objects.get(), recipient=a_recipient(), verify="ab" * 32, by=noor
    )
    protection.offer_support(
        offer=SupportOffer.objects.earliest("pk"), item=_next(report, room), by=omar
    )
    smit = report.officer("smit")
    promised(report, smit)
    kept = accepted(report, smit, promised_on=today())
    protection.claim(commitment=kept, item=next_item(Room.objects.get(pk=kept.pk)), by=smit)
    protection.confirm(commitment=kept, by=noor)
    above = _room(report, RoomKind.COMMISSION, "mira")
    mira = report.officer("mira")
    refused = an_emergency(report, above)
    protection.refuse_in_emergency(
        emergency=refused,
        ground=list(RefusalGround)[0],
        answer=next_item(above),
        by=mira,
    )


def _known(report: Reported) -> None:
    """Ada gets to know who Noor is; a share is tested; the alarm goes."""
    case, ada, ruth = report.case, report.officer("ada"), report.officer("ruth")
    opening = opened(report, asked(report))
    identities.pledge(case=case.pk, **a_pledge(report, ada), by=ada)
    protection.see_name(opening=opening.pk, by=ada)
    identities.pledge(case=case.pk, **a_pledge(report, ruth), by=ruth)
    identities.declare(case=case.pk, how=How.GUESSED, since=today(), by=ruth)
    identities.tell(
        case=case.pk, knower="other", how=How.TOLD_BY_REPORTER, since=today(), by=report.noor
    )
    for officer in (ada, ruth):
        identities.give_alias(case=case.pk, by=officer)
    refused = asked(report, to="ruth")
    identities.refuse_opening(opening=refused, letters={}, by=report.noor)
    overridden(report)
    drill = identities.start_drill(**a_drill(report))
    part = drill.shares.select_related("officer").order_by("index")[1]
    identities.prove_drill(drill=drill, proof=bytes.fromhex(proof_of(part.hash)), by=part.officer)
    wim = report.officer("wim")
    share = report.box.shares.get(custodian=wim)
    identities.prove_share(share=share, proof=bytes.fromhex(proof_of(share.hash)), by=wim)
    incident = protection.raise_alarm(chain=case.pk, body=case.body, by=report.noor)
    noa = report.officer("noa")
    letters = {one: sealed() for one in ("reporter", noa.label)}
    protection.account(incident=incident, letters=letters, by=ada)
    protection.note_measures(incident=incident, by=noa)
    protection.decide_notification(
        incident=incident, decision=Notification.MADE, by=report.officer("fg")
    )
    protection.close_incident(incident=incident, by=noa)
