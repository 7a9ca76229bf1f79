"""Receipts and reports."""

from hashlib import sha256
from uuid import UUID

from django.db import models
from django.db.models import Q

from hoeder.organisations.models import Channel, Officer
from hoeder.rooms.models import Room
from hoeder.rooms.rules import REPORTER, RoomKind


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
    #: Under which id the talk with an adviser stands, if there was one. It is never a case.
    talk = models.UUIDField(null=True, unique=True)
    #: Under which id her own file stands. It is never a case either: no journal of a case says
    #: anything of it.
    file = models.UUIDField(null=True, unique=True)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Say `reporter`, as the ledger does."""
        return REPORTER

    @property
    def cases(self) -> tuple[UUID, ...]:
        """Say under which ids the rooms of this receipt may stand."""
        return tuple(one for one in (self.case, self.talk, self.file) if one is not None)

    def is_on_paper(self) -> bool:
        """Tell whether these words were printed by somebody else and not replaced since."""
        return Registration.objects.filter(pk=self.pk, possessed_on=None).exists()


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


class AdviceQuerySet(models.QuerySet["Advice"]):
    """The only way for pages to reach talks."""

    def visible_to(self, who: Officer | Receipt) -> "AdviceQuerySet":
        """Keep a reporter's own talk; the talks in which an officer is the adviser."""
        if isinstance(who, Receipt):
            return self.filter(receipt=who)
        rooms = Room.objects.visible_to(who).filter(kind=RoomKind.ADVICE)
        return self.filter(adviser=who, receipt__talk__in=rooms.values("case"))


class Advice(models.Model):
    """That a reporter asks one confidential adviser. It is no report: nothing is owed by a date.

    The row stays when the adviser's role ends: whoever advised is never let into the case.
    """

    receipt = models.OneToOneField(Receipt, models.PROTECT, primary_key=True, related_name="advice")
    adviser = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    begun_on = models.DateField()
    #: SHA-256 of the body of the request: the same body again is the same talk.
    fingerprint = models.CharField(max_length=64)

    objects = AdviceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"advice to {self.receipt_id[:8]}"

    @property
    def talk(self) -> UUID:
        """Give the id under which the room of this talk stands."""
        if self.receipt.talk is None:
            raise LookupError(f"{self} has no talk.")
        return self.receipt.talk


class Joint(models.Model):
    """A join code: with its four words somebody else reports to the readers of this case."""

    #: SHA-256 of the 32 bytes that follow from the words.
    code = models.CharField(max_length=64, primary_key=True)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="joints")
    made_on = models.DateField()

    def __str__(self) -> str:
        return f"join code {self.code[:8]}"


class Joined(models.Model):
    """That a case belongs together with others. Only officers who hold both are ever told."""

    case = models.UUIDField(primary_key=True)
    group = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return f"case:{self.case.hex} among others"


class Registration(models.Model):
    """That a report was first made to somebody else, who registered it and handed it over."""

    receipt = models.OneToOneField(
        Receipt, models.PROTECT, primary_key=True, related_name="registration"
    )
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    registered_on = models.DateField()
    #: From this day the words on paper open nothing: the reporter has words of her own.
    possessed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"registration of {self.receipt_id[:8]}"


def together(case: UUID) -> models.QuerySet[Joined]:
    """Find the other cases that belong together with this one, whoever may see them."""
    groups = Joined.objects.filter(case=case).values("group")
    return Joined.objects.filter(group__in=groups).exclude(case=case)


def lookup_hash(lookup: str) -> str:
    """Give the form in which a look-up id (64 hex digits) is stored."""
    return sha256(bytes.fromhex(lookup)).hexdigest()


def find_receipt(lookup: str) -> Receipt | None:
    """Find the receipt with this look-up id (64 hex digits)."""
    return Receipt.objects.filter(pk=lookup_hash(lookup)).first()


def receipt_in(case: UUID) -> Receipt | None:
    """Find the receipt whose case, talk or file this is."""
    return Receipt.objects.filter(Q(case=case) | Q(talk=case) | Q(file=case)).first()


def talks_hidden_from(talk: UUID, officer: Officer) -> list[UUID]:
    """Find a talk that is not with this officer."""
    own = Advice.objects.visible_to(officer).values("receipt")
    hidden = Receipt.objects.filter(talk=talk).exclude(pk__in=own)
    return [talk for _one in hidden.values_list("pk")]


def advised(officer: Officer) -> models.QuerySet[Receipt]:
    """Find the receipts whose holders this officer gave advice: their cases are closed to them."""
    return Receipt.objects.filter(advice__adviser=officer)
