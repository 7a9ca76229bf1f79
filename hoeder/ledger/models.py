"""The ledger's tables. Rows of the journal are added and never changed.

BUG: rows keep the order in which they were written, and officers' events carry a full time, so
whoever holds the whole database can bound the hour of a reporter's event by its neighbours. The
published log does not show this: its leaves are shuffled and carry a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from django.db import models

from . import tree
from .rules import Outcome

#: The chain of events that belong to no case: sign-ins, keys, directories. Never a real case id.
NO_CASE = UUID(int=0)
#: The chain of what this service serves to everybody. Its events are opened to anybody, so it is
#: counted apart: the numbers of the chain without a case would say how much happens.
SITE = UUID(int=1)

Row = TypeVar("Row", bound=models.Model)


class WrittenOnceError(TypeError):
    """Something tried to change or remove a row that is written once."""


class WrittenOnceQuerySet(models.QuerySet[Row]):
    """Rows that can be added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError(f"{self.model.__name__} rows are never changed.")

    def bulk_update(
        self, objs: Iterable[Row], fields: Iterable[str], batch_size: int | None = None
    ) -> NoReturn:
        raise WrittenOnceError(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> NoReturn:
        raise WrittenOnceError(f"{self.model.__name__} rows are never removed.")


class WrittenOnce(models.Model):
    """A row that refuses to be saved twice or deleted."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnceError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError(f"{type(self).__name__} rows are never removed.")


class Chain(models.Model):
    """The events of one case, counted without gaps, and the key that blinds them.

    For a case the key comes from the reporter's receipt, so that she can find her own leaves. Once
    the key is destroyed, her leaves can no longer be told apart from dummies, by anybody.
    """

    case = models.UUIDField(primary_key=True)
    key = models.BinaryField(max_length=32, null=True)
    length = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return "chain without a case" if self.case == NO_CASE else f"chain of {self.case.hex}"


class Journal(WrittenOnce):
    """One event. It points at nothing: ids and labels only, no names and no content."""

    chain = models.UUIDField(help_text="The case, or NO_CASE.")
    n = models.PositiveBigIntegerField(help_text="Counts from 0 within the chain, without gaps.")
    kind = models.CharField(max_length=64)
    actor = models.CharField(max_length=64)
    day = models.DateField(help_text="In UTC.")
    at = models.DateTimeField(null=True, help_text="Never kept for a reporter.")
    event = models.TextField(help_text="Canonical JSON: the exact text that the leaf commits to.")
    leaf = models.PositiveBigIntegerField(
        null=True, help_text="Its place in the log: set once, when it is published."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "n"], name="one_event_per_number_in_a_chain"),
            models.UniqueConstraint(fields=["leaf"], name="one_event_per_leaf"),
            models.CheckConstraint(
                condition=models.Q(at__isnull=True) | ~models.Q(actor__startswith="reporter"),
                name="no_hour_is_kept_for_a_reporter",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(leaf__isnull=True),
                name="journal_not_yet_published",
            ),
        ]

    def __str__(self) -> str:
        return f"journal row {self.pk} (event {self.n} of {self.chain.hex})"


class Log(models.Model):
    """The one log of this deployment: which key signs it, and under which name."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    origin = models.CharField(max_length=200)
    key = models.CharField(max_length=400, help_text="Verifier key, as in C2SP signed-note.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_log"),
        ]

    def __str__(self) -> str:
        return self.origin


class Tile(models.Model):
    """Up to 256 hashes of the tree (`level` 0 and up) or leaves (`level` ENTRIES), side by side."""

    level = models.SmallIntegerField()
    number = models.PositiveBigIntegerField()
    width = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "number"], name="one_tile_per_place"),
            models.CheckConstraint(
                condition=models.Q(width__gte=1, width__lte=256), name="a_tile_holds_1_to_256"
            ),
        ]

    def __str__(self) -> str:
        return f"tile {tree.tile_path(self.level, self.number, self.width)}"


class Checkpoint(WrittenOnce):
    """A signed statement of how many leaves there are and what their root is."""

    number = models.PositiveBigIntegerField(primary_key=True, help_text="Counts from 0, no gaps.")
    size = models.PositiveBigIntegerField(unique=True)
    note = models.TextField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint {self.number} (size {self.size})"


class Witness(models.Model):
    """A witness of some policy, by its key, and how it last went. Cosignatures point here."""

    key = models.TextField(unique=True, help_text="Verifier key, as in C2SP tlog-cosignature.")
    kept = models.PositiveBigIntegerField(default=0, help_text="How many cosignatures are kept.")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.COSIGNED)
    asked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key.partition("+")[0]


class Cosignature(WrittenOnce):
    """One witness's signature under one checkpoint."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, models.PROTECT, related_name="cosignatures")
    line = models.TextField(help_text="As it stands under the checkpoint.")
    signed_at = models.DateTimeField(help_text="By the witness's own clock.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="a_witness_cosigns_a_checkpoint_once"
            ),
        ]

    def __str__(self) -> str:
        return f"cosignature of {self.witness} under {self.checkpoint}"


class Release(WrittenOnce):
    """The list of all pages and scripts of one release. The log has its hash."""

    digest = models.CharField(
        max_length=64, primary_key=True, help_text="SHA-256 of the manifest, in hex."
    )
    manifest = models.TextField(help_text="A line for each file: SHA-256 in hex, two spaces, path.")

    def __str__(self) -> str:
        return f"release {self.digest[:8]}"


class Stamp(WrittenOnce):
    """What an authority outside answered when it was shown a checkpoint: RFC 3161, as it came."""

    size = models.PositiveBigIntegerField(primary_key=True, help_text="Leaves of the checkpoint.")
    note = models.TextField(help_text="The checkpoint with its cosignatures, exactly as stamped.")
    response = models.BinaryField()
    at = models.DateTimeField(help_text="By the clock of the authority.")
    authority = models.CharField(max_length=200, help_text="As its certificate names it.")
    kept_on = models.DateField(unique=True, help_text="In UTC. One a day is enough.")

    def __str__(self) -> str:
        return f"time stamp over {self.size} leaves"
