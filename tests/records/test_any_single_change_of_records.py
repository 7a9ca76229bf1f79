"""law.md EVD-06. Any single change in any table of the domains is found, and the row is named.

Every table of every app of ours, and every column of it, is held against events, or it stands in
`SAYS_NOTHING` of its domain with a reason: a new one fails here until somebody decides. The tables
of the ledger have a test of their own (`tests/ledger`).
"""

from datetime import UTC, date, datetime
from random import Random

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, models, transaction

from hoeder.cases.models import Case
from hoeder.erasable.fields import ErasableField, Masked
from hoeder.ledger.records import Rows, tell
from hoeder.organisations.records import TABLES as OF_ORGANISATIONS
from hoeder.web import records
from tests.build import Cast
from tests.ledger.build import drop_triggers
from tests.records.changing import (
    another,
    named,
    raw,
    undone,
    unnamed_changes,
    unnamed_removals,
    unnamed_swaps,
)
from tests.records.story import the_story

pytestmark = pytest.mark.django_db
OTHERS = {"ledger"}
OURS = [
    app
    for app in apps.get_app_configs()
    if app.name.startswith("hoeder.") and app.label not in OTHERS
]
MODELS = [model for app in OURS for model in app.get_models()]
LABELS = {table.model._meta.label for table in records.TABLES}
#: The cast of the tests is stored without events: `test_organisations_records.py` is about these.
ORGANISATIONS = {table.name for table in OF_ORGANISATIONS}
TOLD = [table for table in records.TABLES if table.name not in ORGANISATIONS]


def test_every_table_and_every_column_is_decided_on() -> None:
    undecided: list[str] = []
    twice: list[str] = []
    for model in MODELS:
        name = model._meta.label
        if name in records.SAYS_NOTHING:
            assert name not in LABELS
            continue
        tables = [table for table in records.TABLES if table.model is model]
        spoken = {said for table in tables for said in table.spoken()}
        for field in model._meta.concrete_fields:
            column = f"{name}.{field.attname}"
            said = field.attname in spoken
            (undecided if not said and column not in records.SAYS_NOTHING else []).append(column)
            (twice if said and column in records.SAYS_NOTHING else []).append(column)
    assert undecided == []
    assert twice == []


def test_what_is_excused_is_there_and_has_a_reason() -> None:
    known = {model._meta.label for model in MODELS} | {
        f"{model._meta.label}.{field.attname}"
        for model in MODELS
        for field in model._meta.concrete_fields
    }
    assert set(records.SAYS_NOTHING) <= known
    assert all(len(why) > 20 for why in records.SAYS_NOTHING.values())


def test_every_table_has_a_row_in_the_story(story: Cast) -> None:
    empty = [table.name for table in TOLD if not table.held().exists()]
    assert empty == []


def test_nothing_is_named_where_nothing_was_changed(story: Cast) -> None:
    assert [fault for rows in tell(TOLD).values() for fault in rows.faults()] == []


def test_nothing_is_named_where_it_is_another_day_than_in_utc(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half an hour past midnight in Amsterdam: events have one day, what was done has the other."""
    night = datetime(2027, 3, 9, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    the_story("Europe/Amsterdam")
    assert Case.objects.filter(received_on=date(2027, 3, 10)).exists()
    assert [fault for rows in tell(TOLD).values() for fault in rows.faults()] == []


@pytest.fixture
def told(story: Cast) -> dict[str, Rows]:
    """The journal of the story, told once: no change below is one of events."""
    drop_triggers()
    return tell(TOLD)


def test_a_changed_column_is_named(told: dict[str, Rows]) -> None:
    assert unnamed_changes(TOLD, told, Random(1)) == []  # noqa: S311


def test_a_removed_row_is_named(told: dict[str, Rows]) -> None:
    assert unnamed_removals(TOLD, told, Random(2)) == []  # noqa: S311


def test_columns_that_change_places_are_named(told: dict[str, Rows]) -> None:
    assert unnamed_swaps(TOLD, told, Random(3)) == []  # noqa: S311


def test_a_row_that_was_added_is_named(told: dict[str, Rows]) -> None:
    """Copied with another key: what is counted by its key alone is one too many."""
    unnamed, chance = [], Random(4)  # noqa: S311
    for table in TOLD:
        row = table.held().order_by("pk")[0]
        before = row.pk
        for field in table.model._meta.concrete_fields:
            value = getattr(row, field.attname)
            if isinstance(field, models.AutoField):
                value = None
            elif field.primary_key or field.unique or field.attname in table.key:
                value = value if field.is_relation else another(value, field, chance)
            elif isinstance(field, ErasableField):
                value = Masked(raw(table.model, before, field))
            setattr(row, field.attname, value)
        row._state.adding = True
        with undone():
            try:
                with transaction.atomic():
                    models.Model.save_base(row, force_insert=True)
            except (IntegrityError, DataError):
                continue
            if table.before is None and not named(told[table.name]):
                unnamed.append(table.name)
    assert not unnamed, "\n".join(map(str, unnamed))
