"""A journey during which the machine's own clock was set is told once more.

Journeys count days: when the machine corrects its clock by weeks in the middle of one, as one that
just woke up may, what fails is the machine. Nothing else is ever run again.
"""

import time

import pytest
from _pytest.runner import runtestprotocol

#: Seconds by which a clock may drift, or be slewed, while a journey lasts.
DRIFT = 30.0


def told(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    """Run a test, and run it again from nothing if it failed while the clock was set."""
    before = _set_to()
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(one.failed for one in reports) and abs(_set_to() - before) > DRIFT:
        # Whatever was set up before the clock was set belongs to another day.
        item.session._setupstate.teardown_exact(None)
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    return reports


def _set_to() -> float:
    """What the clock on the wall says beyond the seconds that the machine counts."""
    return time.time() - time.monotonic()
