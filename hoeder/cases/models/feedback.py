"""Feedback as the server knows it: its types and its days."""

from django.db import models
from django.db.models import Q

from hoeder.cases.answering import Measure, Reason, Stage

from .cases import Case


class Feedback(models.Model):
    """One feedback that was given. The words are sealed in the dialogue."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="feedback")
    #: The item that tells it, to be found again by whoever reads the room.
    item = models.UUIDField(unique=True)
    stage = models.CharField(max_length=16, choices=Stage)
    measure = models.CharField(max_length=16, choices=Measure)
    reason = models.CharField(max_length=24, choices=Reason)
    given_on = models.DateField()
    next_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    stage__in=Stage.values, measure__in=Measure.values, reason__in=Reason.values
                ),
                name="feedback_has_known_types",
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=False)
                | (Q(stage=Stage.TAKEN) & ~Q(reason=Reason.STILL_EXAMINED)),
                name="feedback_that_is_not_the_last_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} for case:{self.case_id.hex}"
