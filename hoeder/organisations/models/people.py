"""Officers, their appointments and their keys."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import acheck_password, check_password
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from hoeder.organisations import invitation
from hoeder.organisations.duties import Why, why_asked
from hoeder.organisations.rules import (
    POWERS,
    REACHES_DOWN,
    Power,
    Role,
    downward,
    fingerprint,
    upward,
)

from .fields import HEX_32_BYTES, today
from .places import Body, Function, lines_of_reporting

if TYPE_CHECKING:
    from .duties import Undertaking


class OfficerQuerySet(models.QuerySet["Officer"]):
    def visible_to(self, officer: Officer) -> OfficerQuerySet:
        """Keep this officer, and those of the bodies where this officer may see the directory."""
        return self.filter(Q(body__in=officer.bodies_where(Power.SEE_DIRECTORY)) | Q(pk=officer.pk))

    def active(self) -> OfficerQuerySet:
        """Keep the officers who may sign in."""
        return self.filter(is_active=True)

    def with_roles_and_keys(self) -> OfficerQuerySet:
        """Order by body and name, and fetch what a list shows, in three queries whatever the size.

        `appointments` then holds those of today, and `keys` those in use, the newest first.
        """
        return (
            self.select_related("body")
            .order_by("body__slug", "name", "pk")
            .prefetch_related(
                models.Prefetch(
                    "appointments", queryset=Appointment.objects.filter(Appointment.holds_today())
                ),
                models.Prefetch(
                    "keys",
                    queryset=OfficerKey.objects.filter(withdrawn_on=None).order_by("-number"),
                ),
            )
        )


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by e-mail address at sign-in, whatever the case of its letters."""

    def get_queryset(self) -> OfficerQuerySet:
        return OfficerQuerySet(self.model, using=self._db)

    def visible_to(self, officer: Officer) -> OfficerQuerySet:
        return self.get_queryset().visible_to(officer)

    def active(self) -> OfficerQuerySet:
        return self.get_queryset().active()

    def get_by_natural_key(self, username: str | None) -> Officer:
        return self.get(email=(username or "").strip().lower())


class Officer(AbstractBaseUser):
    """Somebody who signs in. Signing in opens a session; only their keys open content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Always in small letters; the database sees to it.
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    body = models.ForeignKey(Body, models.PROTECT, related_name="officers")
    is_active = models.BooleanField(default=True)
    #: The ledger says when somebody signed in; this table does not.
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

    def check_password(self, raw_password: str | None) -> bool:
        """Compare a password with its hash, and change nothing: another hash needs an event."""
        return check_password(raw_password, self.password)

    async def acheck_password(self, raw_password: str | None) -> bool:
        """Compare a password with its hash, as `check_password` does."""
        return await acheck_password(raw_password, self.password)

    def invitation(self) -> str:
        """Write the token of the one-time link with which this officer sets a password."""
        return invitation.write(self.pk, self.password)

    def appointed(self) -> models.QuerySet[Appointment]:
        """Find the appointments that hold today."""
        return self.appointments.filter(Appointment.holds_today())

    def roles(self) -> list[Role]:
        """List the roles held today, each once, sorted."""
        return sorted({Role(role) for role in self.appointed().values_list("role", flat=True)})

    def undertaking(self) -> Undertaking | None:
        """Return what this officer accepted last of the duties of their roles."""
        return self.undertakings.order_by("-number").first()

    def duties_asked(self) -> Why | None:
        """Tell why this officer must accept their duties before anything else, if so.

        In one query: each request of an officer asks it.
        """
        of = "officer__appointments"
        all_with_roles = self.undertakings.order_by("-number").annotate(
            held=models.FilteredRelation(of, condition=Appointment.holds_today(f"{of}__")),
            held_role=models.F("held__role"),
        )
        found = list(all_with_roles)
        held = {Role(one.held_role) for one in found if one.held_role}
        return why_asked(found[0] if found else None, held, today())

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
    def holds_today(of: str = "") -> Q:
        """The condition under which an appointment counts; `of` leads to it, as in a look-up."""
        goes_on = Q((f"{of}until", None)) | Q((f"{of}until__gte", today()))
        return Q((f"{of}ended_on", None)) & goes_on


class OfficerKeyQuerySet(models.QuerySet["OfficerKey"]):
    def visible_to(self, officer: Officer) -> OfficerKeyQuerySet:
        """Keep the keys in use of the officers whom this officer may see."""
        return self.filter(withdrawn_on=None, officer__in=Officer.objects.visible_to(officer))


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
    #: JSON of docs/spec/rooms.md §6. Only the officer's passphrase opens it.
    wrap = models.TextField()
    created_on = models.DateField(default=today)
    confirmed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = OfficerKeyQuerySet.as_manager()

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
