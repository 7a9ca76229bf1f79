"""law.md EVD-06. Any single change in any table of the ledger is found, and the row is named.

Every table and every column of it stands in `NAMED` or in `SAYS_NOTHING`, so that a new one fails
here until somebody decides.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from hoeder.ledger import actions as ledger
from hoeder.ledger import tree, verification, witnessed
from hoeder.ledger.models import (
    Chain,
    Checkpoint,
    Cosignature,
    Journal,
    Log,
    Release,
    Stamp,
    Tile,
    Witness,
)
from hoeder.ledger.policy import read_policy
from hoeder.ledger.stamping import open_stamp, query_for, read_roots
from tests.ledger.authority import Authority, an_authority
from tests.ledger.build import (
    ADA,
    BEGIN,
    HOUR,
    SYSTEM,
    a_case,
    clock,
    drop_triggers,
    some_events,
)
from tests.ledger.witnesses import COMMISSION, COUNCIL, POLICY

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: By what a row may be named in a fault: one of these must stand there.
NAMED: dict[type[models.Model], Callable[[Any], list[str]]] = {
    Journal: lambda row: [f"ournal row {row.pk} ", f"vent {row.n} of"],
    Chain: lambda row: [row.case.hex, "hain without a case"],
    Log: lambda _row: ["log"],
    Tile: lambda row: [f"{'entries' if row.level < 0 else row.level}/"],
    Checkpoint: lambda row: [
        *(f"Checkpoint {row.number}", f"Checkpoint {row.number + 1}"),
        # The last one is missed by its leaves only; another day is seen by those of its batch.
        *("Tile", "its batch was published"),
    ],
    Witness: lambda row: [f"Witness {row.pk}:", str(row), "of a witness that is gone"],
    # One that is gone is missed by its witness's count.
    Cosignature: lambda row: [str(row.witness)],
    Stamp: lambda row: [f"over {row.size} leaves"],
    Release: lambda row: [f"release {row.digest}"],
}
#: Columns that say nothing of what happened: numbers by which the database finds a row, and how it
#: went when a witness was asked last.
SAYS_NOTHING = {
    *("ledger.Journal.id", "ledger.Tile.id", "ledger.Witness.id", "ledger.Cosignature.id"),
    *("ledger.Witness.outcome", "ledger.Witness.asked_at"),
}
TABLES: list[type[models.Model]] = list(apps.get_app_config("ledger").get_models())
COLUMNS = [
    pytest.param(model, field, id=f"{model.__name__}.{field.name}")
    for model in TABLES
    for field in model._meta.concrete_fields
    if f"ledger.{model.__name__}.{field.name}" not in SAYS_NOTHING
]
EXAMPLES = examples(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_every_table_is_looked_at() -> None:
    assert set(TABLES) == set(NAMED), "say by what a changed row of the new table is named"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Somebody outside who stamps the time."""
    return an_authority(tmp_path_factory.mktemp("authority"))


def stamp(note: str, authority: Authority) -> None:
    """Have a checkpoint stamped. The authority's clock is the real one."""
    query = query_for(note)
    response = authority.stamp(query.body)
    said = open_stamp(response, note, read_roots(authority.root), query.nonce)
    ledger.keep_stamp(note=note, response=response, at=said.at, authority=said.authority, by=SYSTEM)


@pytest.fixture
def story(settings: Settings, authority: Authority) -> None:
    """Small batches over three days, with a case that was forgotten."""
    settings.LEDGER_BATCH_LEAVES = 4
    settings.TIMESTAMP_ROOT = authority.root
    with clock(BEGIN):
        cases = [a_case(), a_case(bytes(reversed(range(32))))]
    for day in range(3):
        with clock(BEGIN + day * timedelta(days=1)):
            some_events(cases[0], 2)
            some_events(None, 1)
            ledger.publish(by=SYSTEM)
            ledger.note_release(manifest=f"{'0' * 64}  /{day}\n", by=SYSTEM)
            note = witnessed.newest() or ""
            stamp(note, authority)
            for pen in [COMMISSION, COUNCIL][day:]:
                line = pen.line(note, int(timezone.now().timestamp()))
                ledger.keep_cosignatures(note=note + line, policy=read_policy(POLICY), by=SYSTEM)
    with clock(BEGIN + 2 * timedelta(days=1) + HOUR):
        ledger.forget_case(case=cases[1], by=ADA)
        ledger.publish(by=SYSTEM)
    assert verification.verify().faults == []
    drop_triggers()


