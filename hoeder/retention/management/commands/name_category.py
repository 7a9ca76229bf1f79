"""`manage.py name_category`: the category of the selection list under which a class is kept."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.clocks.rules import SYSTEM
from hoeder.organisations.models import Body
from hoeder.retention import actions as retention
from hoeder.retention.rules import Action, RecordClass

#: A number of a list, with a short name of the list before it: no room for anything about a case.
_CATEGORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .()/-]{0,39}")


class Command(BaseCommand):
    """Name the category of the selection list for classes of records of a body."""

    help = "Name under which category of its selection list a body keeps a class of records."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the body, the classes, the category and what the list says of it."""
        parser.add_argument("body", help="slug of the body")
        parser.add_argument("category", help='such as "Rijk 2020 12.4"')
        parser.add_argument("--record", action="append", choices=RecordClass.values)
        parser.add_argument("--action", choices=Action.values, default=str(Action.DESTROY))

    def handle(
        self,
        *args: Any,
        body: str,
        category: str,
        record: list[str] | None,
        action: str,
        **options: Any,
    ) -> None:
        """Name it for the classes that were given, or for all."""
        found = Body.objects.filter(slug=body).first()
        if found is None:
            raise CommandError(f"There is no body {body!r}.")
        if not _CATEGORY.fullmatch(category):
            raise CommandError("A category is at most 40 letters, digits, spaces and . ( ) / -")
        for one in record or RecordClass.values:
            retention.name_category(
                body=found,
                record=RecordClass(one),
                category=category,
                action=Action(action),
                by=SYSTEM,
            )
        self.stdout.write(f"{found.slug}: {category}, {action}.")
