"""`manage.py verify_records`: hold rows and files against events, and these against the log."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from hoeder.rooms import stored
from hoeder.web import records


class Command(BaseCommand):
    """Verify the ledger, and then what the tables of all domains owe it."""

    help = (
        "Verify the ledger; then name each row that is not what the events of the journal say, and"
        " each stored file of which a byte is another."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify both; end with an error when something is wrong."""
        broken = ""
        try:
            call_command("verify_ledger", stdout=self.stdout)
        except CommandError as error:
            broken = f"The ledger: {error} "
        with records.one_moment():
            found = records.verify()
        files, faults = stored.verify()
        found.faults += faults
        for fault in found.faults:
            self.stdout.write(fault)
        summary = f"{found.rows} rows in {found.tables} tables and {files} stored files"
        if found.faults or broken:
            raise CommandError(f"{broken}{len(found.faults)} faults in {summary}.")
        self.stdout.write(f"Verified: {summary}.")