def another(value: Any, data: st.DataObject) -> Any:
    """A value of the same kind, near the old one or far from it."""
    if isinstance(value, bytes | memoryview):
        octets = bytearray(value)
        at = data.draw(st.integers(0, len(octets) - 1))
        octets[at] ^= 1 << data.draw(st.integers(0, 7))
        cut = bytes(octets)[: data.draw(st.sampled_from([len(octets), len(octets), at]))]
        return data.draw(st.sampled_from([cut, bytes(value) + b"\0"]))
    if isinstance(value, str):
        at = data.draw(st.integers(0, len(value) - 1))
        return data.draw(
            st.sampled_from([value[:at] + value[at + 1 :], value[:at] + "q" + value[at + 1 :], ""])
        )
    if isinstance(value, datetime | date):
        # The day of a batch stands in its leaves; its hour stands nowhere else.
        return value + timedelta(days=data.draw(st.sampled_from([-400, -2, 2, 400])))
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1 << data.draw(st.integers(0, 127)))
    if isinstance(value, int):
        return max(0, value + data.draw(st.sampled_from([-1, 1, 2, 1000])))
    return None


def row_of(model: type[models.Model], data: st.DataObject) -> Any:
    """One of the rows of a table."""
    keys: Sequence[Any] = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    return model._base_manager.get(pk=data.draw(st.sampled_from(keys)))


def rows(model: type[models.Model], key: Any) -> "models.QuerySet[Any]":
    """A row for somebody who holds the database: nothing refuses to change it."""
    return models.QuerySet(model=model).filter(pk=key)


def assert_named(row: models.Model, names: list[str]) -> None:
    """What was changed is found, and named."""
    faults = "\n".join(verification.verify().faults)
    assert any(name in faults for name in names), (row, faults)


@pytest.mark.parametrize(("model", "field"), COLUMNS)
@pytest.mark.usefixtures("story")
@EXAMPLES
@given(data=st.data())
def test_a_changed_column_is_named(
    model: type[models.Model], field: "models.Field[Any, Any]", data: st.DataObject
) -> None:
    row = row_of(model, data)
    value = getattr(row, field.attname)
    changed = another(value, data)
    nothing = field.null and data.draw(st.booleans())
    if nothing:
        changed = None
    if changed == value or (value is None and changed is None):
        return
    with transaction.atomic():
        try:
            with transaction.atomic():
                rows(model, row.pk).update(**{field.attname: changed})
        except (IntegrityError, DataError):
            return  # The database itself refuses.
        assert_named(row, NAMED[model](row))
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", TABLES)
@pytest.mark.usefixtures("story")
@EXAMPLES
@given(data=st.data())
def test_a_removed_row_is_named(model: type[models.Model], data: st.DataObject) -> None:
    row = row_of(model, data)
    with transaction.atomic():
        try:
            with transaction.atomic():
                rows(model, row.pk)._raw_delete("default")
        except IntegrityError:
            return
        assert_named(row, NAMED[model](row))
        transaction.set_rollback(True)


@pytest.mark.parametrize(("model", "field"), COLUMNS)
@pytest.mark.usefixtures("story")
@EXAMPLES
@given(data=st.data())
def test_columns_that_change_places_are_named(
    model: type[models.Model], field: "models.Field[Any, Any]", data: st.DataObject
) -> None:
    one, other = row_of(model, data), row_of(model, data)
    mine, theirs = getattr(one, field.attname), getattr(other, field.attname)
    if mine == theirs:
        return
    if isinstance(field, models.DateTimeField) and not field.null and mine.date() == theirs.date():
        return  # The hour of a batch stands nowhere else.
    with transaction.atomic():
        try:
            with transaction.atomic():
                if field.null:
                    rows(model, one.pk).update(**{field.attname: None})
                rows(model, other.pk).update(**{field.attname: mine})
                rows(model, one.pk).update(**{field.attname: theirs})
        except IntegrityError:
            return
        assert_named(one, [*NAMED[model](one), *NAMED[model](other)])
        transaction.set_rollback(True)


@pytest.mark.usefixtures("story")
def test_a_row_that_was_added_is_named() -> None:
    case = Chain.objects.exclude(key=None).order_by("case").last()
    assert case is not None
    last = Journal.objects.filter(chain=case.case).order_by("-n")[0]
    last.pk, last.n, last.leaf = None, last.n + 1, None
    last._state.adding = True
    tile = Tile(level=0, number=9, width=1, data=bytes(tree.HASH_SIZE))
    newest = Checkpoint.objects.order_by("-number")[0]
    point = Checkpoint(
        number=newest.number + 1,
        size=newest.size + 64,
        note=newest.note,
        published_at=newest.published_at,
    )
    for row, names in [
        (last, ["it counted"]),
        (tile, ["0/009"]),
        (point, [f"Checkpoint {point.number}"]),
    ]:
        with transaction.atomic():
            row.save(force_insert=True)
            assert_named(row, names)
            transaction.set_rollback(True)
