"""`manage.py publish_ledger`: publish a batch of the ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hoeder.clocks.rules import SYSTEM
from hoeder.ledger import actions as ledger


class Command(BaseCommand):
    """Publish a batch of the ledger, if one is due."""

    help = "Publish a batch of the ledger if one is due; with --now, one batch more."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--now`."""
        parser.add_argument("--now", action="store_true", help="publish a batch that is not due")

    def handle(self, *args: Any, now: bool = False, **options: Any) -> None:
        """Publish and say how many leaves the log has."""
        size = ledger.publish(by=SYSTEM, at_once=now)
        self.stdout.write("No batch is due." if size is None else f"The log has {size} leaves.")
