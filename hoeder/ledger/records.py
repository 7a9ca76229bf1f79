"""What the tables of the domains owe the journal: each row is what its events say.

A domain says in its `records.py` which event makes a row of which table, and what each event says
of its columns. Here the journal is told again from its first event, and the rows that come of it
are laid beside those of the database. Whoever changes, adds or removes a row there is named by it;
whoever changes the journal as well is named by the log (`verification.py`).

A day that an event gives by its own day only may differ by one: a legal day is not one of UTC.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Final

from django.db import models

from .leaves import veil
from .models import NO_CASE, Journal
from .reading import own_key
from .sayings import (
    EMPTY,
    Committed,
    Said,
    Source,
    Value,
    Veiled,
    digest,
    digest_of,
    digest_of_set,
    fits,
    plain,
    shown,
    text,
)

#: How many rows are held in memory while they are laid beside what events say.
AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class Tell:
    """What one kind of event says of one table: a row begins, is changed, or is gone.

    Where it names less than the whole key, it is said of every row of the same chain that fits.
    """

    columns: Mapping[str, Source]
    begins: bool = False
    ends: bool = False
    each: str = EMPTY
    when: Callable[[Said], bool] | None = None


def begins(**of: Source) -> Tell:
    """Say that a row was made. Columns that other events speak of, and this does not, are empty."""
    return Tell(of, begins=True)


def says(**of: Source) -> Tell:
    """Say something of a row that is there; or, with a part of its key, of all that fit."""
    return Tell(of)


def ends(**of: Source) -> Tell:
    """Say that a row was removed."""
    return Tell(of, ends=True)


def for_each(prefix: str, tell: Tell) -> Tell:
    """Say it once for each numbered member of the event: as `each`, and its number as `place`."""
    return replace(tell, each=prefix)


def only(when: Callable[[Said], bool], tell: Tell) -> Tell:
    """Say it of some events of the kind only."""
    return replace(tell, when=when)


Key = tuple[str, ...]


@dataclass(slots=True)
class Row:
    """A row as events tell it: its columns, and the event that spoke of each last."""

    values: dict[str, Value]
    by: dict[str, Said]
    made: Said


@dataclass(frozen=True)
class Table:
    """One table: by which columns events name its rows, and what they say of them.

    `numbered`: several rows have the same key, and an event is about the newest of them; rows are
    counted in the order in which the database numbered them.
    """

    model: type[models.Model]
    key: Sequence[str]
    tells: Mapping[str, "Tell | Telling | Sequence[Tell | Telling]"]
    numbered: bool = False
    #: Columns of which events hold the SHA-256 only.
    hashed: Sequence[str] = ()
    #: What stands for several columns at once: the SHA-256 of their values, one below the other.
    digests: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Columns that only functions among `tells` speak of.
    also: Sequence[str] = ()
    #: What a row holds that no event speaks of yet; None where there is no such row.
    before: Mapping[str, str] | None = None
    #: Columns of the key that events name by a pseudonym, which only this server can give.
    veiled: Sequence[str] = ()
    #: Rows with one key are one: their digest is that of the set, so that no event tells how many.
    together: bool = False
    #: A table that is held from several sides has a name for each, and which rows it holds.
    side: str = ""
    where: models.Q = models.Q()
    #: By what rows with one key are counted.
    order: Sequence[str] = ("pk",)
    #: How rows are laid beside what events say, where one event is about many rows at once.
    rows: "type[Rows] | None" = None

    @property
    def name(self) -> str:
        """Give the name of the model, and of the side."""
        label = str(self.model._meta.label)
        return f"{label} ({self.side})" if self.side else label

    def held(self) -> "models.QuerySet[models.Model]":
        """Find the rows that are held."""
        return self.model._base_manager.filter(self.where)

    def columns(self) -> list[str]:
        """Give the columns that some event speaks of, by name or in a digest of several."""
        known = [field.attname for field in self.model._meta.concrete_fields]
        return [name for name in known if name in self.spoken()]

    def spoken(self) -> set[str]:
        """Give all names of which events say something."""
        told = {name for one in self.simple() for name in one.columns}
        parts = {name for names in self.digests.values() for name in names}
        return {*self.key, *told, *self.also, *parts}

    def reached(self) -> list[str]:
        """Give what stands in another table: `closing__case_id`."""
        return sorted(name for name in self.spoken() if "__" in name)

    def simple(self) -> Iterator[Tell]:
        """Give what is told without a function."""
        for kind in self.tells:
            yield from (one for one in self.of(kind) if isinstance(one, Tell))

    def of(self, kind: str) -> "Sequence[Tell | Telling]":
        """Give what events of a kind say."""
        found = self.tells[kind]
        return [found] if isinstance(found, Tell) or callable(found) else found


class Rows:
    """The rows of one table, as far as the journal has been told."""

    def __init__(self, table: Table, tables: Mapping[str, "Rows"], own: bytes) -> None:
        """Begin with none. `own` is the key of the chain without a case."""
        self.table = table
        self.tables = tables
        self.own = own
        parts = {name for names in table.digests.values() for name in names}
        single = [name for name in table.columns() if name not in parts]
        self.columns = [*single, *table.reached(), *table.digests]
        self.by_key: dict[Key, Row] = {}
        self.chains: dict[str, dict[Key, None]] = {}
        self.newest: dict[Key, int] = {}
        #: Keys as events have them, and as the rows do: whoever runs this is shown the row.
        self.open: dict[Key, Key] = {}

    def tell(self, said: Said) -> None:
        """Take in one event."""
        for one in self.table.of(said.kind):
            if not isinstance(one, Tell):
                one(self, said)
                continue
            for part in said.each(one.each) if one.each else [said]:
                if one.when is None or one.when(part):
                    self._take(one, part)

    def _take(self, tell: Tell, said: Said) -> None:
        values = {name: source(said) for name, source in tell.columns.items()}
        if tell.begins:
            self.begin(said, **values)
        elif tell.ends:
            for key in self.fitting(said, values):
                self.end(key)
        else:
            for key in self.fitting(said, values):
                self.set(said, key, **values)

    def begin(self, said: Said, **values: Value) -> None:
        """Note that a row was made."""
        key = tuple(text(values[name]) for name in self.table.key)
        if self.table.numbered:
            number = self.newest.get(key, 0) + 1
            self.newest[key] = number
            key = (*key, str(number))
        full = {name: values.get(name, EMPTY) for name in self.columns}
        extra = {name: value for name, value in values.items() if name not in full}
        self.by_key[key] = Row(full | extra, {}, said)
        self.chains.setdefault(said.chain, {})[key] = None

    def set(self, said: Said, key: Key, **values: Value) -> None:
        """Note what an event says of a row."""
        row = self.by_key[key]
        row.values |= values
        row.by |= dict.fromkeys(values, said)

    def end(self, key: Key) -> None:
        """Note that a row is gone."""
        row = self.by_key.pop(key)
        self.chains[row.made.chain].pop(key, None)

    def fitting(self, said: Said, values: Mapping[str, Value]) -> list[Key]:
        """Find the rows that an event is about."""
        named = [name for name in self.table.key if name in values]
        if len(named) == len(self.table.key):
            key = tuple(text(values[name]) for name in named)
            if self.table.numbered:
                key = (*key, str(self.newest.get(key, 0)))
            return [key] if key in self.by_key else []
        return [
            key
            for key in self.chains.get(said.chain, {})
            if all(self.by_key[key].values[name] == values[name] for name in named)
        ]

    def of_chain(self, chain: str) -> list[tuple[Key, Row]]:
        """Give the rows that events of a chain made."""
        return [(key, self.by_key[key]) for key in self.chains.get(chain, {})]

    def faults(self) -> Iterator[str]:
        """Lay the rows of the database beside these, and name each that is another."""
        counted: dict[Key, int] = {}
        left = dict(self.by_key)
        for values in self._stored():
            key = self._key(values)
            if self.table.numbered:
                counted[key] = counted.get(key, 0) + 1
                key = (*key, str(counted[key]))
            row = left.pop(key, None)
            if row is not None:
                yield from self._other_than(key, values, row)
            elif self.table.before is None:
                yield f"{self._called(key)}: no event says that this row was made."
            else:
                for name, wanted in self.table.before.items():
                    if values[name] != wanted:
                        yield f"{self._called(key)}: {name} is “{values[name]}”; no event says so."
        for key, row in left.items():
            if self.table.together:
                nothing = dict.fromkeys(self.table.digests, EMPTY)
                yield from self._other_than(key, nothing, row)
            else:
                yield f"{self._called(key)}: {row.made} says that it was made; it is gone."

    def _stored(self) -> Iterator[dict[str, str]]:
        """Read the rows of the database, each as a journal would have it."""
        if not self.table.together:
            yield from self._each()
            return
        for _key, found in groupby(self._each(), self._key):
            rows = list(found)
            sets = {
                name: digest_of_set([row[part] for part in parts] for row in rows)
                for name, parts in self.table.digests.items()
            }
            yield rows[0] | sets

    def _each(self) -> Iterator[dict[str, str]]:
        names = [*self.table.columns(), *self.table.reached()]
        hashed = [name in self.table.hashed for name in names]
        order = self.table.key if self.table.together else self.table.order
        found = self.table.held().order_by(*order).values_list(*names)
        for values in found.iterator(chunk_size=AT_ONCE):
            row = {
                name: digest(value) if of else plain(value)
                for name, value, of in zip(names, values, hashed, strict=True)
            }
            yield self._as_told(row)

    def _as_told(self, row: dict[str, str]) -> dict[str, str]:
        """Write what events have in the place of values; an operator is shown the row as it is."""
        told = dict(row)
        for name in self.table.veiled:
            column = f"{self.table.model._meta.label_lower}.{name}"
            told[name] = veil(self.own, NO_CASE, None, column, row[name])
        if told != row:
            self.open[self._key(told)] = self._key(row)
        for name, parts in self.table.digests.items():
            told[name] = digest_of(told[part] for part in parts)
        return told

    def _key(self, row: Mapping[str, str]) -> Key:
        return tuple(row[name] for name in self.table.key)

    def _other_than(self, key: Key, values: Mapping[str, str], row: Row) -> Iterator[str]:
        for name, wanted in row.values.items():
            value = values.get(name, wanted)
            if value != wanted and not fits(value, wanted):  # type: ignore[arg-type]
                said = row.by.get(name, row.made)
                what = ", ".join(self.table.digests.get(name, [name]))
                is_not = f" is “{value}”; {said} says “{shown(wanted)}”."
                if name in self.table.digests or isinstance(wanted, Committed | Veiled):
                    is_not = f" is not what {said} names."
                yield f"{self._called(key)}: {what}{is_not}"

    def _called(self, key: Key) -> str:
        names = [*self.table.key, "number"]
        said = " ".join(
            f"{name}={value}" for name, value in zip(names, self.open.get(key, key), strict=False)
        )
        return f"{self.table.name} {said}"


Telling = Callable[[Rows, Said], None]


@dataclass
class Found:
    """What was found, and in how many rows of how many tables."""

    faults: list[str] = field(default_factory=list)
    tables: int = 0
    rows: int = 0


def verify(tables: Sequence[Table]) -> Found:
    """Tell the journal again, and lay what comes of it beside the rows of these tables."""
    found = Found(tables=len(tables))
    for rows in tell(tables).values():
        found.rows += len(rows.by_key)
        found.faults += rows.faults()
    return found


def tell(tables: Sequence[Table]) -> dict[str, Rows]:
    """Tell the journal again: the rows that come of it, by the name of their table."""
    told: dict[str, Rows] = {}
    own = own_key()
    for one in tables:
        told[one.name] = (one.rows or Rows)(one, told, own)
    by_kind: dict[str, list[Rows]] = {}
    for rows in told.values():
        for kind in rows.table.tells:
            by_kind.setdefault(kind, []).append(rows)
    for said in _events(by_kind, own):
        for rows in by_kind[said.kind]:
            rows.tell(said)
    return told


def _events(kinds: Mapping[str, object], own: bytes) -> Iterator[Said]:
    """Read the journal in the order in which it was written; `verify_ledger` names what is none."""
    wanted = Journal.objects.order_by("pk").values_list("chain", "n", "event")
    for chain, n, event in wanted.iterator(chunk_size=AT_ONCE):
        try:
            said = json.loads(event)
            if said["kind"] in kinds:
                day = date.fromisoformat(said["day"])
                yield Said(chain.hex, n, said["kind"], said["actor"], day, said["detail"], own)
        except (ValueError, KeyError, TypeError):
            continue
