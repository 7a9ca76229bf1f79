"""Write the documents that are drawn from code, or check that none of them is stale.

`python -m tools.documents` writes, `--check` compares and fails with the names of what differs.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: The document, and the command whose output it is.
DRAWN = {
    "docs/case-states.md": ["manage.py", "case_states"],
    "docs/who-may.md": ["-m", "tests.web.who_may"],
    "docs/spec/openapi.json": ["manage.py", "openapi"],
    "docs/law.md": ["manage.py", "law"],
    "docs/law-coverage.md": ["-m", "tools.coverage_of_law"],
    "client/terms.ts": ["manage.py", "law", "--client"],
}


def main() -> None:
    """Write or compare every drawn document."""
    check = "--check" in sys.argv
    stale = []
    for name, command in DRAWN.items():
        drawn = subprocess.run(  # noqa: S603
            [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if drawn.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{drawn.stderr}")
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == drawn.stdout:
            continue
        stale.append(name)
        if not check:
            path.write_text(drawn.stdout, encoding="utf-8")
    if check and stale:
        sys.exit(f"Not as the code draws them: {', '.join(stale)}. Run: make fix")


if __name__ == "__main__":
    main()
