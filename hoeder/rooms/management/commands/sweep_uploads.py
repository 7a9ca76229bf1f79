"""Remove unfinished uploads. Run it every day."""

from typing import Any

from django.core.management.base import BaseCommand

from hoeder.clocks.rules import SYSTEM
from hoeder.rooms import actions as rooms


class Command(BaseCommand):
    """Remove files whose upload was given up."""

    help = "Remove attachments whose upload nobody went on with for a week."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while removed := rooms.forget_unfinished(by=SYSTEM):
            total += removed
        self.stdout.write(f"Removed: {total}.")
