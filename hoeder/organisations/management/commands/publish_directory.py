"""`manage.py publish_directory FILE`: publish what the root key signed."""

import json
from argparse import FileType
from typing import Any, TextIO
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import directory
from hoeder.organisations.models import DirectoryVersion, Organisation
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Publish a signed directory."""

    help = "Publish a directory that the root key signed. Then render the pages: build_pages"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the signed file."""
        parser.add_argument("file", type=FileType("r", encoding="utf-8"))

    def handle(self, *args: Any, file: TextIO, **options: Any) -> None:
        """Check and publish."""
        try:
            signed = json.loads(file.read())
            document, signature = str(signed["document"]), str(signed["signature"])
            number = UUID(hex=json.loads(document)["organisation"]["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError("This is not what `hoeder_root sign` prints.") from error
        self.stdout.write(f"Version {publish(number, document, signature).version} is published.")


def publish(number: UUID, document: str, signature: str) -> DirectoryVersion:
    """Publish for the organisation that the document names."""
    organisation = Organisation.objects.filter(pk=number).first()
    if organisation is None:
        raise CommandError("This directory is of an organisation that is not here.")
    try:
        return organisations.publish_directory(
            organisation=organisation,
            document=document,
            signature=signature,
            log=directory.log_of_this_server(),
            by=Operator(),
        )
    except Refusal as refusal:
        raise CommandError(refusal.message) from refusal
