"""`manage.py publish_directory FILE`: publish what the root key signed."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import NotValid, Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import directory, finding
from hoeder.organisations.models import DirectoryVersion, Organisation
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Publish a signed directory."""

    help = "Publish what the root key signed. Then render the pages (build_pages) and restart."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the signed file."""
        parser.add_argument("file", help="a file, or - for what is typed or piped in")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Check and publish."""
        try:
            published = publish(finding.text_of(file))
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Version {published.version} is published.")


def publish(text: str) -> DirectoryVersion:
    """Publish for the organisation that the document names."""
    try:
        signed = json.loads(text)
        document, signature = str(signed["document"]), str(signed["signature"])
        read = json.loads(document)
        number = UUID(hex=read["organisation"]["id"])
        policy = read.get("log", {}).get("policy")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotValid("This is not what `hoeder_root sign` prints.") from error
    organisation = Organisation.objects.filter(pk=number).first()
    if organisation is None:
        raise NotValid("This directory is of an organisation that is not here.")
    return organisations.publish_directory(
        organisation=organisation,
        document=document,
        signature=signature,
        log=directory.log_of_this_server(None if policy is None else str(policy)),
        by=Operator(),
    )
