"""`manage.py set_custody`: say who keeps the shares of a body's identity boxes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations import finding
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Prepare the custody of a body."""

    help = (
        "Say which five officers keep the shares of a body's identity boxes, who stands in for "
        "them, and which external authority holds the key of overrides. It is in force once every "
        "share was tested; publish a new directory then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the body and its people."""
        parser.add_argument("body", help="short name of the body")
        parser.add_argument("custodians", nargs="+", metavar="email")
        parser.add_argument("--deputy", action="append", default=[], metavar="EMAIL")
        parser.add_argument("--authority", required=True, metavar="EMAIL")

    def handle(
        self,
        *args: Any,
        body: str,
        custodians: list[str],
        deputy: list[str],
        authority: str,
        **options: Any,
    ) -> None:
        """Set them."""
        try:
            organisations.set_custody(
                body=finding.body(body),
                custodians=[finding.officer(email) for email in custodians],
                deputies=[finding.officer(email) for email in deputy],
                authority=finding.officer(authority),
                by=Operator(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
