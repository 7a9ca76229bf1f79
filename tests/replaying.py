"""Makes the same rows again without the questions and checks of making them.

The cast takes a hundred statements; most tests begin with it. What the first test of a day leaves
in the tables is inserted as it is for those that follow, in their own transactions.
"""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.db import connection, transaction

from hoeder.organisations.models import today

Made = TypeVar("Made")
#: Rows by table, each with the names of its columns.
Rows = dict[str, tuple[tuple[str, ...], set[tuple[Any, ...]]]]

_kept: dict[tuple[Callable[[], object], date], tuple[object, Rows]] = {}


def replayed(make: Callable[[], Made]) -> Made:
    """Make something, by its own way the first time on a day, and afterwards by its rows."""
    kept = _kept.get((make, today()))
    if kept is None:
        before = _rows()
        made = make()
        after = _rows()
        added = {
            table: (columns, rows - before.get(table, (columns, set()))[1])
            for table, (columns, rows) in after.items()
        }
        _kept[make, today()] = (copy.deepcopy(made), added)
        return made
    again, added = kept
    # One table names rows of another that comes later.
    with transaction.atomic():
        for table, (columns, rows) in added.items():
            _insert(table, columns, rows)
    return copy.deepcopy(again)  # type: ignore[return-value]


def _rows() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
            columns = tuple(one[0] for one in cursor.description)
            found[table] = (columns, set(map(tuple, cursor.fetchall())))
    return found


def _insert(table: str, columns: tuple[str, ...], rows: set[tuple[Any, ...]]) -> None:
    if not rows:
        return
    names = ", ".join(map(_quoted, columns))
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({places})", list(rows))  # noqa: S608


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
