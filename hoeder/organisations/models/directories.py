"""Channels with their readers, and the signed versions of the directory."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models

from .fields import HEX_64_BYTES, in_language, today
from .people import Officer
from .places import Body, Organisation


class Channel(models.Model):
    """A way in for reports at a body, with the officers who may receive them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="channels")
    slug = models.SlugField(max_length=50)
    title_nl = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    readers: models.ManyToManyField[Officer, ChannelReader] = models.ManyToManyField(
        Officer, through="ChannelReader", related_name="channels"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "slug"], name="channel_slug_is_unique_in_body"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> str:
        """The title in the visitor's language."""
        return in_language(self.title_nl, self.title_en)


class ChannelReader(models.Model):
    """An officer whose browser may be given a grant to reports of a channel."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "officer"], name="officer_reads_a_channel_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id.hex} {self.officer_id.hex}"


class DirectoryVersion(models.Model):
    """A directory as the root key signed it. Never changed, only followed by a newer one."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="directories")
    version = models.PositiveIntegerField()
    document = models.TextField()
    signature = models.CharField(max_length=128, validators=[HEX_64_BYTES])
    published_on = models.DateField(default=today)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="directory_versions_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id.hex} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version; refuse to change one."""
        if not self._state.adding:
            raise TypeError("A published directory is never changed.")
        super().save(*args, **kwargs)
