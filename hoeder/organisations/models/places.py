"""Organisation, body, unit and function: who stands above whom."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.clocks.law.lookup import REGIMES
from hoeder.clocks.rules import legal_day
from hoeder.organisations.rules import Power, downward, upward, would_circle

from .fields import HEX_32_BYTES, in_language

if TYPE_CHECKING:
    from .directories import DirectoryVersion
    from .people import Officer


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def published(self) -> OrganisationQuerySet:
        """Keep those with a signed directory, which anybody may read."""
        return self.filter(directories__isnull=False).distinct().order_by("slug")


class Organisation(models.Model):
    """The holder of one root key and one directory: a ministry, or an employer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=50, unique=True)
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    #: Public half of the root key, 32 bytes in hex. The private half never comes near the server.
    root = models.CharField(max_length=64, unique=True, validators=[HEX_32_BYTES])

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return in_language(self.name_nl, self.name_en)

    def newest_directory(self) -> DirectoryVersion | None:
        """Return the directory that is published now, if there is one."""
        return self.directories.order_by("-version").first()


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, officer: Officer, power: Power | None = None) -> BodyQuerySet:
        """Keep the officer's own body and those below it; or those where they hold a power."""
        if power is not None:
            return self.filter(pk__in=officer.bodies_where(power))
        return self.filter(pk__in=officer.body.with_below())


class Body(models.Model):
    """A service with its own channels, the commission above services, or an outside authority."""

    class Kind(models.TextChoices):
        SERVICE = "service"
        COMMISSION = "commission"
        AUTHORITY = "authority"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies")
    slug = models.SlugField(max_length=50)
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    above = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="directly_below"
    )
    #: Which law tables the clocks of this body follow, and in which time zone its days end.
    law = models.CharField(max_length=8, default="nl")
    time_zone = models.CharField(max_length=64, default="Europe/Amsterdam")
    #: Reporters see by name who fetched what, and not only by role and alias.
    shows_readers = models.BooleanField(default=False)
    #: From this month all decisions about people here are put on record with their grounds, those
    #: of everybody (law.md RET-06). None: the body has not begun.
    grounds_from = models.DateField(null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "slug"], name="body_slug_is_unique_in_organisation"
            ),
            models.CheckConstraint(
                condition=~Q(above=models.F("pk")), name="body_is_not_above_itself"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["service", "commission", "authority"]),
                name="body_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return in_language(self.name_nl, self.name_en)

    def today(self) -> date:
        """Tell which day it is here, by which terms are counted and what is done here is dated.

        Around midnight it is another day than in UTC, of which the days in rooms are.
        """
        return legal_day(timezone.now(), self.time_zone)

    def clean(self) -> None:
        """Refuse an unknown law or time zone, a body above from elsewhere, and a circle."""
        if self.law not in REGIMES:
            raise ValidationError({"law": _("We have no law tables of this name.")})
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": _("There is no time zone of this name.")})
        if self.above is None:
            return
        if self.above.organisation_id != self.organisation_id:
            raise ValidationError({"above": _("The body above is of another organisation.")})
        if would_circle(self.pk, self.above.pk, self._levels()):
            raise ValidationError({"above": _("A body cannot stand above itself.")})

    def bodies_above(self) -> list[uuid.UUID]:
        """List the ids of the bodies above this one, nearest first."""
        return upward(self.pk, self._levels())

    def with_below(self) -> set[uuid.UUID]:
        """Collect the ids of this body and of every body below it."""
        return {self.pk} | downward(self.pk, self._levels())

    def _levels(self) -> dict[uuid.UUID, uuid.UUID | None]:
        return dict(
            Body.objects.filter(organisation=self.organisation_id).values_list("pk", "above_id")
        )


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, body: Body) -> UnitQuerySet:
        """Keep the units of one body: whoever reports there finds them in its directory."""
        return self.filter(body=body)


class Unit(models.Model):
    """A part of a body, possibly inside another part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="units")
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="directly_below"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "name_nl"], name="unit_name_is_unique_in_body"),
            models.CheckConstraint(
                condition=~Q(parent=models.F("pk")), name="unit_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name_nl

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return in_language(self.name_nl, self.name_en)

    def clean(self) -> None:
        """Refuse a parent from another body, and a circle."""
        if self.parent is None:
            return
        if self.parent.body_id != self.body_id:
            raise ValidationError({"parent": _("The unit above is of another body.")})
        if would_circle(self.pk, self.parent.pk, self._tree()):
            raise ValidationError({"parent": _("A unit cannot be a part of itself.")})

    def with_below(self) -> set[uuid.UUID]:
        """Collect the ids of this unit and of every unit inside it."""
        return {self.pk} | downward(self.pk, self._tree())

    def _tree(self) -> dict[uuid.UUID, uuid.UUID | None]:
        return dict(Unit.objects.filter(body=self.body_id).values_list("pk", "parent_id"))


class Function(models.Model):
    """A place in the organisation that reports to another: the lines of reporting."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="functions")
    title_nl = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    #: Most people in a line of reporting never sign in: they have a name and no account.
    holder_name = models.CharField(max_length=200, blank=True, default="")
    holder = models.ForeignKey(
        "Officer", models.PROTECT, null=True, blank=True, related_name="functions"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reports_to=models.F("pk")), name="function_does_not_report_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title_nl

    @property
    def title(self) -> str:
        """The title in the visitor's language."""
        return in_language(self.title_nl, self.title_en)

    def clean(self) -> None:
        """Refuse a superior or holder from another organisation, and a circle."""
        organisation = self.unit.body.organisation_id
        if self.holder is not None and self.holder.body.organisation_id != organisation:
            raise ValidationError({"holder": _("The holder is of another organisation.")})
        if self.reports_to is None:
            return
        if self.reports_to.unit.body.organisation_id != organisation:
            raise ValidationError({"reports_to": _("The superior is of another organisation.")})
        if would_circle(self.pk, self.reports_to.pk, lines_of_reporting(organisation)):
            raise ValidationError({"reports_to": _("Nobody can report to themselves.")})

    def line(self) -> set[uuid.UUID]:
        """Collect the ids of every function above and below this one. See `lines_of_reporting`."""
        lines = lines_of_reporting(self.unit.body.organisation_id)
        return set(upward(self.pk, lines)) | downward(self.pk, lines)


def lines_of_reporting(organisation: uuid.UUID) -> dict[uuid.UUID, uuid.UUID | None]:
    """Return function id → id of the function that it reports to, for a whole organisation."""
    return dict(
        Function.objects.filter(unit__body__organisation=organisation).values_list(
            "pk", "reports_to_id"
        )
    )
