"""The protection plan: the risk is assessed with her, a plan is proposed, she answers (RET-01)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import actions as cases
from hoeder.cases import guards, readers
from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.identities import actions as identities
from hoeder.identities import reading
from hoeder.identities.rules import How
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.protection import caring
from hoeder.protection.models import Care, Plan
from hoeder.protection.owing import begin_series, lock, owe_plan, owed
from hoeder.protection.rules import PLAN_IS_OWED, OfferCause, PlanState, Settled
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind

from .offers import owe_support


@transaction.atomic
def open_own_room(
    *, room: UUID, kind: RoomKind, recipient: str, grants: Mapping[str, bytes], by: Receipt
) -> Room:
    """Open a room that is the reporter's to open. With a care room begins what is owed in it."""
    before = Room.objects.filter(pk=room).exists()
    opened = cases.open_own_room(room=room, kind=kind, recipient=recipient, grants=grants, by=by)
    if kind != RoomKind.CARE or before:
        return opened
    case, care = lock(Case(pk=by.case))
    if care.state in PLAN_IS_OWED:
        owe_plan(case, care, by)
    owe_support(case=case, cause=OfferCause.INTAKE, about=case.pk, by=by)
    ledger.append(
        kind="care.begun", case=case.pk, by=by, detail={"state": care.state, **owed(care)}
    )
    return opened


@transaction.atomic
def assess(*, case: Case, item: NewItem, by: Officer | Receipt) -> Care:
    """Put a risk assessment into the care room: what she fears, whether it began, who, how much.

    By her, or by whoever protects her after talking with her. When she had said that she wants no
    plan and assesses the risk all the same, one is owed again.
    """
    case, care = lock(case)
    guards.may_read(case.pk, by)
    if rooms.add_item(room=_care_room(case), item=item, by=by).repeated:
        return care
    care.assessed_on = case.body.today()
    care.save(update_fields=["assessed_on"])
    if care.state == PlanState.DECLINED and isinstance(by, Receipt):
        _move(case, care, PlanState.NEEDED)
        owe_plan(case, care, by)
    ledger.append(kind="care.assessed", case=case.pk, by=by, detail=owed(care))
    return care


@transaction.atomic
def propose_plan(*, case: Case, item: NewItem, by: Officer) -> Care:
    """Put a plan before her, with owner, measures and dates, sealed in the care room."""
    case, care = lock(case)
    guards.may_read(case.pk, by)
    stored = rooms.add_item(room=_care_room(case), item=item, by=by)
    if stored.repeated:
        return care
    if care.state == PlanState.DECLINED:
        raise NotNow(_("The reporter wants no plan. She can ask for one."), kind="no-plan-wanted")
    if care.assessed_on is None:
        raise NotNow(_("First assess the risk, together with the reporter."), kind="assess-first")
    Plan.objects.create(
        care=care,
        number=care.plans.count() + 1,
        item=stored.item.hash,
        proposed_by=by.label,
        proposed_on=case.body.today(),
    )
    _meet_plan(case, care, by)
    _move(case, care, PlanState.PROPOSED)
    ledger.append(
        kind="care.proposed", case=case.pk, by=by, detail={"item": stored.item.hash, **owed(care)}
    )
    return care


@transaction.atomic
def answer_plan(*, case: Case, plan: int, approved: bool, item: NewItem, by: Receipt) -> Care:
    """Approve or refuse the plan that lies before her, with an item that she signs.

    A plan that she refuses is owed again, from today.
    """
    case, care = lock(case)
    stored = rooms.add_item(room=_care_room(case), item=item, by=by)
    if stored.repeated:
        return care
    last = caring.last_plan(care)
    if care.state != PlanState.PROPOSED or last is None or last.number != plan:
        raise NotNow(_("This plan is not the one that lies before you now."), kind="plan-moved-on")
    last.approved, last.answered_on = approved, case.body.today()
    last.save(update_fields=["approved", "answered_on"])
    _move(case, care, PlanState.APPROVED if approved else PlanState.REFUSED)
    if approved:
        _settle(case, care, Settled.APPROVED, by)
    else:
        owe_plan(case, care, by)
    ledger.append(
        kind="care.approved" if approved else "care.refused",
        case=case.pk,
        by=by,
        detail={"plan": last.item, "item": stored.item.hash, **owed(care)},
    )
    return care


