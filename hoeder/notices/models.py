"""Who must still be told, and who was."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """One holder must be told that there is something to read."""

    holder = models.CharField(max_length=64, help_text="officer:<id in hex>")
    kind = models.CharField(max_length=64)
    due_on = models.DateField(help_text="Not before this day, in UTC.")
    sent_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "kind", "due_on"],
                condition=models.Q(sent_on__isnull=True),
                name="one_waiting_notice_per_holder_kind_and_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=models.Q(sent_on__isnull=True), name="notice_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.holder} on {self.due_on}"
