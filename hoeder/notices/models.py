"""Who must still be told, and who was."""

from __future__ import annotations

from typing import Protocol

from django.db import models
from django.utils import timezone


class Told(Protocol):
    """Anybody who can be told: an officer."""

    @property
    def label(self) -> str:
        """`officer:` and the officer's id in hex."""


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The only way for pages to reach notices."""

    def visible_to(self, who: Told) -> NoticeQuerySet:
        """Keep what is due for this officer and was not seen on the desk."""
        today = timezone.now().date()
        return self.filter(holder=who.label, due_on__lte=today, seen_on__isnull=True)


class Notice(models.Model):
    """One holder must be told that there is something to read."""

    holder = models.CharField(max_length=64, help_text="officer:<id in hex>")
    kind = models.CharField(max_length=64)
    due_on = models.DateField(help_text="Not before this day, in UTC.")
    sent_on = models.DateField(null=True)
    seen_on = models.DateField(null=True, help_text="On the desk, which says more than mail.")

    objects = NoticeQuerySet.as_manager()

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
            models.Index(
                fields=["holder"], condition=models.Q(seen_on__isnull=True), name="notice_unseen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.holder} on {self.due_on}"


class Round(models.Model):
    """One time at which mail goes out: whichever process begins it sends it, and no other."""

    day = models.DateField()
    hour = models.PositiveSmallIntegerField(help_text="In UTC.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "hour"], name="one_round_of_mail_per_hour")
        ]

    def __str__(self) -> str:
        return f"mail of {self.day} at {self.hour}"
