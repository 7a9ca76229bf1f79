"""Clocks by the million, made by the database: objects would take longer than the measuring."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

#: Promises due over the coming quarter, at the end of their day.
CLOCKS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
INSERT INTO clocks_clock ("case", kind, about, due_on, due_at)
SELECT crowd.id, 'promise', lower(hex(randomblob(16))), date(%s, '+' || (i %% 90 + 1) || ' days'),
    datetime(%s, '+' || (i %% 90 + 1) || ' days', '+22 hours')
FROM crowd, n
"""


def crowd(cases: Iterable[UUID], *, each: int, today: date) -> None:
    """Give each case so many clocks that run and are not due (SQLite)."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE crowd (id TEXT)")
        cursor.executemany("INSERT INTO crowd VALUES (%s)", [[case.hex] for case in cases])
        cursor.execute(CLOCKS, [each, today, today])
        cursor.execute("DROP TABLE crowd")