@transaction.atomic
def decline_plan(*, case: Case, item: NewItem, by: Receipt) -> Care:
    """Document that she wants no plan: in the care room, or to the handlers where she opened none.

    She can ask for one later; check-ins and offers of support go on.
    """
    case, care = lock(case)
    stored = rooms.add_item(room=caring.care_room(case) or case.dialogue(), item=item, by=by)
    if stored.repeated:
        return care
    if care.owed is not None:
        clocks.end(case=case.pk, kind=ClockKind.DUTY, about=care.owed, by=by)
        care.owed = None
    _move(case, care, PlanState.DECLINED)
    _settle(case, care, Settled.DECLINED, by)
    ledger.append(
        kind="care.declined", case=case.pk, by=by, detail={"item": stored.item.hash, **owed(care)}
    )
    return care


@transaction.atomic
def go_on_without(*, case: Case, item: NewItem, by: Officer) -> Care:
    """Let a case leave assessment without a plan, with reasons that she can read.

    When it was her turn and she did not answer in time, or when whoever owed her a plan let its
    clock be missed: the law's dates do not wait for a default of ours. The level above is told.
    """
    case, care = lock(case)
    guards.is_handler(case, by)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return care
    turn = caring.owed(case, care)
    if not caring.holds_up(case) or turn.turn == "":
        raise NotNow(_("This case does not wait for a plan."), kind="nothing-to-settle")
    if turn.go_on_from is None or case.body.today() < turn.go_on_from:
        day = None if turn.go_on_from is None else turn.go_on_from.isoformat()
        raise NotNow(
            _("It is too early for this. Give those whose turn it is the time that they have."),
            kind="too-early",
            extras={"from": day},
        )
    ground = Settled.NO_ANSWER if turn.turn == "reporter" else Settled.NO_PLAN
    _settle(case, care, ground, by)
    told = {*readers.overseers_above(case), *readers.officers_of(case.pk)} - {by.label}
    notices.tell(holders=told, kind="care.without", by=by)
    ledger.append(kind="care.without", case=case.pk, by=by, detail={"ground": str(ground)})
    return care


@transaction.atomic
def see_name(*, opening: UUID, by: Officer) -> identities.Opened:
    """Fetch the box that is open to oneself. From then on the plan is out of date."""
    found = reading.opening_to(opening, by)
    if found is None:
        raise NotAllowed(_("This box is not open to you."))
    case = Case.objects.filter(pk=found.box.case).first()
    if case is not None:
        # Before the opening is: two actions never wait for each other.
        case = guards.lock(case)
    rows = reading.circle(found.box.case)
    known = any(one.knower == by.label and one.how == How.OPENED for one in rows)
    opened = identities.fetch_box(opening=found, by=by)
    if case is not None and not known:
        outdate(case=case, by=by)
        ledger.append(kind="care.name-opened", case=case.pk, by=by, detail={"opening": opening.hex})
    return opened


@transaction.atomic
def outdate(*, case: Case, by: Actor) -> Care:
    """Say that somebody knows her who did not: risk and plan are looked at anew (RET-01, RET-08).

    Also where she wanted none before: what she decided on is not what she faces now.
    """
    case, care = lock(case)
    agreed = care.state != PlanState.NEEDED
    care.assessed_on = None
    care.settled, care.settled_by = "", ""
    care.save(update_fields=["assessed_on", "settled", "settled_by"])
    _move(case, care, PlanState.OUTDATED if agreed else PlanState.NEEDED)
    if caring.is_assessed(case):
        cases.unsettle_protection(case=case, by=by)
    if caring.has_protector(caring.care_room(case)):
        owe_plan(case, care, by)
    origin = begin_series(case=case, care=care, by=by)
    ledger.append(
        kind="care.outdated",
        case=case.pk,
        by=by,
        detail={"state": care.state, "origin": origin.isoformat(), **owed(care)},
    )
    return care


def _care_room(case: Case) -> Room:
    room = caring.care_room(case)
    if room is None:
        raise NotNow(_("The reporter has not chosen yet who protects her."), kind="no-care-room")
    return room


def _move(case: Case, care: Care, state: PlanState) -> None:
    care.state, care.since = state, case.body.today()
    care.save(update_fields=["state", "since", "owed"])


def _meet_plan(case: Case, care: Care, by: Actor) -> None:
    if caring.plan_clock(care) is None:
        return
    on = case.body.today()
    clocks.meet(case=case.pk, kind=ClockKind.DUTY, about=care.owed, on=on, by=by)
    care.owed = None


def _settle(case: Case, care: Care, ground: Settled, by: Officer | Receipt) -> None:
    care.settled, care.settled_by = ground, by.label
    care.save(update_fields=["settled", "settled_by", "owed"])
    cases.settle_protection(case=case, ground=ground, by=by)
