"""Measure everything, print a table and write it to docs/benchmarks.md.

`python -m bench` measures all; `python -m bench pages inbox` measures some and writes nothing.
"""

import datetime
import importlib
import os
import platform
import secrets
import sys
from pathlib import Path

from bench import Row

ROOT = Path(__file__).resolve().parents[1]
PARTS = [
    "pages",
    "server",
    "sealing",
    "checking",
    "dossier",
    "inbox",
    "board",
    "accepting",
    "ledger",
    "clocks",
]
HEAD = """# Benchmarks

Written by `make bench`. All figures are of one run on one machine; ratios say more than seconds.

"""


def main() -> None:
    """Measure the named parts, or all."""
    os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))
    chosen = sys.argv[1:] or PARTS
    rows: list[Row] = []
    print("| What | Budget | Measured | |\n|---|---|---|---|")
    for part in chosen:
        for row in importlib.import_module(f"bench.{part}").measure():
            rows.append(row)
            print(row.line(), flush=True)
    if not sys.argv[1:]:
        (ROOT / "docs" / "benchmarks.md").write_text(document(rows), encoding="utf-8")


def document(rows: list[Row]) -> str:
    """The page as a whole."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = (
        f"{datetime.date.today().isoformat()}, {os.cpu_count()} cores, {memory:.0f} GiB memory, "  # noqa: DTZ011
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}."
    )
    table = "\n".join(["| What | Budget | Measured | |", "|---|---|---|---|", *map(Row.line, rows)])
    return f"{HEAD}{machine}\n\n{table}\n"


if __name__ == "__main__":
    main()
