"""Changes that somebody makes who holds the database, and what is not named of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, models, transaction

from hoeder.erasable.fields import ErasableField, Masked
from hoeder.ledger.records import Rows, Table

#: A change of the same column, with other values, is made so many times.
TIMES = 3
#: A day that an event gives by its own day only may be the one beside it.
DAYS = (-400, -2, 2, 400)


@contextmanager
def undone() -> Iterator[None]:
    """Change something, and have it as it was afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def another(value: Any, field: Any, chance: Random) -> Any:
    """A value of the same kind, near the old one or far from it."""
    if value is None:
        return something(field, chance)
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime | date):
        return value + timedelta(days=chance.choice(DAYS))
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1 << chance.randrange(128))
    if isinstance(value, int):
        return max(0, value + chance.choice([-1, 1, 2, 1000]))
    if isinstance(value, bytes | memoryview):
        octets = bytearray(value) or bytearray(b"q")
        octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
        return bytes(octets)
    if isinstance(value, dict):
        return {**value, "q": 1}
    if not value:
        return "q"
    at = chance.randrange(len(value))
    return chance.choice([value[:at] + value[at + 1 :], value[:at] + "q" + value[at + 1 :], ""])


def something(field: Any, chance: Random) -> Any:
    """A value for a column that is empty."""
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 1, 1 + chance.randrange(28)).astimezone()
    if isinstance(field, models.DateField):
        return date(2026, 1, 1 + chance.randrange(28))
    if isinstance(field, models.BinaryField):
        return b"q"
    if isinstance(field, models.BooleanField):
        # “No” is not told apart from nothing: who decided says so, and when.
        return True
    if isinstance(field, models.IntegerField):
        return chance.randrange(1, 100)
    if isinstance(field, models.ForeignKey | models.UUIDField):
        return UUID(int=chance.getrandbits(128))
    return "q"


def stored(field: Any, value: Any) -> Any:
    """A value as whoever holds the database writes it: what is masked there, stays as it is."""
    return Masked(value) if isinstance(field, ErasableField) and value is not None else value


def raw(model: type[models.Model], key: Any, field: Any) -> Any:
    """What stands in the database; of masked bytes not what they mask."""
    if not isinstance(field, ErasableField):
        return models.QuerySet(model=model).values_list(field.attname, flat=True).get(pk=key)
    quote = connection.ops.quote_name
    assert field.column
    table, pk = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    value = model._meta.pk.get_db_prep_value(key, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quote(field.column)} FROM {table} WHERE {pk} = %s", [value])  # noqa: S608
        return bytes(cursor.fetchone()[0])


def put(model: type[models.Model], key: Any, field: Any, value: Any) -> bool:
    """Change a column; tell whether the database let it be changed."""
    try:
        with transaction.atomic():
            found: models.QuerySet[Any] = models.QuerySet(model=model).filter(pk=key)
            return found.update(**{field.attname: stored(field, value)}) == 1
    except (IntegrityError, DataError):
        return False


def named(rows: Rows) -> bool:
    """Whether a row of this table is named, from whichever side it is held."""
    sides = [one for one in rows.tables.values() if one.table.model is rows.table.model]
    faults = [fault for one in sides for fault in one.faults()]
    return any(fault.startswith(f"{rows.table.model._meta.label} ") for fault in faults)


def columns(table: Table) -> list[Any]:
    """The columns that are held, without those by which another table is reached."""
    return [
        field
        for field in table.model._meta.concrete_fields
        if field.attname in table.spoken()
        # Of whom no event speaks yet, none can say that they are another (`before`).
        and not (table.before is not None and field.attname in table.key)
    ]


def keys(table: Table) -> list[Any]:
    """The rows of a table."""
    return list(table.held().order_by("pk").values_list("pk", flat=True))


def alike(mine: Any, theirs: Any) -> bool:
    """Whether two values are the same, or days that are beside one another."""
    if isinstance(mine, date) and isinstance(theirs, date):
        return abs(mine - theirs) <= timedelta(days=1)
    return bool(mine == theirs)


def unnamed_changes(
    tables: Sequence[Table], told: dict[str, Rows], chance: Random
) -> list[tuple[Any, ...]]:
    """Change each column; give what was changed and not named."""
    unnamed: list[tuple[Any, ...]] = []
    for table in tables:
        for field in columns(table):
            for _ in range(TIMES):
                key = chance.choice(keys(table))
                value = raw(table.model, key, field)
                changed = another(value, field, chance)
                if field.null and value is not None and chance.random() < 0.3:
                    changed = None
                with undone():
                    done = changed != value and put(table.model, key, field, changed)
                    if done and not named(told[table.name]):
                        unnamed.append((f"{table.name}.{field.attname}", value, changed))
    return unnamed


def unnamed_removals(
    tables: Sequence[Table], told: dict[str, Rows], chance: Random
) -> list[tuple[Any, ...]]:
    """Remove rows; give those that nobody misses."""
    unnamed: list[tuple[Any, ...]] = []
    for table in tables:
        for _ in range(TIMES):
            key = chance.choice(keys(table))
            with undone():
                try:
                    with transaction.atomic():
                        models.QuerySet(model=table.model).filter(pk=key)._raw_delete("default")
                except IntegrityError:
                    continue
                # What is owed before anybody did anything is made again when it is asked for.
                if table.before is None and not named(told[table.name]):
                    unnamed.append((table.name, key))
    return unnamed


def unnamed_swaps(
    tables: Sequence[Table], told: dict[str, Rows], chance: Random
) -> list[tuple[Any, ...]]:
    """Let columns of two rows change places; give what was not named."""
    unnamed: list[tuple[Any, ...]] = []
    for table in tables:
        for field in columns(table):
            for _ in range(TIMES):
                one, other = (chance.choice(keys(table)) for _ in range(2))
                mine, theirs = (raw(table.model, key, field) for key in (one, other))
                if alike(mine, theirs):
                    continue
                with undone():
                    free = not field.null or put(table.model, one, field, None)
                    both = free and put(table.model, other, field, mine)
                    done = both and put(table.model, one, field, theirs)
                    if done and not named(told[table.name]):
                        unnamed.append((f"{table.name}.{field.attname}", mine, theirs))
    return unnamed
