"""`manage.py draft_directory`: print the next directory, for the root key to sign."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import Refusal
from hoeder.ledger import actions as ledger
from hoeder.organisations import directory, finding, policies
from hoeder.organisations.models import today
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Print a draft."""

    help = "Print the next version of the directory. Sign it: python -m hoeder_root sign"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the organisation, and who must witness the log."""
        parser.add_argument("organisation", help="its short name")
        policy = parser.add_mutually_exclusive_group()
        policy.add_argument(
            "--policy", metavar="FILE", help="a C2SP tlog-policy; without it, the one that is there"
        )
        policy.add_argument("--no-policy", action="store_true", help="no more witnesses")

    def handle(
        self,
        *args: Any,
        organisation: str,
        policy: str | None,
        no_policy: bool,
        **options: Any,
    ) -> None:
        """Print the document and nothing else."""
        try:
            found = finding.organisation(organisation)
            ledger.begin_log(by=Operator())
            newest = found.newest_directory()
            text = finding.text_of(policy) if policy else policies.text_in(newest)
            log = directory.log_of_this_server(None if no_policy else text)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        version = newest.version + 1 if newest else 1
        self.stdout.write(directory.draft(found, version=version, day=today(), log=log))
