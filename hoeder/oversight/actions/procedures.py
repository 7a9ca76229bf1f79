"""The procedure of a body for reports, reviewed at least every three years (law.md STA-04).

What is due runs as a clock in a chain of its own, which no receipt and no case knows of: it is
missed, noted and brought to the level above as every other date is.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import (
    SYSTEM,
    ClockKind,
    add_months,
    due_after,
    procedure_warning,
    term,
)
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.organisations.models import Appointment, Body, Officer
from hoeder.organisations.rules import POWERS, Power
from hoeder.oversight.levels import level_above
from hoeder.oversight.models import Procedure, ProcedureReview
from hoeder.oversight.rules import LONGEST_CHANGES, Side


@transaction.atomic
def owe_procedure_reviews(*, by: Actor) -> int:
    """Begin the term of every service that has none yet, from today; return how many.

    `tick` does it within the hour after a service was set up. On many nodes at once, and run again,
    each has one term.
    """
    owed = 0
    there = Procedure.objects.values("body")
    for body in Body.objects.filter(kind=Body.Kind.SERVICE).exclude(pk__in=there).order_by("pk"):
        procedure, new = Procedure.objects.get_or_create(body=body)
        if not new:
            continue
        # Its id is random: those of bodies are public, and a made-up report could take one first.
        ledger.begin_chain(chain=procedure.pk, by=by)
        _start(procedure, body.today(), by)
        ledger.append(kind="procedure.owed", case=procedure.pk, by=by, detail={"body": body.pk.hex})
        owed += 1
    return owed


@transaction.atomic
def remind_of_procedures(*, by: Actor, now: datetime | None = None) -> int:
    """Recall reviews that are due soon, each once; return how many.

    The directors of the body are told, or else the level above: then nobody there can do it.
    """
    now = now or timezone.now()
    days = procedure_warning(now.date())
    soon = clocks.warn(kind=ClockKind.PROCEDURE, days=days, by=by, now=now)
    found = Procedure.objects.filter(pk__in=[clock.case for clock in soon])
    for procedure in found.select_related("body").order_by("pk"):
        body = procedure.body
        holders = _directors(body) or set(level_above(body, Side.EMPLOYER).members)
        notices.tell(holders=holders, kind="procedure.due-soon", by=by)
        ledger.append(kind="procedure.recalled", case=procedure.pk, by=by)
    return len(soon)


@transaction.atomic
def record_procedure_review(
    *, review: UUID, body: Body, reviewed_on: date, changes: str, by: Officer
) -> ProcedureReview:
    """Put on record that the procedure was reviewed; the next term runs from that day.

    A director of the body does it, and nobody else: the employer sets the procedure and answers for
    it (Dir. 8(1)). The level above watches the date, so it does not meet it; the administrator, who
    lets officers in, has no say in how reports are followed up.
    """
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if body.kind != Body.Kind.SERVICE or not by.has(Power.REVIEW_PROCEDURE, at=body):
        raise NotAllowed(_("You do not have a role that allows this."))
    before = ProcedureReview.objects.filter(pk=review).first()
    if before is not None:
        if before.body_id != body.pk:
            raise NotNow(_("Another review has this id already."), kind="id-taken")
        return before
    day = body.today()
    _refuse_day(body, reviewed_on, day)
    changes = _said(changes)
    if not Procedure.objects.filter(body=body).exists():
        # In the first hour of a body.
        owe_procedure_reviews(by=SYSTEM)
    procedure = Procedure.objects.select_related("body").get(body=body)
    row = ProcedureReview.objects.create(
        pk=review,
        body=body,
        reviewed_on=reviewed_on,
        changes=changes,
        recorded_on=day,
        recorded_by=by.label,
    )
    clocks.meet(case=procedure.pk, kind=ClockKind.PROCEDURE, on=day, by=by)
    _start(procedure, reviewed_on, by)
    ledger.append(
        kind="procedure.reviewed",
        case=procedure.pk,
        by=by,
        detail={
            "review": row.pk.hex,
            "body": body.pk.hex,
            "reviewed_on": reviewed_on.isoformat(),
            "changes": digest(changes),
        },
    )
    return row


def _start(procedure: Procedure, start: date, by: Actor) -> None:
    clocks.start(
        case=procedure.pk,
        kind=ClockKind.PROCEDURE,
        due_on=due_after(procedure.body.law, ClockKind.PROCEDURE, start),
        zone=procedure.body.time_zone,
        by=by,
    )


def _refuse_day(body: Body, reviewed_on: date, day: date) -> None:
    """Refuse a day to come, one before the last review, and one from which the term is over."""
    if reviewed_on > day:
        raise NotValid(_("This day is in the future. Look at the date."), kind="reviewed-on")
    if ProcedureReview.objects.filter(body=body, reviewed_on__gt=reviewed_on).exists():
        raise NotValid(
            _("A review of a later day is on record already. Look at the date."),
            kind="reviewed-on",
        )
    if add_months(reviewed_on, term(body.law, ClockKind.PROCEDURE, day).months) < day:
        raise NotValid(
            _("Since this day the term has passed again. Review the procedure now."),
            kind="reviewed-on",
        )


def _said(changes: str) -> str:
    changes = changes.strip()
    if not changes:
        raise NotValid(_("Say what was changed, or why nothing."), kind="changes")
    if len(changes) > LONGEST_CHANGES:
        raise NotValid(
            _("Say it in %(most)d characters at most.") % {"most": LONGEST_CHANGES},
            kind="changes",
        )
    return changes


def _directors(body: Body) -> set[str]:
    """Find who must see to the procedure of a body."""
    roles = [role for role, powers in POWERS.items() if Power.REVIEW_PROCEDURE in powers]
    held = Appointment.objects.filter(
        Appointment.holds_today(), role__in=roles, body=body, officer__is_active=True
    )
    return {f"officer:{one.hex}" for one in held.values_list("officer", flat=True)}
