"""`manage.py begin_grounds`: let a body put its decisions about people on record, with grounds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hoeder.errors import Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import finding
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Begin the register of grounds of a body."""

    help = "Begin the register of grounds of a body, with this month. Ask the works council first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the body."""
        parser.add_argument("body", help="short name of the body")

    def handle(self, *args: Any, body: str, **options: Any) -> None:
        """Begin it."""
        try:
            organisations.begin_grounds(
                body=finding.body(body), on=timezone.now().date(), by=Operator()
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
