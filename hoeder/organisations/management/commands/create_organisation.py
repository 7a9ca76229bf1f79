"""`manage.py create_organisation`: begin an organisation with its root key's public half."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.errors import Refusal
from hoeder.organisations import actions as organisations
from hoeder.organisations.rules import Operator


class Command(BaseCommand):
    """Begin an organisation."""

    help = "Begin an organisation. Make its root key first: python -m hoeder_root new"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the short name, the names and the root."""
        parser.add_argument("slug", help="short name for addresses, such as ministerie")
        parser.add_argument("--nl", required=True, help="its Dutch name")
        parser.add_argument("--en", required=True, help="its English name")
        parser.add_argument("--root", required=True, help="what `hoeder_root show` prints")

    def handle(self, *args: Any, slug: str, nl: str, en: str, root: str, **options: Any) -> None:
        """Create it and print its id."""
        try:
            made = organisations.create_organisation(
                slug=slug, name_nl=nl, name_en=en, root=root, by=Operator()
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(made.pk.hex)
