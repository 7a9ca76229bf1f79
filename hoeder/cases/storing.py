"""Store many new rows in few statements.

Receiving a report writes a dozen tables, and while it writes nobody else can (SQLite). Django's
`bulk_create` spends most of that time on building statements that are the same every time; here
each is built once per model. Values are prepared by the fields themselves, as Django does.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models


@lru_cache(maxsize=64)
def _statement(
    model: type[models.Model], rows: int
) -> tuple[str, "tuple[models.Field[Any, Any], ...]"]:
    meta = model._meta
    fields = tuple(field for field in meta.local_concrete_fields if field is not meta.auto_field)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    row = "(" + ", ".join(["%s"] * len(fields)) + ")"
    # Only names of our own tables and columns are put in the text; values are parameters.
    text = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {', '.join([row] * rows)}"  # noqa: S608
    return text, fields


def store(rows: Sequence[models.Model], *, unless_there: bool = False) -> int:
    """Insert rows of one model with one statement; tell how many were new.

    With `unless_there`, a row whose key is taken is left out (and waited for, if another
    transaction is about to store it). Automatic keys are not read back.
    """
    if not rows:
        return 0
    text, fields = _statement(type(rows[0]), len(rows))
    if unless_there:
        text += " ON CONFLICT DO NOTHING"
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for row in rows
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return int(cursor.rowcount)
