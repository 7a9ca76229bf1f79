"""law.md EVD-06, REG-05. What destroying took is missed by nobody; what it left is still held."""

import pytest

from hoeder.clocks.rules import SYSTEM
from hoeder.identities import actions as identities
from hoeder.identities.models import Box, Letter, Opening, ShutOut
from hoeder.identities.records import TABLES
from hoeder.identities.rules import LetterKind
from hoeder.ledger.records import tell
from hoeder.organisations.models import Officer
from hoeder.retention import carrying
from hoeder.retention.rules import RecordClass
from hoeder.rooms.models import today
from tests.identities.world import Reported, asked, letters, overridden
from tests.records.changing import undone
from tests.retention.doing import close
from tests.retention.test_destroying import due


def faults() -> list[str]:
    """What is named of the boxes."""
    return [fault for rows in tell(TABLES).values() for fault in rows.faults()]


@pytest.fixture
def named(report: Reported, ada: Officer) -> Opening:
    """Noor refuses Ada with a letter; Ada announces an override; then the case closes."""
    opening = asked(report)
    identities.refuse_opening(opening=opening, letters=letters(ada), by=report.noor)
    overridden(report)
    report.case = close(report.case, report.noor, ada)
    return opening


def test_a_letter_that_is_another_or_gone_or_too_many_is_named(named: Opening) -> None:
    assert faults() == []
    with undone():
        Letter.objects.filter(kind=LetterKind.REFUSAL).delete()
        (fault,) = faults()
        assert "identities.Letter" in fault
        assert "(opening.refused) names" in fault
    # Where there was to be none, there is one; where it was, it is gone.
    letter = Letter.objects.filter(kind=LetterKind.OVERRIDE)[0]
    Letter.objects.filter(pk=letter.pk).update(kind=LetterKind.DEFERRAL)
    assert ["(override.announced) names" in fault for fault in faults()] == [True, True]


@pytest.mark.usefixtures("named")
def test_what_is_left_of_a_box_is_held_after_its_destruction(
    report: Reported, ada: Officer, ruth: Officer
) -> None:
    due(report, ada, ruth, RecordClass.IDENTITY)
    assert carrying.destroy_due(by=SYSTEM) == 1
    assert not Letter.objects.exists()
    assert faults() == []
    for column, value in [
        ("recipient", "x"),
        ("signature", "ab"),
        ("author_key", "cd" * 32),
        ("authority_sealed", b"q"),
    ]:
        with undone():
            Box.objects.update(**{column: value})
            (fault,) = faults()
            assert column in fault
    opening = Opening.objects.all()[0]
    with undone():
        Letter.objects.create(
            opening=opening, kind="refusal", holder="x", by="y", sealed=b"", day=today()
        )
        (fault,) = faults()
        assert "no event says that this row was made" in fault
    ShutOut.objects.create(case=report.case.pk, officer=ruth, by="system", day=today())
    (fault,) = faults()
    assert "no event says that this row was made" in fault
