"""Receipts and reports."""

from hashlib import sha256

from django.db import models

from hoeder.organisations.models import Channel
from hoeder.rooms.rules import REPORTER


class Receipt(models.Model):
    """What the server knows of a reporter: public keys under the hash of her look-up id.

    A receipt is the actor of everything that she does; its label is the same for every reporter.
    """

    #: SHA-256 of the 32 look-up bytes: a stolen database answers no request.
    lookup = models.CharField(max_length=64, primary_key=True)
    request_key = models.CharField(max_length=64)
    author_key = models.CharField(max_length=64)
    recipient = models.TextField()
    case = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Say `reporter`, as the ledger does."""
        return REPORTER


class Report(models.Model):
    """That something sealed came in through a channel. Only the day is kept."""

    receipt = models.OneToOneField(Receipt, models.PROTECT, primary_key=True, related_name="report")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False)
    #: The version of the directory that the reporter's browser decided the readers with.
    directory = models.PositiveIntegerField()
    received_on = models.DateField()
    #: SHA-256 of the body of the request: the same body again is the same report.
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"report by {self.receipt_id[:8]}"


def lookup_hash(lookup: str) -> str:
    """Give the form in which a look-up id (64 hex digits) is stored."""
    return sha256(bytes.fromhex(lookup)).hexdigest()


def find_receipt(lookup: str) -> Receipt | None:
    """Find the receipt with this look-up id (64 hex digits)."""
    return Receipt.objects.filter(pk=lookup_hash(lookup)).first()
