"""Print the law tables: `manage.py law` for docs/law.md, `--client` for client/terms.ts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hoeder.clocks.law import drawing


class Command(BaseCommand):
    help = "Print the law tables as a page, or the numbers that the client checks."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for which of the two."""
        parser.add_argument("--client", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(drawing.client_terms() if options["client"] else drawing.page())
