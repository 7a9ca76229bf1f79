"""Steps that several tests of the actions take."""

from django.contrib.auth.hashers import make_password
from django.core import serializers
from django.db import transaction

from hoeder.organisations import actions as organisations
from hoeder.organisations import invitation
from hoeder.organisations import models as tables
from hoeder.organisations.duties import VERSION
from hoeder.organisations.models import Officer
from tests import build
from tests.build import LOG, OPERATOR, PASSWORD, Cast


def publish(cast: Cast) -> None:
    """Publish what the root signed just now."""
    document, signature = build.a_signed_directory(cast.ministry)
    organisations.publish_directory(
        organisation=cast.ministry, document=document, signature=signature, log=LOG, by=OPERATOR
    )


def accept(cast: Cast) -> None:
    """Ada follows her invitation."""
    ada = cast.officers["ada"]
    organisations.accept_invitation(
        officer=ada, token=invitation.write(ada.pk, ada.password), password=PASSWORD, by=ada
    )


def accept_duties(by: Officer) -> tables.Undertaking:
    """Accept the duties of all roles that an officer holds, as they stand now."""
    return organisations.accept_duties(version=VERSION, roles=by.roles(), by=by)


@transaction.atomic
def rehash(cast: Cast) -> None:
    """Ada signs in with a password of which the hash is of an older way."""
    ada = cast.officers["ada"]
    ada.password = make_password(PASSWORD, salt="short")
    ada.save(update_fields=["password"])
    organisations.renew_hash(officer=ada, password=PASSWORD, by=ada)


def register(by: Officer, seed: str = "new", wrap: str = "") -> tables.OfficerKey:
    """Register a new key; the same `seed` gives the same key."""
    return organisations.register_key(
        recipient=build.a_recipient(seed),
        verify=build.signing_key(seed).public_key().public_bytes_raw().hex(),
        wrap=wrap or build.a_wrap(),
        by=by,
    )


def confirmed(officer: Officer) -> tables.OfficerKey:
    """The key of an officer that counts."""
    key = officer.confirmed_key()
    assert key is not None
    return key


def everything() -> str:
    """All rows of this domain, as text."""
    return "\n".join(
        serializers.serialize("json", model.objects.order_by("pk"))
        for model in (
            tables.Organisation,
            tables.Body,
            tables.Unit,
            tables.Function,
            tables.Officer,
            tables.Appointment,
            tables.Channel,
            tables.ChannelReader,
            tables.OfficerKey,
            tables.DirectoryVersion,
        )
    )
