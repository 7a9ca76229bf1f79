"""Clocks."""

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from hoeder.clocks.rules import ClockKind, end_of_day


class Clock(models.Model):
    """One date that something is due on, for one case."""

    case = models.UUIDField()
    kind = models.CharField(max_length=16, choices=ClockKind)
    #: A legal day of the body; `due_at` is its last second.
    due_on = models.DateField()
    due_at = models.DateTimeField()
    met_on = models.DateField(null=True)
    missed_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ClockKind.values), name="clock_is_of_a_known_kind"
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "due_on"], name="one_clock_per_case_kind_and_day"
            ),
            models.CheckConstraint(
                condition=Q(missed_on=None) | Q(missed_on__gt=F("due_on")),
                name="a_clock_is_missed_after_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(met_on=None, missed_on=None),
                name="running_clocks_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case:{self.case.hex} due {self.due_on}"


def new_clock(*, case: UUID, kind: ClockKind, due_on: date, zone: str) -> dict[str, object]:
    """Lay out the row of a clock that is about to be stored."""
    return {
        "case": case,
        "kind": kind,
        "due_on": due_on,
        "due_at": end_of_day(due_on, zone),
        "met_on": None,
        "missed_on": None,
    }
