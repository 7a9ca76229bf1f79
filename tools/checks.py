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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: The longest first, so that nothing waits for one that began last.
CHECKS = [
    "npx eslint client",
    "mypy hoeder hoeder_root hoeder_proof tests tools demo bench",
    "npx tsc -p client",
    "npx tsc -p client/crypto",
    "npx tsc -p tsconfig.json",
    "ruff format --check .",
    "ruff check .",
    "lint-imports",
    "python manage.py makemigrations --check --dry-run",
    "python -m tools.documents --check",
    "python -m tools.catalogue --check",
    "djlint --lint --quiet hoeder/web/templates",
]
#: One more than there are cores: while one waits for a browser, another works.
WORKERS = (os.cpu_count() or 1) + 1
TESTS = [
    "npx vitest --run",
    f"python -m pytest -q -n {WORKERS} --dist loadgroup",
    # Whatever meets no database runs on SQLite only (tests/conftest.py). Browsers and devices meet
    # the same server on either: all stories are told on SQLite,
    # and on PostgreSQL those that are about what is stored.
    f"python -m tools.postgres python -m pytest -q -n {WORKERS} --dist loadgroup"
    " --ignore=tests/journeys --ignore=tests/faults",
]
FIXES = [
    "ruff check --fix-only --quiet .",
    "ruff format .",
    "python -m tools.documents",
    "python -m tools.catalogue",
    "npx eslint --fix client",
]
#: What changes nothing is done at once; what changes files, or measures the machine, in turn.
AT_ONCE = {"check": CHECKS, "test": CHECKS, "fix": []}
IN_TURN = {"check": [], "test": TESTS, "fix": FIXES}


@dataclass(frozen=True)
class Done:
    """A step that was run."""

    step: str
    code: int
    said: str
    seconds: float

    @property
    def counted(self) -> str:
        """What its last line says of tests, if it ran any."""
        plain = re.sub(r"\x1b\[[0-9;]*m", "", self.said)
        found = re.findall(r"\b\d+ (?:passed|failed)\b.*", plain)
        return found[-1].strip().rstrip("=").strip() if found else ""


def main() -> None:
    """Run the steps of the named list and exit with the number that failed."""
    environment = {"SECRET_KEY": secrets.token_hex(32), **os.environ, "PYTHONUNBUFFERED": "1"}
    # Where nothing compiled may be kept, each run and each service compiles all of it again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done: list[Done] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for one in pool.map(lambda step: run(step, environment), AT_ONCE[sys.argv[1]]):
            print(f"=> {one.step}\n{one.said}", end="", flush=True)
            done.append(one)
    for step in IN_TURN[sys.argv[1]]:
        print(f"=> {step}", flush=True)
        done.append(run(step, environment, show=True))
    for one in done:
        if one.counted:
            print(f"{one.counted} ({one.step}, {one.seconds:.0f} s)")
    failed = [one.step for one in done if one.code]
    if failed:
        print(f"{len(failed)} failed:", *failed, sep="\n  ")
    else:
        print("All good.")
    sys.exit(len(failed))


def run(step: str, environment: dict[str, str], *, show: bool = False) -> Done:
    """Run one step; keep what it says, and show it meanwhile if asked to."""
    began = time.monotonic()
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603
        step.split(),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            if show:
                print(line, end="", flush=True)
    return Done(step, process.returncode, "".join(said), time.monotonic() - began)


if __name__ == "__main__":
    main()
