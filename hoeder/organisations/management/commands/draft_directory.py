"""`manage.py draft_directory`: print the next directory, for the root key to sign."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import Refusal
from hoeder.ledger import actions as ledger
from hoeder.organisations import directory, finding
from hoeder.organisations.models import today
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Print a draft."""

    help = "Print the next version of the directory. Sign it: python -m hoeder_root sign"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the organisation."""
        parser.add_argument("organisation", help="its short name")

    def handle(self, *args: Any, organisation: str, **options: Any) -> None:
        """Print the document and nothing else."""
        try:
            found = finding.organisation(organisation)
            ledger.begin_log(by=Operator())
            log = directory.log_of_this_server()
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        newest = found.newest_directory()
        version = newest.version + 1 if newest else 1
        self.stdout.write(directory.draft(found, version=version, day=today(), log=log))
