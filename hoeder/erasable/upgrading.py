"""Masking what was stored before heads were masked; only migrations use it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hoeder.erasable import keys
from hoeder.erasable.fields import mask
from hoeder.erasable.keys import Part


def mask_rows(
    table: str, column: str, where_from: str, part_of: Callable[[str], Part]
) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    """Make a step of a migration that masks a column.

    `where_from` is an SQL text that gives the case and the kind of one row of this table by its
    key. Rows are taken one by one: all of them may be more than fits in memory.
    """

    def step(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        with editor.connection.cursor() as cursor:
            # Names of our own tables; keys and bytes are parameters.
            cursor.execute(f"SELECT id FROM {table}")  # noqa: S608
            rows = [row for (row,) in cursor.fetchall()]
            if rows:
                keys.begin()
            for row in rows:
                cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [row])  # noqa: S608
                sealed = bytes(cursor.fetchone()[0])
                cursor.execute(where_from, [row])
                case, kind = cursor.fetchone()
                masked = mask(sealed, UUID(str(case)), part_of(kind))
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE id = %s",  # noqa: S608
                    [bytes(masked), row],
                )

    return step
