"""The person whom a report is about: heard before a finding, informed, and cleared again.

No row says who that is. Names, the record of what was said and every reason are sealed in the
investigation room; the server knows days, and that there were so many.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from hoeder.cases.models.cases import Case
from hoeder.cases.models.decisions import TwoPersons
from hoeder.organisations.models import Officer


class HearingQuerySet(models.QuerySet["Hearing"]):
    """The only way for pages to reach hearings."""

    def visible_to(self, officer: Officer) -> "HearingQuerySet":
        """Keep those of the cases that this officer sees."""
        return self.filter(case__in=Case.objects.visible_to(officer))


class Hearing(models.Model):
    """One person concerned, in the order of steps: shown the redacted view, then heard."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="hearings")
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    #: The day on which the redacted view was handed over.
    shown_on = models.DateField()
    heard_on = models.DateField(null=True)
    #: The statement that nothing was established was handed over.
    cleared_on = models.DateField(null=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        ordering = ["shown_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(heard_on=None) | Q(heard_on__gte=models.F("shown_on")),
                name="nobody_is_heard_before_they_were_shown_the_view",
            )
        ]

    def __str__(self) -> str:
        return f"hearing in case:{self.case_id.hex}"


class Unheard(TwoPersons):
    """A finding without a hearing, such as when the person cannot be reached (law.md ACC-02)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="unheard")

    class Meta(TwoPersons.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_on=None), name="one_unheard_waits_per_case"
            ),
            *TwoPersons.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"finding without a hearing in case:{self.case_id.hex}"


class Postponement(models.Model):
    """Informing the person concerned is put off until a day (GDPR art. 14(5)(b); law.md ACC-04)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="postponements")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    postponed_on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["postponed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on=None), name="one_postponement_runs_per_case"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("postponed_on")),
                name="a_postponement_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"informing put off until {self.until} in case:{self.case_id.hex}"
