"""Support that must be offered to a reporter."""

import uuid

from django.db import models
from django.db.models import Q

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection.rules import OfferCause
from hoeder.reports.models import Receipt


class SupportOfferQuerySet(models.QuerySet["SupportOffer"]):
    """The only way for pages to reach offers."""

    def visible_to(self, who: Officer | Receipt) -> "SupportOfferQuerySet":
        """Keep those of a reporter's own case; of the cases that an officer holds."""
        return self.filter(case__in=Case.objects.visible_to(who))

    def owed(self) -> "SupportOfferQuerySet":
        """Keep what nobody has done yet."""
        return self.filter(met_on=None)


class SupportOffer(models.Model):
    """That somebody must ask her how she is and offer her help (law.md SUP-04)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=16, choices=OfferCause)
    #: The incident or the shared entry that it is for; the case itself at intake.
    about = models.UUIDField()
    since = models.DateField()
    met_on = models.DateField(null=True)
    met_by = models.CharField(max_length=48, blank=True, default="")

    objects = SupportOfferQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "cause", "about"], name="one_offer_per_case_and_cause"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=OfferCause.values), name="offer_is_for_a_known_cause"
            ),
            models.CheckConstraint(
                condition=Q(met_on=None, met_by="") | (Q(met_on__isnull=False) & ~Q(met_by="")),
                name="offer_that_was_made_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"offer to case:{self.case_id.hex}: {self.cause}"
