"""That a case came to the level above, and why."""

import uuid
from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case, Exclusion, Recusal
from hoeder.clocks.rules import ClockKind
from hoeder.organisations.models import Body, Officer, Unit
from hoeder.organisations.rules import Power
from hoeder.oversight.rules import Cause, Side
from hoeder.reports.models import Receipt
from hoeder.rooms.models import Member
from hoeder.rooms.rules import RoomKind

Row = TypeVar("Row", bound=models.Model)

#: Whoever was in one of these handled the case, and does not review how it was handled.
HANDLING: Iterable[RoomKind] = (RoomKind.DIALOGUE, RoomKind.INVESTIGATION)


def chains_closed_to(officer: Officer) -> list[models.QuerySet[models.Model, uuid.UUID]]:
    """Collect the chains that are no business of this officer, whatever their role.

    They are named in the case or in the line of somebody who is, stepped back, or handled it.
    """
    return [
        Exclusion.objects.filter(officer=officer).values_list("case", flat=True),
        Recusal.objects.filter(officer=officer).values_list("case", flat=True),
        Member.objects.filter(holder=officer.label, room__kind__in=HANDLING).values_list(
            "room__case", flat=True
        ),
    ]


class OverseenQuerySet(models.QuerySet[Row]):
    """Rows with a `chain` and a `level`: seen by the reporter, and by that level's commission."""

    def visible_to(self, who: Officer | Receipt) -> "OverseenQuerySet[Row]":
        """Keep a reporter's own; and those of levels that an officer oversees, if impartial."""
        if isinstance(who, Receipt):
            return self.filter(chain=who.case)
        found = self.filter(level__in=who.bodies_where(Power.OVERSEE))
        for closed in chains_closed_to(who):
            found = found.exclude(chain__in=closed)
        return found

    def open(self) -> "OverseenQuerySet[Row]":
        """Keep those that nobody has closed."""
        return self.filter(closed_on=None)


class EscalationQuerySet(OverseenQuerySet["Escalation"]):
    """The only way for pages to reach escalations."""


class Escalation(models.Model):
    """A case came to the level above the one in default. It holds no content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The case, or the chain of a receipt without one.
    chain = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    #: Where something was not done.
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    #: Whose commission is asked; none where there is nobody above who may.
    level = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=16, choices=Cause)
    #: Who is in default; nothing where nobody is.
    side = models.CharField(max_length=16, choices=Side, blank=True, default="")
    #: Which clock was missed, where one was.
    duty = models.CharField(max_length=16, choices=ClockKind, blank=True, default="")
    #: What it is about: the chain itself, an incident, a promise, a request.
    about = models.UUIDField()
    #: What set it off, so that no node does it twice: `clock:<number>`, `incident:<id>`.
    trace = models.CharField(max_length=100, unique=True)
    #: Said by the reporter's own browser, and known in no other way.
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=48)
    #: How many were told. With nobody, the reporter is sent to the authority outside.
    told = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=48, blank=True, default="")

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "cause", "duty", "about"],
                condition=Q(closed_on=None),
                name="one_open_escalation_per_cause",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=Cause.values), name="escalation_has_a_known_cause"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by="")
                | (Q(closed_on__isnull=False) & ~Q(closed_by="")),
                name="closed_escalation_says_by_whom_and_when",
            ),
        ]
        indexes = [models.Index(fields=["level", "closed_on"], name="escalations_by_level")]

    def __str__(self) -> str:
        return f"escalation:{self.pk.hex}"
