from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM
from hoeder.ledger import actions as ledger
from hoeder.ledger.models import Journal
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Organisation
from tests.build import OPERATOR
from tests.cases.world import Reported, World, a_report, a_world
from tests.ledger.build import drop_triggers

pytestmark = pytest.mark.django_db


def run() -> tuple[str, str]:
    """What the command says, and with what error it ends."""
    out = StringIO()
    try:
        call_command("verify_records", stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def ministry() -> Organisation:
    """Made by the operator, as every first row is."""
    made = organisations.create_organisation(
        slug="ministerie", name_nl="Ministerie", name_en="Ministry", root="ab" * 32, by=OPERATOR
    )
    ledger.publish(by=SYSTEM)
    return made


def test_it_says_that_all_is_well(ministry: Organisation) -> None:
    said, error = run()
    assert error == ""
    assert said.splitlines()[-1].startswith("Verified: 1 rows in ")


def test_it_names_the_row_and_the_event_and_ends_with_an_error(ministry: Organisation) -> None:
    Organisation.objects.update(root="cd" * 32)
    said, error = run()
    assert f"organisations.Organisation id={ministry.pk.hex}: root is “{'cd' * 32}”;" in said
    assert "event 0 of the chain without a case (organisation.created) says" in said
    assert error.startswith("1 faults in 1 rows in ")


def test_a_row_without_an_event_and_an_event_without_a_row(ministry: Organisation) -> None:
    Organisation.objects.all()._raw_delete("default")
    Organisation.objects.create(slug="x", name_nl="X", name_en="X", root="ef" * 32)
    said, _error = run()
    assert "no event says that this row was made." in said
    assert f"id={ministry.pk.hex}: event 0" in said
    assert "says that it was made; it is gone." in said


def test_whoever_changes_the_journal_as_well_is_named_by_the_log(ministry: Organisation) -> None:
    drop_triggers()
    rows = Journal.objects.filter(kind="organisation.created")
    Organisation.objects.update(root="cd" * 32)
    row = rows.get()
    Journal.objects.all()._raw_delete("default")
    row.pk, row.event = None, row.event.replace("ab" * 32, "cd" * 32)
    row._state.adding = True
    row.save(force_insert=True)
    said, error = run()
    assert "organisations.Organisation" not in said
    assert "is not what leaf" in said
    assert error.startswith("The ledger: ")


@pytest.fixture
def report() -> Reported:
    """Noor has reported."""
    world: World = a_world()
    return a_report(world, read=False, settle=False)


def test_a_date_that_somebody_moved_is_named(report: Reported) -> None:
    clock = Clock.objects.get(case=report.case.pk, kind="acknowledgement")
    Clock.objects.filter(pk=clock.pk).update(due_on=clock.due_on.replace(year=2030))
    said, _error = run()
    assert f"clocks.Clock case={report.case.pk.hex} kind=acknowledgement" in said
    assert f"says “{clock.due_on}”" in said
