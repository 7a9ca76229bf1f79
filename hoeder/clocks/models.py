"""Clocks."""

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from hoeder.clocks.rules import ClockKind, end_of_day


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks by how they stand."""

    def running(self) -> "ClockQuerySet":
        """Keep what is still to be done, missed or not."""
        return self.filter(met_on=None, ended_on=None)

    def missed(self) -> "ClockQuerySet":
        """Keep what was not done in time, also where it was done later."""
        return self.filter(missed_on__isnull=False)


class Clock(models.Model):
    """One date that something is due on, for one case."""

    case = models.UUIDField()
    kind = models.CharField(max_length=16, choices=ClockKind)
    #: What of the case it is for: one promise, one request, one check-in. None: the case itself.
    about = models.UUIDField(null=True)
    #: A legal day of the body; `due_at` is its last second.
    due_on = models.DateField()
    due_at = models.DateTimeField()
    met_on = models.DateField(null=True)
    missed_on = models.DateField(null=True)
    #: The day on which somebody was told that it ends soon.
    warned_on = models.DateField(null=True)
    #: The day its cause went: a promise was replaced, a case erased. A miss before it stays.
    ended_on = models.DateField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ClockKind.values), name="clock_is_of_a_known_kind"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(about=None, met_on=None, ended_on=None),
                name="one_running_clock_per_case_and_kind",
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "about"],
                condition=Q(about__isnull=False, met_on=None, ended_on=None),
                name="one_running_clock_per_case_kind_and_cause",
            ),
            models.CheckConstraint(
                condition=Q(met_on=None) | Q(ended_on=None), name="a_clock_is_met_or_has_ended"
            ),
            models.CheckConstraint(
                condition=Q(missed_on=None) | Q(missed_on__gt=F("due_on")),
                name="a_clock_is_missed_after_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(met_on=None, missed_on=None, ended_on=None),
                name="running_clocks_by_due",
            ),
            models.Index(fields=["case"], name="clocks_by_case"),
            models.Index(
                fields=["case", "kind"],
                condition=Q(met_on=None, ended_on=None, missed_on__isnull=False),
                name="overdue_clocks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case:{self.case.hex} due {self.due_on}"


def new_clock(
    *, case: UUID, kind: ClockKind, due_on: date, zone: str, about: UUID | None = None
) -> dict[str, object]:
    """Lay out the row of a clock that is about to be stored."""
    return {
        "case": case,
        "kind": kind,
        "about": about,
        "due_on": due_on,
        "due_at": end_of_day(due_on, zone),
        "met_on": None,
        "missed_on": None,
        "warned_on": None,
        "ended_on": None,
    }
