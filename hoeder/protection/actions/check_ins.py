"""Check-ins: she is asked how she is, by the way that she chose, also after closing (RET-04)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.protection import caring
from hoeder.protection.models import Care, CheckIn, CheckInAnswer
from hoeder.protection.owing import care_of, keep_one_ahead
from hoeder.protection.rules import Answer, Way
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import REPORTER

#: One run takes this many cases, so that its transaction stays short; call it until it finds none.
BATCH = 500


@transaction.atomic
def choose_way(*, case: Case, way: Way, item: NewItem | None, by: Receipt) -> Care:
    """Choose how she is asked: on her page, by the protection officer as she says, or not at all.

    How she can be reached is a sealed item in the care room; the server learns only that there is
    such a way. When she wants no check-ins, those to come end; she can change her mind.
    """
    case = guards.lock(case)
    care = care_of(case)
    room = caring.care_room(case)
    if way == Way.OFFICER and (item is None or not caring.has_protector(room)):
        raise NotValid(
            _("Choose first who protects you, and say how you can be reached."), kind="way"
        )
    if item is not None:
        if room is None:
            raise NotNow(_("You have not chosen yet who protects you."), kind="no-care-room")
        if rooms.add_item(room=room, item=item, by=by).repeated:
            return care
    care.way = way
    care.save(update_fields=["way"])
    if way == Way.NONE:
        _end_those_to_come(case, care, by)
    else:
        keep_one_ahead(case, care, by)
    ledger.append(kind="care.way-chosen", case=case.pk, by=by, detail={"way": str(way)})
    return care


@transaction.atomic
def answer_check_in(
    *, case: Case, answer: Answer, item: NewItem, by: Officer | Receipt
) -> CheckInAnswer:
    """Answer how she is: asked or unasked, once or again. The last answer counts, and all stay.

    Whoever protects her may write down what she told them, where she chose to be reached so.
    """
    case = guards.lock(case)
    care = care_of(case)
    guards.may_read(case.pk, by)
    if isinstance(by, Officer) and care.way != Way.OFFICER:
        raise NotAllowed(_("The reporter answers this herself."))
    stored = rooms.add_item(room=_room_for(case, by), item=item, by=by)
    if stored.repeated:
        return CheckInAnswer.objects.get(item=item.id)
    on = case.body.today()
    check_in = caring.open_check_in(care, on)
    said = CheckInAnswer.objects.create(
        care=care,
        check_in=check_in,
        answer=answer,
        by=by.label,
        item=item.id,
        day=on,
        number=care.answers.count() + 1,
    )
    if check_in is not None:
        _meet(case, check_in, on, by)
    if answer == Answer.BEGUN:
        told = caring.protectors(case) if by.label == REPORTER else []
        notices.tell(holders=told, kind="care.begun-retaliation", by=by)
    ledger.append(
        kind="care.answered",
        case=case.pk,
        by=by,
        detail={
            "answer": str(answer),
            "check_in": check_in.pk.hex if check_in else "",
            "said": said.pk.hex,
            "item": item.id.hex,
        },
    )
    return said


@transaction.atomic
def keep_check_ins_going(*, by: Actor) -> int:
    """Start the next check-in of cases whose last one has passed; return how many cases were due.

    Also of those that nobody has looked at yet, and of closed ones. Run again, it finds none.
    """
    fresh = Case.objects.exclude(pk__in=Care.objects.values("case"))[:BATCH]
    Care.objects.bulk_create([Care.of(case) for case in fresh], ignore_conflicts=True)
    # A day of grace: west of Greenwich the day itself has not passed yet.
    passed = timezone.now().date() - timedelta(days=1)
    due = Care.objects.select_for_update(of=("self",), skip_locked=True)
    due = due.filter(next_on__lt=passed).exclude(way=Way.NONE).select_related("case__body")
    found = list(due.order_by("next_on")[:BATCH])
    for care in found:
        keep_one_ahead(care.case, care, by)
    if found:
        ledger.append(kind="care.check-ins-kept", by=by, detail={"cases": len(found)})
    return len(found)


@transaction.atomic
def note_silence(*, by: Actor) -> int:
    """Note the check-ins whose clock was missed without an answer; return how many."""
    late = Clock.objects.missed().filter(kind=ClockKind.CHECK_IN, met_on=None, ended_on=None)
    silent = list(
        CheckIn.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk__in=late.values("about"), silent_on=None, answers=None)
        .select_related("care")[:BATCH]
    )
    day = timezone.now().date()
    for one in silent:
        one.silent_on = day
        ledger.append(
            kind="care.silent", case=one.care.case_id, by=by, detail={"check_in": one.pk.hex}
        )
    CheckIn.objects.bulk_update(silent, ["silent_on"])
    return len(silent)


def _end_those_to_come(case: Case, care: Care, by: Actor) -> None:
    day = case.body.today()
    for one in care.check_ins.filter(due_on__gte=day, answers=None):
        clocks.end(case=case.pk, kind=ClockKind.CHECK_IN, about=one.pk, by=by)
        one.delete()
    care.next_on = None
    care.save(update_fields=["next_on"])


def _meet(case: Case, check_in: CheckIn, on: date, by: Officer | Receipt) -> None:
    running = Clock.objects.running().filter(
        case=case.pk, kind=ClockKind.CHECK_IN, about=check_in.pk
    )
    if running.exists():
        clocks.meet(case=case.pk, kind=ClockKind.CHECK_IN, about=check_in.pk, on=on, by=by)


def _room_for(case: Case, by: Officer | Receipt) -> Room:
    """Give the room that an answer goes to: the care room, or the dialogue where there is none."""
    room = caring.care_room(case)
    if room is not None:
        return room
    if isinstance(by, Officer):
        raise NotNow(_("The reporter has not chosen yet who protects her."), kind="no-care-room")
    return case.dialogue()
