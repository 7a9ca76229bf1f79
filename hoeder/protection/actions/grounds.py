"""The employer's grounds, for everybody at once, and the weighing of one decision (RET-05, RET-06).

What the employer is asked depends on the calendar alone: each month of each body that keeps the
register, whoever reported there or did not. See docs/decisions/0008-grounds-of-everybody.md.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.readers import officer_id
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind, due_after
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Appointment, Body, Officer
from hoeder.organisations.rules import POWERS, Power
from hoeder.protection.keeping import Sealed
from hoeder.protection.models import GroundsMonth, GroundsQuestion, GroundsReview
from hoeder.protection.rules import Weighed
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import REPORTER, RoomKind, officers_among


@transaction.atomic
def open_months(*, by: Actor) -> int:
    """Ask every body that keeps the register for the grounds of this month; return how many.

    The same is asked of all on the same day, so that the question tells nobody anything.
    """
    opened = 0
    for body in Body.objects.filter(grounds_from__isnull=False).order_by("pk"):
        day = body.today()
        there = set(GroundsMonth.objects.filter(body=body).values_list("month", flat=True))
        missing = [one for one in _months(body.grounds_from, day) if one not in there]
        for month in missing:
            row, new = GroundsMonth.objects.get_or_create(
                body=body,
                month=month,
                defaults={"due_on": due_after(body.law, ClockKind.DUTY, _last_of(month))},
            )
            if not new:
                continue
            # A chain of its own, which no receipt and no case knows of.
            ledger.begin_chain(chain=row.pk, by=by)
            clocks.start(
                case=row.pk, kind=ClockKind.DUTY, due_on=row.due_on, zone=body.time_zone, by=by
            )
            notices.tell(holders=_registrars(body), kind="grounds.month", by=by)
            ledger.append(
                kind="grounds.asked",
                case=row.pk,
                by=by,
                detail={
                    "body": body.pk.hex,
                    "month": month.isoformat(),
                    "due_on": row.due_on.isoformat(),
                },
            )
            opened += 1
    return opened


@transaction.atomic
def open_grounds(*, month: GroundsMonth, sealed: Sealed, by: Officer) -> GroundsMonth:
    """Open the room of a month: sealed to who reviews, and to who else puts on record."""
    month = _lock(month)
    _must_give(month, by)
    _refuse_other_readers(month.body, sealed.grants, by)
    room = rooms.open_room(
        room=month.pk,
        kind=RoomKind.COMMITMENT,
        case=month.pk,
        recipient=sealed.recipient,
        grants=sealed.grants,
        by=by,
    )
    rooms.add_item(room=room, item=sealed.item, by=by)
    ledger.append(kind="grounds.opened", case=month.pk, by=by, detail=_detail(month))
    return month


@transaction.atomic
def complete_grounds(*, month: GroundsMonth, item: NewItem, by: Officer) -> GroundsMonth:
    """Say that every decision of the month is on record, none too. What comes after is later."""
    month = _lock(month)
    _must_give(month, by)
    if month.body.today() <= _last_of(month.month):
        raise NotNow(
            _("This month is not over: further decisions can still be taken."), kind="too-early"
        )
    if rooms.add_item(room=_room(month), item=item, by=by).repeated:
        return month
    if month.complete_on is not None:
        raise NotNow(
            _("You said so already. Put on record what you forgot: it shows as later."),
            kind="answered",
        )
    month.complete_on = month.body.today()
    month.complete_by = by.label
    month.save(update_fields=["complete_on", "complete_by"])
    clocks.meet(case=month.pk, kind=ClockKind.DUTY, on=month.complete_on, by=by)
    ledger.append(kind="grounds.complete", case=month.pk, by=by, detail=_detail(month))
    return month


@transaction.atomic
def ask_for_more(*, month: GroundsMonth, item: NewItem, by: Officer) -> GroundsQuestion:
    """Ask, as who reviews, for more about several decisions of a month, with a clock.

    Which ones is sealed. The page asks about three at least, so that no question points at one.
    """
    month = _lock(month)
    if not _reviews(month.body, by):
        raise NotAllowed(_("This officer does not have a role that allows this."))
    if rooms.add_item(room=_room(month), item=item, by=by).repeated:
        return GroundsQuestion.objects.get(pk=item.id)
    body = month.body
    day = body.today()
    asked = GroundsQuestion.objects.create(
        item=item.id, month=month, asked_on=day, due_on=due_after(body.law, ClockKind.DUTY, day)
    )
    clocks.start(
        case=month.pk,
        kind=ClockKind.DUTY,
        about=asked.pk,
        due_on=asked.due_on,
        zone=body.time_zone,
        by=by,
    )
    notices.tell(holders=_registrars(body), kind="grounds.question", by=by)
    ledger.append(
        kind="grounds.question",
        case=month.pk,
        by=by,
        detail=_detail(month, asked.pk.hex) | {"due_on": asked.due_on.isoformat()},
    )
    return asked


@transaction.atomic
def answer_question(*, question: GroundsQuestion, item: NewItem, by: Officer) -> GroundsQuestion:
    """Answer, as the employer. The answer bears its own day, and stands beside what was said."""
    month = _lock(question.month)
    _must_give(month, by)
    question = GroundsQuestion.objects.select_for_update().get(pk=question.pk)
    if rooms.add_item(room=_room(month), item=item, by=by).repeated:
        return question
    if question.answered_on is not None:
        raise NotNow(_("You have answered already. Your answer stands."), kind="answered")
    question.answered_on = month.body.today()
    question.save(update_fields=["answered_on"])
    clocks.meet(
        case=month.pk, kind=ClockKind.DUTY, about=question.pk, on=question.answered_on, by=by
    )
    ledger.append(
        kind="grounds.answered", case=month.pk, by=by, detail=_detail(month, question.pk.hex)
    )
    return question


@transaction.atomic
def let_read(*, month: GroundsMonth, to: Officer, sealed: bytes, by: Officer) -> None:
    """Seal the key of a month to somebody whose role came later: they read what stands there."""
    month = _lock(month)
    room = _room(month)
    if not room.has_member(by):
        raise NotAllowed(_("You are not a member of this room."))
    if not (to.has(Power.GIVE_GROUNDS, at=month.body) or _reviews(month.body, to)):
        raise NotAllowed(_("This officer does not have a role that allows this."))
    rooms.grant_member(room=room, holder=to.label, sealed=sealed, by=by)
    ledger.append(
        kind="grounds.let-read", case=month.pk, by=by, detail=_detail(month) | {"to": to.label}
    )


@transaction.atomic
def weigh(*, review: GroundsReview, weighed: Weighed, item: NewItem, by: Officer) -> GroundsReview:
    """Say to the reporter what the grounds of a decision against her are worth, with reasons.

    Handlers read the journal of the case, and she decides who knows what it came to: it holds a
    commitment to that.
    """
    case = guards.lock(review.case)
    guards.may_read(case.pk, by)
    review = GroundsReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    room = Room.objects.visible_to(by).filter(case=case.pk, kind=review.room_kind).first()
    fit = Power.PROTECT if review.room_kind == RoomKind.CARE else Power.OVERSEE
    # A commission that protects her, where nobody else does, is in her care room.
    if room is None or not (by.has(fit) or by.has(Power.OVERSEE)):
        raise NotAllowed(_("This officer does not have a role that allows this."))
    if rooms.add_item(room=room, item=item, by=by).repeated:
        return review
    if review.weighed:
        raise NotNow(_("This decision was weighed already. That stands."), kind="answered")
    review.weighed, review.weighed_by = weighed, by.label
    review.weighed_on = case.body.today()
    review.save(update_fields=["weighed", "weighed_by", "weighed_on"])
    running = Clock.objects.running().filter(case=case.pk, kind=ClockKind.DUTY, about=review.pk)
    if running.exists():
        clocks.meet(case=case.pk, kind=ClockKind.DUTY, about=review.pk, on=review.weighed_on, by=by)
    ledger.append(
        kind="grounds.weighed",
        case=case.pk,
        by=by,
        detail={"review": review.pk.hex},
        veiled={"weighed": str(weighed)},
    )
    return review


def _months(first: date | None, until: date) -> Iterator[date]:
    month = first
    while month is not None and month <= until:
        yield month
        month = _last_of(month) + timedelta(days=1)


def _last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _registrars(body: Body) -> list[str]:
    roles = [role for role, powers in POWERS.items() if Power.GIVE_GROUNDS in powers]
    held = Appointment.objects.filter(
        Appointment.holds_today(), role__in=roles, body=body, officer__is_active=True
    )
    return [f"officer:{one.hex}" for one in held.values_list("officer_id", flat=True)]


def _reviews(body: Body, officer: Officer) -> bool:
    return officer.has(Power.PROTECT, at=body) or officer.has(Power.OVERSEE, at=body)


def _lock(month: GroundsMonth) -> GroundsMonth:
    found = GroundsMonth.objects.select_for_update(of=("self",)).select_related("body")
    return found.get(pk=month.pk)


def _must_give(month: GroundsMonth, by: Officer) -> None:
    if not by.has(Power.GIVE_GROUNDS, at=month.body):
        raise NotAllowed(_("Only whoever puts decisions of this body on record can do this."))


def _room(month: GroundsMonth) -> Room:
    room = month.room()
    if room is None:
        raise NotNow(_("Nothing of this month is on record yet."), kind="nothing-yet")
    return room


def _refuse_other_readers(body: Body, grants: Mapping[str, bytes], by: Officer) -> None:
    """Refuse all but those who put on record and those who review, whoever may have reported."""
    if REPORTER in grants:
        raise NotValid(_("No reporter is a member of this room."), kind="holders")
    reviewers = 0
    for holder in officers_among(grants):
        officer = Officer.objects.active().filter(pk=officer_id(holder)).first()
        reviews = officer is not None and _reviews(body, officer)
        if officer is None or not (reviews or officer.has(Power.GIVE_GROUNDS, at=body)):
            raise NotAllowed(_("This officer does not have a role that allows this."))
        reviewers += reviews
    if reviewers == 0:
        raise NotValid(_("Somebody who reviews must be able to read this."), kind="holders")


def _detail(month: GroundsMonth, question: str = "") -> dict[str, str | int]:
    said: dict[str, str | int] = {"body": month.body_id.hex, "month": month.month.isoformat()}
    return said | ({"question": question} if question else {})
