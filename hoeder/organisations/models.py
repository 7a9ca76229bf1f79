"""Organisation, body, unit, function, officer, appointment, channel, key and directory version."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoeder.organisations.rules import (
    POWERS,
    REACHES_DOWN,
    Power,
    Role,
    downward,
    fingerprint,
    upward,
    would_circle,
)

HEX_32_BYTES = RegexValidator(r"\A[0-9a-f]{64}\Z")
HEX_64_BYTES = RegexValidator(r"\A[0-9a-f]{128}\Z")


def today() -> datetime.date:
    """Return the current day, in UTC."""
    return timezone.now().date()


def _in_language(nl: str, en: str) -> str:
    return nl if (get_language() or "").startswith("nl") else en


class Organisation(models.Model):
    """The holder of one root key and one directory: a ministry, or an employer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=50, unique=True)
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    #: Public half of the root key, 32 bytes in hex. The private half never comes near the server.
    root = models.CharField(max_length=64, unique=True, validators=[HEX_32_BYTES])

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return _in_language(self.name_nl, self.name_en)

    def newest_directory(self) -> DirectoryVersion | None:
        """Return the directory that is published now, if there is one."""
        return DirectoryVersion.objects.filter(organisation=self).order_by("-version").first()


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, officer: Officer) -> BodyQuerySet:
        """Keep the officer's own body and the bodies below it."""
        return self.filter(pk__in=officer.body.with_below())


class Body(models.Model):
    """A service with its own channels, or the commission above services."""

    class Kind(models.TextChoices):
        SERVICE = "service"
        COMMISSION = "commission"

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
                condition=Q(kind__in=["service", "commission"]), name="body_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        """The name in the visitor's language."""
        return _in_language(self.name_nl, self.name_en)

    def clean(self) -> None:
        """Refuse a body above from elsewhere, and a circle."""
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


