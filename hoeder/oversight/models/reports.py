"""Yearly reports, published once."""

import uuid
from typing import Any, NoReturn

from django.db import models

from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power


class YearlyReportQuerySet(models.QuerySet["YearlyReport"]):
    """The only way for pages to reach yearly reports."""

    def visible_to(self, officer: Officer) -> "YearlyReportQuerySet":
        """Keep those of bodies whose figures this officer may see (law.md STA-05)."""
        return self.filter(body__in=officer.bodies_where(Power.SEE_FIGURES))

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("A published report is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("A published report is never removed.")


class YearlyReport(models.Model):
    """The figures of one body and one year, as they were published.

    Only bands are kept, never what was counted. A second, corrected release of the same year could
    be subtracted from the first: there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    #: Figure → the lowest number of its band of ten.
    figures = models.JSONField()
    published_on = models.DateField()
    published_by = models.CharField(max_length=48)

    objects = YearlyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year"], name="a_year_of_a_body_is_published_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} of {self.body_id.hex}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A published report is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A published report is never removed.")
