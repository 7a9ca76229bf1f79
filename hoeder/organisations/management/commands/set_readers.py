"""`manage.py set_readers`: say who may receive the reports of a channel."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import finding
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Set the readers of a channel."""

    help = "Say which officers may receive the reports of a channel, instead of those before."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the channel and the readers."""
        parser.add_argument("body", help="short name of the body")
        parser.add_argument("channel", help="short name of the channel")
        parser.add_argument("readers", nargs="+", metavar="email")

    def handle(
        self, *args: Any, body: str, channel: str, readers: list[str], **options: Any
    ) -> None:
        """Set them."""
        try:
            organisations.set_readers(
                channel=finding.channel(finding.body(body), channel),
                readers=[finding.officer(email) for email in readers],
                by=Operator(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
