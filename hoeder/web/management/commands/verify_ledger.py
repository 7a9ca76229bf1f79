"""`manage.py verify_ledger`: recompute the whole ledger and name whatever is not as published."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hoeder.ledger import verification


class Command(BaseCommand):
    """Verify journal, leaves, tiles, roots, signatures and growth."""

    help = "Recompute the whole ledger; name each row, tile and checkpoint that is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--from`."""
        parser.add_argument(
            "--from",
            dest="files",
            nargs="+",
            default=[],
            metavar="FILE",
            help="checkpoints that somebody else kept: the log must contain them",
        )

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        """Verify; end with an error when something is wrong."""
        newest = settings.DATA_DIR / "log.checkpoint"
        names = [*files, *([str(newest)] if newest.exists() else [])]
        try:
            outside = [(name, Path(name).read_text(encoding="utf-8")) for name in names]
        except (OSError, ValueError) as error:
            raise CommandError(f"A checkpoint cannot be read: {error}.") from error
        found = verification.verify(outside)
        for fault in found.faults:
            self.stdout.write(fault)
        summary = f"{found.events} events, {found.leaves} leaves, {found.checkpoints} checkpoints"
        if found.faults:
            raise CommandError(f"{len(found.faults)} faults in {summary}.")
        self.stdout.write(f"Verified: {summary}.")
