"""Draw the life of a case: `manage.py case_states > docs/case-states.md`."""

from typing import Any

from django.core.management.base import BaseCommand

from hoeder.cases.rules import page


class Command(BaseCommand):
    """Print docs/case-states.md, drawn from `cases/rules.py`."""

    help = "Print the states of a case and the moves between them, as Markdown with a picture."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")
