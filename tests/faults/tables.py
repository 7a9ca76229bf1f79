"""The database of a service, as somebody holds it who has the machine: rows, read and changed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from tools.service import Service


class Tables:
    """One connection past all of our code."""

    def __init__(self, service: Service) -> None:
        url = service.environment.get("DATABASE_URL")
        self.is_sqlite = url is None
        self.connection: Any = (
            sqlite3.connect(service.data_dir / "hoeder.sqlite3", isolation_level=None)
            if url is None
            else psycopg.connect(url, autocommit=True)
        )

    def __call__(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement, with `%s` for values; return its rows."""
        if self.is_sqlite:
            values = tuple(one.hex if isinstance(one, UUID) else one for one in values)
            query = query.replace("%s", "?")
        cursor = self.connection.execute(query, values)
        return cursor.fetchall() if cursor.description else []

    def without_triggers(self, table: str) -> None:
        """Take away what keeps rows from being changed: whoever has the machine can."""
        if self.is_sqlite:
            names = self(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", table
            )
            for (name,) in names:
                self(f"DROP TRIGGER {name}")
        else:
            self(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@contextmanager
def tables(service: Service) -> Iterator[Tables]:
    """Open the database of a service past all of its code."""
    opened = Tables(service)
    try:
        yield opened
    finally:
        opened.connection.close()
