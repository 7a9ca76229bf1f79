"""Let time pass for a service that really runs.

A served Hoeder has no clock that could be set: nobody may move a deadline. Whatever passes by time
alone is noted by `manage.py tick`, so a journey runs that command in a process of its own, in which
it is later, on the data of the running service. The service itself stays in the present; what it
shows afterwards is what it will show then of what was missed.

    later(service, days=9)            # the same as: python -m tests.later 9 0 tick
    later(service, days=[9, 30])      # on one day after the other, in the same process

Where people do something at a later time, the service is served anew in such a process. Devices
that arrive after that have the same time as the server.

    serve_later(service, days=14)     # the same as: python -m tests.later 14 0 serve --port ...
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import timezone

from demo.filling import serve
from tools.service import Service

ROOT = Path(__file__).resolve().parents[1]


def later(
    service: Service, *, days: int | Sequence[int] = 0, hours: int = 0, command: str = "tick"
) -> str:
    """Run a management command on this service's data as if so much time had gone by."""
    each = [days] if isinstance(days, int) else days
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.later", ",".join(map(str, each)), str(hours), command],
        cwd=ROOT,
        env=service.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command}, later, failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def serve_later(service: Service, *, days: int) -> None:
    """Serve this service's data as if so much time had gone by, counted from today.

    What passes by time alone was noted before anybody comes.
    """
    service.stop()
    later(service, days=days)
    service.ahead = timedelta(days=days)
    program = ("-m", "tests.later", str(days), "0")
    service.process = serve(service.port, service.environment, program)


def run(aheads: Sequence[timedelta], command: str, arguments: Sequence[str] = ()) -> None:
    """Run a command in this process: once for each, when it is so much later than now."""
    present, seconds = timezone.now, time.time
    for ahead in aheads:
        pass_time(ahead, present, seconds)
        call_command(command, *arguments)


def pass_time(
    ahead: timedelta, present: Callable[[], datetime], seconds: Callable[[], float]
) -> None:
    """Let it be so much later in this process."""
    # The one place where the server's code asks for the time: a test checks that it is.
    timezone.now = lambda: present() + ahead
    # Sessions, codes and signed requests count seconds.
    time.time = lambda: seconds() + ahead.total_seconds()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoeder.config.settings")
    django.setup()
    days, hours, command, *arguments = sys.argv[1:]
    # What a served Hoeder starts every hour belongs to the present.
    sys.argv = ["manage.py", command, *arguments]
    run([timedelta(days=int(one), hours=int(hours)) for one in days.split(",")], command, arguments)
