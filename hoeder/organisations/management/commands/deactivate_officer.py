"""`manage.py deactivate_officer`: close an account."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import finding
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Close an account."""

    help = "Close an account: no sign-in, no roles, no channels, and its keys are withdrawn."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Close it."""
        try:
            organisations.deactivate_officer(officer=finding.officer(email), by=Operator())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