class Unit(models.Model):
    """A part of a body, possibly inside another part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="units")
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="directly_below"
    )

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
        return _in_language(self.name_nl, self.name_en)

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
        return _in_language(self.title_nl, self.title_en)

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


class OfficerQuerySet(models.QuerySet["Officer"]):
    def visible_to(self, officer: Officer) -> OfficerQuerySet:
        """Keep the officers of the bodies where this officer may see the directory."""
        return self.filter(body__in=officer.bodies_where(Power.SEE_DIRECTORY))

    def active(self) -> OfficerQuerySet:
        """Keep the officers who may sign in."""
        return self.filter(is_active=True)


class OfficerManager(BaseUserManager["Officer"].from_queryset(OfficerQuerySet)):  # type: ignore[misc]
    """Finds officers by e-mail address at sign-in, whatever the case of its letters."""

    def get_by_natural_key(self, username: str | None) -> Officer:
        officer = self.get(email=(username or "").strip().lower())
        assert isinstance(officer, Officer)  # noqa: S101
        return officer


class Officer(AbstractBaseUser):
    """Somebody who signs in. Signing in opens a session; only their keys open content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Always in small letters; the database sees to it.
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    body = models.ForeignKey(Body, models.PROTECT, related_name="officers")
    is_active = models.BooleanField(default=True)
    #: When somebody last signed in is not kept.
    last_login = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = OfficerManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="officer_email_is_in_small_letters"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What the ledger keeps instead of a name."""
        return f"officer:{self.pk.hex}"

    def appointed(self) -> models.QuerySet[Appointment]:
        """Find the appointments that hold today."""
        return self.appointments.filter(Appointment.holds_today())

    def roles(self) -> list[Role]:
        """List the roles held today, each once, sorted."""
        return sorted({Role(role) for role in self.appointed().values_list("role", flat=True)})

    def powers(self) -> frozenset[Power]:
        """Return everything that this officer may do somewhere."""
        return frozenset().union(*(POWERS[role] for role in self.roles()))

    def has(self, power: Power, at: Body | None = None) -> bool:
        """Tell whether this officer holds `power` today: at that body, or anywhere."""
        if not self.is_active:
            return False
        return power in self.powers() if at is None else at.pk in self.bodies_where(power)

    def bodies_where(self, power: Power) -> set[uuid.UUID]:
        """Collect the ids of the bodies where this officer holds `power` today."""
        if not self.is_active:
            return set()
        roles = [role for role, powers in POWERS.items() if power in powers]
        bodies = set(self.appointed().filter(role__in=roles).values_list("body_id", flat=True))
        if power not in REACHES_DOWN or not bodies:
            return bodies
        levels = dict(
            Body.objects.filter(organisation=self.body.organisation_id).values_list(
                "pk", "above_id"
            )
        )
        return bodies.union(*(downward(body, levels) for body in bodies))

    def line(self) -> set[uuid.UUID]:
        """Collect the ids of the other officers above and below this one."""
        functions = list(self.functions.values_list("pk", flat=True))
        lines = lines_of_reporting(self.body.organisation_id)
        related: set[uuid.UUID] = set()
        for function in functions:
            related |= set(upward(function, lines)) | downward(function, lines)
        holders = Function.objects.filter(pk__in=related, holder__isnull=False)
        return {
            holder for holder in holders.values_list("holder_id", flat=True) if holder is not None
        } - {self.pk}

    def key(self) -> OfficerKey | None:
        """Return the newest key that was not withdrawn, confirmed or not."""
        return self.keys.filter(withdrawn_on=None).order_by("-number").first()

    def confirmed_key(self) -> OfficerKey | None:
        """Return the key that stands, or may stand, in the directory."""
        return self.keys.filter(withdrawn_on=None, confirmed_on__isnull=False).first()


class Appointment(models.Model):
    """An officer has a role at a body, possibly until a last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=24, choices=Role.choices)
    body = models.ForeignKey(Body, models.PROTECT, related_name="appointments")
    #: The last day on which it holds, agreed beforehand.
    until = models.DateField(null=True, blank=True)
    #: The day on which it was ended; from that moment it no longer holds.
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "role", "body"],
                condition=Q(ended_on=None),
                name="officer_holds_a_role_at_a_body_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.officer_id.hex}"

    @staticmethod
    def holds_today() -> Q:
        """The condition under which an appointment counts."""
        return Q(ended_on=None) & (Q(until=None) | Q(until__gte=today()))


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
        return _in_language(self.title_nl, self.title_en)


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


class OfficerKey(models.Model):
    """An officer's public keys, and the private ones as their browser wrapped them."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="keys")
    #: Which of this officer's keys it is: 1 for the first.
    number = models.PositiveIntegerField(default=1)
    recipient = models.TextField()
    verify = models.CharField(max_length=64, validators=[HEX_32_BYTES])
    #: JSON of docs/spec/keys.md. Only the officer's passphrase opens it.
    wrap = models.TextField()
    created_on = models.DateField(default=today)
    confirmed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "number"], name="officer_keys_are_numbered"),
            models.UniqueConstraint(fields=["recipient"], name="recipient_is_used_once"),
            models.UniqueConstraint(fields=["verify"], name="verify_key_is_used_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_on=None)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="confirmed_key_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=models.F("officer")),
                name="nobody_confirms_their_own_key",
            ),
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(withdrawn_on=None, confirmed_on=None),
                name="one_key_waits_per_officer",
            ),
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(withdrawn_on=None, confirmed_on__isnull=False),
                name="one_confirmed_key_per_officer",
            ),
        ]

    def __str__(self) -> str:
        return self.pk.hex

    @property
    def fingerprint(self) -> str:
        """What two people compare by telephone."""
        return fingerprint(self.recipient, self.verify)

    def state(self, published: set[str]) -> OfficerKey.State:
        """Tell how far this key has come; `published` = key ids (hex) in the newest directory."""
        if self.withdrawn_on is not None:
            return self.State.WITHDRAWN
        if self.confirmed_on is None:
            return self.State.WAITING
        return self.State.PUBLISHED if self.pk.hex in published else self.State.CONFIRMED


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
