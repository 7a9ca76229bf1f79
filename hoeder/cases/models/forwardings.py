"""To which authority outside a case was forwarded, and when; what was given stands sealed."""

from django.conf import settings
from django.db import models

from hoeder.cases.models.cases import Case


class Forwarding(models.Model):
    """A handler gave a case, or part of it, to an authority. The reporter was told by one item."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="forwardings")
    #: A code of `hoeder.cases.authorities`.
    authority = models.CharField(max_length=16)
    #: SHA-256 of the sealed item that tells her: to whom, why, and every word that was given.
    item = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"case:{self.case_id.hex} to {self.authority}"
