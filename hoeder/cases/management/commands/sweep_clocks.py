"""Note missed dates. Run it every hour; run again, it does nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from hoeder.cases import actions as cases
from hoeder.clocks.rules import SYSTEM


class Command(BaseCommand):
    """Note what was due and not done, and tell who must know."""

    help = "Write missed dates in the ledger and tell the officers and those who oversee them."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while missed := cases.sweep_clocks(by=SYSTEM):
            total += missed
        self.stdout.write(f"Missed: {total}.")
