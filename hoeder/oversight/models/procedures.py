"""The procedure of a body for reports, and that it was reviewed."""

import uuid
from typing import Any, NoReturn

from django.db import models

from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power
from hoeder.oversight.rules import LONGEST_CHANGES


class Procedure(models.Model):
    """How one service receives and follows up reports: that it has to be reviewed, not its text.

    The clock of the review runs in the chain with its id (Directive (EU) 2019/1937, art. 14).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.OneToOneField(Body, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"procedure:{self.pk.hex}"


class ProcedureReviewQuerySet(models.QuerySet["ProcedureReview"]):
    """The only way for pages to reach reviews of a procedure."""

    def visible_to(self, officer: Officer) -> "ProcedureReviewQuerySet":
        """Keep those of bodies where this officer must see to it, or oversees."""
        bodies = officer.bodies_where(Power.REVIEW_PROCEDURE) | officer.bodies_where(Power.OVERSEE)
        return self.filter(body__in=bodies)

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("A review of a procedure stays on record as it was.")

    def delete(self) -> NoReturn:
        raise TypeError("A review of a procedure stays on record.")


class ProcedureReview(models.Model):
    """One review of the procedure of a body, as its director put it on record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    #: What was changed, or why nothing. It is not sealed, so it names no case and no person.
    changes = models.CharField(max_length=LONGEST_CHANGES)
    recorded_on = models.DateField()
    recorded_by = models.CharField(max_length=48)

    objects = ProcedureReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-recorded_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(changes=""), name="a_review_of_a_procedure_says_what_came_of_it"
            )
        ]

    def __str__(self) -> str:
        return f"procedure-review:{self.pk.hex}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A review of a procedure stays on record as it was.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A review of a procedure stays on record.")
