"""Time can be passed in tests because the server asks for it in one way only."""

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Sessions and signed requests count seconds, and belong to the present.
SECONDS = {"web/accounts.py", "web/requests.py", "web/management/commands/serve.py"}


def test_the_server_asks_for_the_time_in_one_way() -> None:
    other: list[str] = []
    for path in (ROOT / "hoeder").rglob("*.py"):
        name = str(path.relative_to(ROOT / "hoeder"))
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            seconds = called == "time.time" and name not in SECONDS
            if seconds or called.endswith(
                ("date.today", "datetime.today", "datetime.now", "utcnow")
            ):
                other.append(f"{name}: {called}")
    assert other == []


def test_a_command_runs_in_a_process_in_which_it_is_later() -> None:
    program = (
        "from datetime import timedelta\n"
        "import django; django.setup()\n"
        "from django.utils import timezone\n"
        "from tests import later\n"
        "before = timezone.now()\n"
        "later.call_command = lambda name: print(name, (timezone.now() - before).days)\n"
        "later.run([timedelta(days=9), timedelta(days=30)], 'tick')\n"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "hoeder.config.settings"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["tick 9", "tick 30"]
