"""How a reporter's protection stands, as it goes over the line: states and days, no content."""

from typing import Annotated

from hoeder.cases.models import Case
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Officer
from hoeder.protection import caring
from hoeder.protection import models as protection
from hoeder.protection.rules import Answer, Way
from hoeder.reports.models import Receipt
from hoeder.web.json import Day, Id, Key, Number, Text, form
from hoeder.web.json import Holder as HolderLabel
from hoeder.web.shapes import Label, Place, SentItem

CHANGES = ("not-allowed", "not-now", "room-moved-on", "new-epoch-needed", "declaration-needed")


@form
class SentCareItem:
    """A sealed item that goes with a step of the protection."""

    item: SentItem


@form
class SentPlanAnswer:
    """Her answer to the plan with that number, with the item that she signed."""

    plan: Place
    approved: bool
    item: SentItem


@form
class SentWay:
    """How she wants to be asked; with `officer`, a sealed item says how she can be reached."""

    way: Annotated[str, Text(most=16, pattern="|".join(Way.values))]
    item: SentItem | None


@form
class SentAnswer:
    """How she is, with a sealed item in which she may say more."""

    answer: Annotated[str, Text(most=16, pattern="|".join(Answer.values))]
    item: SentItem


@form
class Plan:
    """One proposal. `item` is the SHA-256 of the sealed plan; `approved` is null until she answers.

    It lies in the care room.
    """

    number: Number
    item: Key
    by: HolderLabel
    proposed_on: Day
    approved: bool | None
    answered_on: Day | None


@form
class CheckIn:
    """She is asked from one day, and should have been answered for by another."""

    id: Id
    opens_on: Day
    due_on: Day
    answered: bool
    silent: bool


@form
class SaidAnswer:
    """What she answered, or whoever protects her wrote down for her."""

    answer: Label
    by: HolderLabel
    day: Day


@form
class Offer:
    """Support that is owed to her, or was offered."""

    id: Id
    cause: Label
    since: Day
    due_on: Day
    met_on: Day | None


@form
class Care:
    """How a protection stands.

    `turn` says whose it is: `reporter`, `officer` or, when nothing is owed, null. From `go_on_from`
    the handler may document that there is no plan; `holds_up`: the case waits for it. What she
    answered, and how she wants to be asked, only those see who protect her (`protects`).
    """

    protects: bool
    state: Label
    since: Day
    assessed_on: Day | None
    settled: Label | None
    settled_on: Day | None
    holds_up: bool
    turn: Label | None
    due_on: Day | None
    go_on_from: Day | None
    plan: Plan | None
    way: Label | None
    next_on: Day | None
    check_ins: list[CheckIn]
    answers: list[SaidAnswer]
    offers: list[Offer]


def care(case: Case, who: Officer | Receipt) -> Care:
    """Shape how a protection stands, for somebody who may see the case."""
    row = protection.Care.objects.visible_to(who).filter(case=case).first()
    found = row or protection.Care.of(case)
    owed = caring.owed(case, found)
    protects = isinstance(who, Receipt) or caring.is_protector(case.pk, who)
    last = caring.last_plan(found) if row else None
    offers = protection.SupportOffer.objects.visible_to(who).filter(case=case)
    return Care(
        protects=protects,
        state=found.state,
        since=found.since,
        assessed_on=found.assessed_on,
        settled=found.settled or None,
        settled_on=case.protection_settled_on,
        holds_up=caring.holds_up(case),
        turn=owed.turn or None,
        due_on=owed.due_on,
        go_on_from=owed.go_on_from,
        plan=None if last is None else _plan(last),
        way=found.way if protects else None,
        next_on=found.next_on if protects and row else None,
        check_ins=_check_ins(found) if protects and row else [],
        answers=_answers(found) if protects and row else [],
        offers=_offers(list(offers)),
    )


def _plan(row: protection.Plan) -> Plan:
    return Plan(
        number=row.number,
        item=row.item,
        by=row.proposed_by,
        proposed_on=row.proposed_on,
        approved=row.approved,
        answered_on=row.answered_on,
    )


def _check_ins(row: protection.Care) -> list[CheckIn]:
    return [
        CheckIn(
            id=one.pk,
            opens_on=one.opens_on,
            due_on=one.due_on,
            answered=bool(one.answers.all()),
            silent=one.silent_on is not None and not one.answers.all(),
        )
        for one in row.check_ins.prefetch_related("answers")
    ]


def _answers(row: protection.Care) -> list[SaidAnswer]:
    return [SaidAnswer(one.answer, one.by, one.day) for one in row.answers.all()]


def _offers(rows: list[protection.SupportOffer]) -> list[Offer]:
    clocks = Clock.objects.filter(kind=ClockKind.DUTY, about__in=[one.pk for one in rows])
    due = dict(clocks.values_list("about", "due_on"))
    return [
        Offer(one.pk, one.cause, one.since, due.get(one.pk, one.since), one.met_on) for one in rows
    ]
