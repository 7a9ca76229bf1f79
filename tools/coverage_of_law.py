"""Draw docs/law-coverage.md: each row of the law with the tests that name it, or why none does.

The rows stand in `law_rows.toml`. A test names a row by its id in a docstring, or in a comment of a
TypeScript test: "law.md CLK-01". A row without a test and without a reason is an error; so is a
docstring that names a row of one of these groups that does not exist.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROWS = Path(__file__).with_name("law_rows.toml")
ID = re.compile(r"\b[A-Z]{3}-\d\d\b")
TOP = """# Which row of the law is tested where

Drawn by `python -m tools.documents` from the docstrings of the tests and from
`tools/law_rows.toml`. Each row is a requirement that we took from Directive (EU) 2019/1937, a
national law, ISO 37002 or good practice. Search a file for the id of a row: its tests show a
part of it each. What a row still lacks stands beside it.
"""


def main() -> None:
    """Print the page, or say which rows have neither a test nor a reason."""
    groups = tomllib.loads(ROWS.read_text(encoding="utf-8"))
    named = named_by()
    wrong = mistakes(groups, named)
    if wrong:
        sys.exit("\n".join(wrong))
    print("\n".join(page(groups, named)))


def named_by() -> dict[str, set[str]]:
    """Find which files of tests name which row."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, text in (*_python(), *_typescript()):
        for row in ID.findall(text):
            found[row].add(f"`{path.relative_to(ROOT)}`")
    return found


def mistakes(
    groups: Mapping[str, Mapping[str, Mapping[str, str]]], named: Mapping[str, set[str]]
) -> list[str]:
    """Say which rows have neither a test nor a reason, and which names are of no row."""
    rows = {row: told for group in groups.values() for row, told in group.items()}
    prefixes = {row[:3] for row in rows}
    bare = [row for row, told in rows.items() if row not in named and "why" not in told]
    unknown = [row for row in named if row[:3] in prefixes and row not in rows]
    return [f"{row}: no test names it and {ROWS.name} gives no reason" for row in bare] + [
        f"{row}: named by {', '.join(sorted(named[row]))}, and no row of {ROWS.name}"
        for row in unknown
    ]


def page(
    groups: Mapping[str, Mapping[str, Mapping[str, str]]], named: Mapping[str, set[str]]
) -> Iterator[str]:
    """Draw the page, a line at a time."""
    yield TOP
    for title, rows in groups.items():
        yield f"## {title}\n\n| Row | It asks | Shown by |\n|---|---|---|"
        for row, told in rows.items():
            shown = "<br>".join(sorted(named.get(row, ()))) or f"Not yet: {told['why']}"
            if row in named and "short" in told:
                shown += f"<br>Short: {told['short']}"
            yield f"| {row} | {told['asks']} | {shown} |"
        yield ""


def _python() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield path, ast.get_docstring(node) or ""


def _typescript() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "client" / "tests").rglob("*.test.ts")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield path, " ".join(line for line in lines if "law.md" in line)


if __name__ == "__main__":
    main()
