"""What all tables owe the journal, gathered from the domains (see `hoeder.ledger.records`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from hoeder.cases import records as cases
from hoeder.clocks import records as clocks
from hoeder.identities import records as identities
from hoeder.ledger import records
from hoeder.ledger.records import Found, Table
from hoeder.notices import records as notices
from hoeder.organisations import records as organisations
from hoeder.oversight import records as oversight
from hoeder.protection import records as protection
from hoeder.reports import records as reports
from hoeder.retention import records as retention
from hoeder.rooms import records as rooms

DOMAINS = (
    *(clocks, rooms, cases, reports, identities, protection, oversight, retention),
    *(organisations, notices),
)
TABLES: list[Table] = [table for domain in DOMAINS for table in domain.TABLES]
#: Tables and columns that say nothing of what happened, and why.
SAYS_NOTHING: dict[str, str] = {
    name: why for domain in DOMAINS for name, why in domain.SAYS_NOTHING.items()
}


@contextmanager
def one_moment() -> Iterator[None]:
    """See all tables as they are at one moment, and keep nobody from writing meanwhile.

    Our own transactions lock SQLite for writing from their first statement on; this one only reads.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def verify() -> Found:
    """Hold the rows of every domain against what the events of the journal say."""
    return records.verify(TABLES)
