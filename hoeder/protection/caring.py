"""Whose turn it is, and how a protection stands: questions, asked before anything changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from hoeder.cases.models import Case
from hoeder.cases.rules import Status
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import (
    ClockKind,
    Parameter,
    day_after,
    earliest_start,
)
from hoeder.protection.models import Care, CheckIn, CheckInAnswer, Plan
from hoeder.protection.rules import PLAN_IS_OWED, Answer, PlanState, Risk, Settled
from hoeder.rooms.models import Member, Room
from hoeder.rooms.rules import Holder, RoomKind, officers_among

Turn = Literal["reporter", "officer", ""]


@dataclass(frozen=True, slots=True)
class Owed:
    """Who must act next, by when, and from when the handler may go on without it."""

    turn: Turn
    due_on: date | None
    go_on_from: date | None


def care_room(case: Case) -> Room | None:
    """Find the room in which a reporter is protected, once she has opened it."""
    return case.rooms().filter(kind=RoomKind.CARE).first()


def holders_in(room: Room) -> list[str]:
    """List the officers who are in a room today."""
    held = Member.objects.live().filter(room=room)
    return officers_among(held.values_list("holder", flat=True))


def protectors(case: Case) -> list[str]:
    """List who protects the reporter of a case today."""
    room = care_room(case)
    return [] if room is None else holders_in(room)


def has_protector(room: Room | None) -> bool:
    """Tell whether anybody but her is in that room today."""
    return room is not None and holders_in(room) != []


def is_protector(case: UUID, who: Holder) -> bool:
    """Tell whether somebody is in the care room of a case today."""
    return Room.objects.visible_to(who).filter(case=case, kind=RoomKind.CARE).exists()


def last_plan(care: Care) -> Plan | None:
    """Find the proposal that counts."""
    return care.plans.order_by("-number").first()


def owed(case: Case, care: Care) -> Owed:
    """Tell whose turn it is, and from when the handler may document that there is no plan.

    Hers while she has chosen nobody to protect her, and while a plan lies before her. Otherwise the
    turn is of whoever protects her. The date of feedback is the law's (Directive (EU) 2019/1937,
    art. 9(1)(f)): shortly before it, our own rule holds nothing up, whoever's turn it is.
    """
    turn, due_on, ends = _turn(case, care)
    if turn == "":
        return Owed("", None, None)
    yields = earliest_start(case.body.law, Parameter.PLAN_YIELDS, case.due_on(ClockKind.FEEDBACK))
    return Owed(turn, due_on, yields if ends is None else min(ends, yields))


def _turn(case: Case, care: Care) -> tuple[Turn, date | None, date | None]:
    """Tell whose turn it is, when it is due, and the first day on which it has passed."""
    if care.state in {PlanState.APPROVED, PlanState.DECLINED}:
        return "", None, None
    if care.state == PlanState.PROPOSED:
        return "reporter", None, day_after(case.body.law, Parameter.PLAN_ANSWER, care.since)
    if has_protector(care_room(case)):
        clock = plan_clock(care)
        if clock is None:
            return "officer", None, None
        return "officer", clock.due_on, clock.due_on + timedelta(days=1)
    if case.acknowledged_on is None:
        return "reporter", None, None
    asked = max(case.acknowledged_on, care.since)
    return "reporter", None, day_after(case.body.law, Parameter.PLAN_ANSWER, asked)


def plan_clock(care: Care) -> Clock | None:
    """Find the clock of the plan that is owed."""
    if care.owed is None:
        return None
    return (
        Clock.objects.running()
        .filter(case=care.case_id, kind=ClockKind.DUTY, about=care.owed)
        .first()
    )


def is_assessed(case: Case) -> bool:
    """Tell whether a case is still in assessment."""
    return case.status in {Status.RECEIVED, Status.ACKNOWLEDGED}


def holds_up(case: Case) -> bool:
    """Tell whether a case waits in assessment for its reporter's protection."""
    return is_assessed(case) and case.protection_settled_on is None


def open_check_in(care: Care, day: date) -> CheckIn | None:
    """Find the check-in that an answer of that day belongs to: the last one that has begun."""
    return care.check_ins.filter(opens_on__lte=day).order_by("-due_on").first()


def opens_on(law: str, due_on: date) -> date:
    """Tell from when she is asked: a few days before, so that there is time to reach her."""
    return earliest_start(law, Parameter.CHECK_IN_OPENS, due_on)


def risks(cases: Iterable[UUID], who: Holder) -> Mapping[UUID, Risk]:
    """Say in one word how each reporter's protection stands; three queries for any number.

    What she answered when she was asked is told only to those who protect her.
    """
    found = Care.objects.filter(case__in=list(cases)).in_bulk()
    rooms = Room.objects.visible_to(who).filter(case__in=list(found), kind=RoomKind.CARE)
    protects = set(rooms.values_list("case", flat=True))
    said: dict[UUID, CheckInAnswer] = {}
    answers = CheckInAnswer.objects.filter(care__in=protects).select_related("check_in")
    for answer in answers.order_by("number"):
        said[answer.care_id] = answer
    return {pk: _risk(care, said.get(pk)) for pk, care in found.items()}


def _risk(care: Care, last: CheckInAnswer | None) -> Risk:
    if last is not None and last.answer in {Answer.BEGUN, Answer.WORRIED}:
        return Risk(last.answer)
    if care.state in PLAN_IS_OWED and care.settled in {Settled.NO_ANSWER, Settled.NO_PLAN}:
        return Risk.WITHOUT
    return Risk(care.state)
