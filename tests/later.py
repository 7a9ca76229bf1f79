"""Let time pass for a service that really runs.

A served Hoeder has no clock that could be set: nobody may move a deadline. Whatever passes by time
alone is noted by `manage.py tick`, so a journey runs that command in a process of its own, in which
it is later, on the data of the running service. The service itself stays in the present; what it
shows afterwards is what it will show then of what was missed.

    later(service, days=9)            # the same as: python -m tests.later 9 0 tick
"""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import timezone

from tools.service import Service

ROOT = Path(__file__).resolve().parents[1]


def later(service: Service, *, days: int = 0, hours: int = 0, command: str = "tick") -> str:
    """Run a management command on this service's data as if so much time had gone by."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.later", str(days), str(hours), command],
        cwd=ROOT,
        env=service.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command}, later, failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def run(ahead: timedelta, command: str) -> None:
    """Run a command in this process, in which it is `ahead` of now."""
    present = timezone.now

    def now() -> datetime:
        return present() + ahead

    # The one place where the server's code asks for the time: a test checks that it is.
    timezone.now = now
    call_command(command)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoeder.config.settings")
    django.setup()
    run(timedelta(days=int(sys.argv[1]), hours=int(sys.argv[2])), sys.argv[3])
