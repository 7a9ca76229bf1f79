"""Legal holds."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt


class HoldQuerySet(models.QuerySet["Hold"]):
    """Holds by how they stand, and the only way for pages to reach them."""

    def visible_to(self, who: Officer | Receipt) -> HoldQuerySet:
        """Keep those of the cases that somebody sees."""
        return self.filter(case__in=Case.objects.visible_to(who))

    def standing(self) -> HoldQuerySet:
        """Keep those that stop destroying: from the moment of asking until the lifting."""
        return self.filter(ended_on=None)


class Hold(models.Model):
    """Somebody stops all destroying of a case. It says nothing of who may read (law.md REG-04).

    It counts from the first word on; a second person confirms it, or ends it. Lifting takes two as
    well. The reasons are sealed in the dialogue.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    #: Labels, as in the ledger: `reporter`, or an officer's.
    by = models.CharField(max_length=48)
    since = models.DateField()
    review_on = models.DateField()
    confirmed_by = models.CharField(max_length=48, blank=True, default="")
    confirmed_on = models.DateField(null=True)
    lift_by = models.CharField(max_length=48, blank=True, default="")
    lift_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=48, blank=True, default="")
    ended_on = models.DateField(null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "by"],
                condition=Q(ended_on=None),
                name="one_standing_hold_per_person_and_case",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None) | ~Q(confirmed_by=F("by")),
                name="nobody_confirms_their_own_hold",
            ),
        ]

    def __str__(self) -> str:
        return f"hold:{self.id.hex}"
