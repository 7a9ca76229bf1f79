"""Decisions that one officer cannot take alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hoeder.cases.models.cases import Case
from hoeder.cases.rules import Classification


class TwoPersons(models.Model):
    """One officer proposes, with sealed reasons; a second one confirms or refuses.

    Until it is confirmed nothing changes. Whoever proposed it can take it back, never confirm it.
    """

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    proposed_on = models.DateField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_on = models.DateField(null=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on=None, decided_by=None, confirmed=False)
                | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="decided_%(class)s_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=False) | ~Q(decided_by=F("proposed_by")),
                name="nobody_confirms_their_own_%(class)s",
            ),
        ]


class Reclassification(TwoPersons):
    """A handler wants to call a case something else. Clocks and protection never change by it.

    The reasons are sealed in the dialogue.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="reclassifications")
    to = models.CharField(max_length=24, choices=Classification)

    class Meta(TwoPersons.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(decided_on=None),
                name="one_reclassification_waits_per_case",
            ),
            *TwoPersons.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id.hex} to {self.to}"
