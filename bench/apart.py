"""A benchmark in a process of its own, which has a database of its own."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]


def apart(name: str) -> list[str]:
    """Run the `main()` of a benchmark on an empty folder; return the words that it prints."""
    with tempfile.TemporaryDirectory(prefix=f"hoeder-{name}-") as folder:
        environment = {**os.environ, "DATA_DIR": folder}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", f"bench.{name}"]
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
    return done.stdout.split()


def ready() -> None:
    """Set Django up and make the tables."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoeder.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)


def milliseconds(act: Callable[[], object], times: int) -> float:
    """Time something again and again; return the median."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return median(took) * 1000


def queries(act: Callable[[], object]) -> int:
    """Count what something asks of the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)
