"""Who accepted the duties of their roles, of which text, and until when that counts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from hoeder.organisations.rules import Role

from .fields import today
from .people import Officer


class Undertaking(models.Model):
    """An officer accepted their duties. Added to, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="undertakings")
    #: Which of this officer's undertakings it is: 1 for the first.
    number = models.PositiveIntegerField()
    #: Of the sentences (`hoeder.organisations.duties`).
    version = models.PositiveIntegerField()
    #: The roles that the officer held, sorted, a space between them.
    of_roles = models.CharField(max_length=300, blank=True)
    accepted_on = models.DateField(default=today)
    #: The last day on which it counts.
    until = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "number"], name="undertakings_are_numbered"),
        ]

    def __str__(self) -> str:
        return self.pk.hex

    def roles(self) -> frozenset[Role]:
        """Give the roles for which it was."""
        return frozenset(map(Role, self.of_roles.split()))
