"""How the review of each procedure stands: when it was last done, when it is due again."""

from dataclasses import dataclass
from datetime import date

from hoeder.clocks.models import Clock
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power
from hoeder.oversight.models import Procedure, ProcedureReview


@dataclass(frozen=True)
class Standing:
    """One body: its last review, if any, by which day the next is due, and whether that passed."""

    body: Body
    last: ProcedureReview | None
    #: None in the first hour of a body.
    due_on: date | None
    overdue: bool
    #: This officer is the one who must put it on record.
    mine: bool


def standings(officer: Officer) -> list[Standing]:
    """List the services whose procedure this officer must see to, or oversees, soonest first."""
    mine = officer.bodies_where(Power.REVIEW_PROCEDURE)
    seen = mine | officer.bodies_where(Power.OVERSEE)
    bodies = Body.objects.filter(pk__in=seen, kind=Body.Kind.SERVICE)
    last: dict[object, ProcedureReview] = {}
    for row in ProcedureReview.objects.visible_to(officer):
        last.setdefault(row.body_id, row)
    chains = dict(Procedure.objects.filter(body__in=seen).values_list("body", "pk"))
    running = Clock.objects.running().filter(kind=ClockKind.PROCEDURE, case__in=chains.values())
    due = dict(running.values_list("case", "due_on"))
    found = []
    for body in bodies.order_by("slug"):
        due_on = due.get(chains[body.pk]) if body.pk in chains else None
        overdue = due_on is not None and due_on < body.today()
        found.append(Standing(body, last.get(body.pk), due_on, overdue, body.pk in mine))
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max))


def standing(officer: Officer, body: Body) -> Standing:
    """Tell how it stands at one body that this officer may see."""
    return next(one for one in standings(officer) if one.body == body)


def last_on_record(body: Body, day: date) -> ProcedureReview | None:
    """Find the last review that stood on record at the end of that day."""
    return ProcedureReview.objects.filter(body=body, recorded_on__lte=day).first()
