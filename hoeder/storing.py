"""Store new rows with statements that are built once and given to the driver as they are.

Receiving a report writes a dozen tables, and on SQLite nobody else can write meanwhile. Most of
that time would go into making model objects and statements that are the same every time, and into
the layers through which Django hands each statement on. Actions that are not in a hurry use
Django's own `create` and `save`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models


@lru_cache(maxsize=128)
def _statement(
    model: type[models.Model], rows: int, unless_there: bool
) -> tuple[str, tuple[str, ...]]:
    meta = model._meta
    fields = [field for field in meta.local_concrete_fields if field is not meta.auto_field]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    row = "(" + ", ".join(["%s"] * len(fields)) + ")"
    # Only names of our own tables and columns are put in the text; values are parameters.
    text = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {', '.join([row] * rows)}"  # noqa: S608
    if unless_there:
        key = "" if meta.auto_field else f" ({quote(str(meta.pk.column))})"
        text += f" ON CONFLICT{key} DO NOTHING"
    return text, tuple(field.attname for field in fields)


def _as_it_is(value: Any) -> Any:
    return value


#: What SQLite's driver takes for a value of exactly this type; PostgreSQL's takes them all.
_FOR_SQLITE: Mapping[type, Callable[[Any], Any]] = {
    UUID: lambda value: value.hex,
    date: date.isoformat,
    datetime: lambda value: str(value.astimezone(UTC).replace(tzinfo=None)),
}


def store(
    model: type[models.Model],
    rows: Sequence[Mapping[str, object]],
    *,
    unless_there: bool = False,
) -> int:
    """Insert rows with one statement; tell how many were new.

    Each row names every column (`room_id`, not `room`) but the automatic key; one that is missing
    is a KeyError, so that no default is passed over silently. With `unless_there`, a row whose
    primary key is taken is left out (and waited for, while another transaction is storing it);
    where the key is automatic, a row that any other constraint knows already.
    """
    if not rows:
        return 0
    text, names = _statement(model, len(rows), unless_there)
    with closing(_run(text, [row[name] for row in rows for name in names])) as cursor:
        return int(cursor.rowcount)


def ask(text: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """Run a statement that is written out, each value as `%s`; return the rows it answers with."""
    with closing(_run(text, values)) as cursor:
        return list(cursor.fetchall())


def _run(text: str, values: Sequence[Any]) -> Any:
    # Asked for once: behind its name stands a search for the connection of this thread.
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "sqlite":
        values = [_FOR_SQLITE.get(type(value), _as_it_is)(value) for value in values]
    if database.vendor != "sqlite" or database.queries_logged:
        cursor = database.cursor()
        cursor.execute(text, values)
        return cursor
    # Django's own cursor needs longer to pass such a statement on than SQLite to carry it out.
    database.ensure_connection()
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        return database.connection.execute(text.replace("%s", "?"), values)
