"""The register: every report gets the next number, and none is taken out of it."""

import random
import re
from pathlib import Path

from django.db import transaction

from hoeder.cases.models import Case, CaseNumber
from hoeder.errors import Refusal
from tests.cases.world import World, a_report

ROOT = Path(__file__).resolve().parents[2] / "hoeder"


def test_numbers_have_no_gaps_whatever_fails_in_between(world: World) -> None:
    """law.md REG-01: after any mix of reports, refusals and lost transactions, 1 to n is there."""
    chance = random.Random(20261127)  # noqa: S311
    taken = 0
    for _step in range(40):
        what = chance.choice(["report", "report", "refused", "lost"])
        if what == "report":
            a_report(world)
            taken += 1
        elif what == "refused":
            try:
                # Nobody of the channel: the report is refused after its number could be given.
                a_report(world, world.eve)
            except Refusal:
                pass
            else:
                raise AssertionError("a report to somebody of another body was taken")
        else:
            point = transaction.savepoint()
            a_report(world)
            transaction.savepoint_rollback(point)
    numbers = list(Case.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, taken + 1))
    assert CaseNumber.objects.get().last == taken


def test_no_code_takes_a_case_out_of_the_register() -> None:
    """law.md REG-01: there is no way to delete a case, for any role."""
    deleting = re.compile(
        r"\b(Case|CaseNumber|Report|Receipt)\.objects[^\n]*\.delete\(|case\.delete\("
    )
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in ROOT.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if deleting.search(line)
    ]
    assert found == []
