"""`manage.py destroy_due`: what `tick` does about keeping, alone: after a restore, or by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from hoeder.clocks.rules import SYSTEM
from hoeder.retention import actions as retention
from hoeder.retention import carrying


class Command(BaseCommand):
    """Look after closed cases: begin, offer packs, destroy again, destroy what is due."""

    help = "Offer reporters their packs and destroy what is due; destroy again what was destroyed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each of it once."""
        carrying.destroy_again()
        retention.keep_track(by=SYSTEM)
        offered = retention.offer_packs(by=SYSTEM)
        destroyed = carrying.destroy_due(by=SYSTEM)
        self.stdout.write(f"{offered} offered, {destroyed} destroyed.")
