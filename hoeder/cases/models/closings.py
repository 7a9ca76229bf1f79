"""How a case ends: an outcome that the reporter hears first, and her answer to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hoeder.cases.models.cases import Case
from hoeder.cases.models.decisions import TwoPersons
from hoeder.cases.rules import Outcome, OutcomeAnswer


class Closing(models.Model):
    """An outcome, told to the reporter with sealed reasons. The case closes with her answer.

    It ends when the handler withdraws it, or opens the closed case again.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="closings")
    outcome = models.CharField(max_length=24, choices=Outcome)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    told_on = models.DateField()
    #: The last day on which her silence is not yet an answer.
    answer_by = models.DateField()
    answer = models.CharField(max_length=8, choices=OutcomeAnswer, blank=True, default="")
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on=None), name="one_closing_counts_per_case"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | Q(answer__in=OutcomeAnswer.values, answered_on__isnull=False),
                name="answered_closing_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id.hex} ends {self.outcome}"

    def is_silent(self) -> bool:
        """Tell whether she did not answer in time."""
        return self.answer == "" and self.answer_by < self.case.body.today()

    def waits_for_her(self) -> bool:
        """Tell whether only she can close the case today, because she may still answer."""
        return self.answer == "" and not self.is_silent()

    def over(self) -> "ClosingOver | None":
        """Find the proposal to close without her yes that waits for a second person."""
        return self.overs.filter(decided_on=None).first()


class ClosingOver(TwoPersons):
    """A handler wants to close over the reporter's objection or silence."""

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="overs")

    class Meta(TwoPersons.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["closing"],
                condition=Q(decided_on=None),
                name="one_closingover_waits_per_closing",
            ),
            *TwoPersons.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"case:{self.closing.case_id.hex} over the reporter"
