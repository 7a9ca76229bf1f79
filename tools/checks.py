"""Run every check, every test, or every repair; count the failures and name them.

`check` changes nothing. `test` runs the checks, then every test on SQLite and again on PostgreSQL.
`fix` repairs what a tool can repair. Each step is a line that can be run by hand just as well.
"""

import os
import re
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

CHECKS = [
    "ruff format --check .",
    "ruff check .",
    "mypy hoeder hoeder_root tests tools demo bench",
    "lint-imports",
    "python manage.py makemigrations --check --dry-run",
    "python -m tools.documents --check",
    "python -m tools.catalogue --check",
    "djlint --lint --quiet hoeder/web/templates",
    "npx tsc -p client",
    "npx tsc -p client/crypto",
    "npx tsc -p tsconfig.json",
    "npx eslint client",
]
TESTS = [
    "npx vitest --run",
    "python -m pytest -q -n 2 --dist loadgroup",
    # Whatever meets no database runs on SQLite only (tests/conftest.py). Browsers and devices meet
    # the same server on either: all stories are told on SQLite,
    # and on PostgreSQL those that are about what is stored.
    "python -m tools.postgres python -m pytest -q -n 2 --dist loadgroup"
    " --ignore=tests/journeys --ignore=tests/faults",
]
FIXES = [
    "ruff check --fix-only --quiet .",
    "ruff format .",
    "python -m tools.documents",
    "python -m tools.catalogue",
    "npx eslint --fix client",
]
STEPS = {"check": CHECKS, "test": CHECKS + TESTS, "fix": FIXES}


def main() -> None:
    """Run the steps of the named list and exit with the number that failed."""
    environment = {"SECRET_KEY": secrets.token_hex(32), **os.environ, "PYTHONUNBUFFERED": "1"}
    failed: list[str] = []
    counted: list[str] = []
    for step in STEPS[sys.argv[1]]:
        print(f"=> {step}", flush=True)
        began = time.monotonic()
        code, last = run(step, environment)
        if code:
            failed.append(step)
        counted += [f"{last} ({step}, {time.monotonic() - began:.0f} s)"] if last else []
    print("\n".join(counted))
    if failed:
        print(f"{len(failed)} failed:", *failed, sep="\n  ")
    else:
        print("All good.")
    sys.exit(len(failed))


def run(step: str, environment: dict[str, str]) -> tuple[int, str]:
    """Run one step, passing its output on; return its exit code and its count of tests, if any."""
    counted = ""
    with subprocess.Popen(  # noqa: S603
        step.split(),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
            if found := re.search(r"\b\d+ (passed|failed)\b.*", plain):
                counted = found.group().strip().rstrip("=").strip()
    return process.returncode, counted


if __name__ == "__main__":
    main()
