"""Channels, their readers, and the signed directory."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations import canonical, directory
from hoeder.organisations.asking import (
    must_administer,
    must_be_operator,
    must_be_well_formed,
)
from hoeder.organisations.models import (
    Body,
    Channel,
    ChannelReader,
    DirectoryVersion,
    Officer,
    Organisation,
    today,
)
from hoeder.organisations.rules import FEWEST_READERS, Operator, Power
from hoeder.signatures import verifies

#: A draft may wait this long for the root key.
OLDEST_DRAFT_DAYS = 30


@transaction.atomic
def open_channel(
    *, body: Body, slug: str, title_nl: str, title_en: str, by: Officer | Operator
) -> Channel:
    """Open a way in for reports. It takes none until it has readers in a signed directory."""
    must_administer(by, body)
    channel = Channel(body=body, slug=slug, title_nl=title_nl, title_en=title_en)
    must_be_well_formed(channel)
    channel.save(force_insert=True)
    ledger.append(
        kind="channel.opened", by=by, detail={"channel": channel.pk.hex, "body": body.pk.hex}
    )
    return channel


@transaction.atomic
def set_readers(*, channel: Channel, readers: Iterable[Officer], by: Officer | Operator) -> None:
    """Say which officers may receive the reports of a channel, instead of those before."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    must_administer(by, channel.body)
    wanted = {reader.pk: reader for reader in readers}
    for reader in wanted.values():
        if not reader.has(Power.READ_REPORTS, channel.body):
            raise NotValid(
                _("One of these officers may not read reports of this body. Appoint them first.")
            )
    if len(wanted) < FEWEST_READERS:
        raise NotValid(
            ngettext(
                "A channel needs at least %(number)d reader.",
                "A channel needs at least %(number)d readers.",
                FEWEST_READERS,
            )
            % {"number": FEWEST_READERS}
        )
    ChannelReader.objects.filter(channel=channel).exclude(officer__in=wanted).delete()
    for reader in wanted.values():
        ChannelReader.objects.get_or_create(channel=channel, officer=reader)
    ledger.append(
        kind="channel.readers_set",
        by=by,
        detail={
            "channel": channel.pk.hex,
            "readers": len(wanted),
            **{
                f"reader_{place}": one.label
                for place, one in enumerate(sorted(wanted.values(), key=lambda one: one.label), 1)
            },
        },
    )


@transaction.atomic
def publish_directory(
    *,
    organisation: Organisation,
    document: str,
    signature: str,
    log: directory.Log,
    by: Officer | Operator,
) -> DirectoryVersion:
    """Publish what the root key signed, if it is the next version and says what is so now."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    must_be_operator(by)
    _must_be_signed(organisation, document, signature)
    signed = _parsed(document)
    newest = organisation.newest_directory()
    version = newest.version + 1 if newest else 1
    if signed.get("version") != version:
        raise NotNow(
            _("This is version %(theirs)s, and the next version is %(next)d.")
            % {"theirs": signed.get("version"), "next": version}
        )
    _must_be_so_now(organisation, signed, version, log)
    published = DirectoryVersion(
        organisation=organisation, version=version, document=document, signature=signature
    )
    must_be_well_formed(published)
    published.save(force_insert=True)
    ledger.append(
        kind="directory.published",
        by=by,
        detail={
            "organisation": organisation.pk.hex,
            "version": version,
            "sha256": hashlib.sha256(document.encode()).hexdigest(),
            "signature": signature,
        },
    )
    return published


def _must_be_signed(organisation: Organisation, document: str, signature: str) -> None:
    try:
        raw = bytes.fromhex(signature)
    except ValueError:
        raw = b""
    root = bytes.fromhex(organisation.root)
    if not verifies(key=root, signature=raw, message=directory.signed_bytes(document)):
        raise NotValid(_("The root key of this organisation did not sign this directory."))


def _parsed(document: str) -> Mapping[str, canonical.Json]:
    try:
        signed = canonical.parse(document)
    except canonical.NotCanonicalError:
        signed = None
    if not isinstance(signed, Mapping):
        raise NotValid(_("This directory is not canonical JSON."))
    return signed


def _must_be_so_now(
    organisation: Organisation,
    signed: Mapping[str, canonical.Json],
    version: int,
    log: directory.Log,
) -> None:
    now = canonical.parse(directory.draft(organisation, version=version, day=today(), log=log))
    if different := directory.differences(signed, now):
        raise NotNow(
            _("Draft and sign it again, since something changed in the meantime: %(what)s.")
            % {"what": ", ".join(different)}
        )
    # One day per text: `20261101` is a day to Python, and none to a browser.
    days = [today() - datetime.timedelta(days=back) for back in range(OLDEST_DRAFT_DAYS + 1)]
    if signed["day"] not in [day.isoformat() for day in days]:
        raise NotValid(
            _("A directory carries the day on which it was drafted, at most 30 days ago.")
        )
