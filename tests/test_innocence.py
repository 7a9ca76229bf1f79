"""Wording presumes innocence: no text calls anybody a culprit (law.md ACC-01)."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Whoever is reported about is "the person concerned" (betrokkene) until, and after, a finding.
NEVER = re.compile(
    r"\b(daders?|schuldigen?|verdachten?|boosdoeners?|klagers?|perpetrators?|culprits?|offenders?"
    r"|wrongdoers?|suspects?|accused|guilty part(?:y|ies)|complainants?)\b",
    re.I,
)


def texts() -> list[Path]:
    """Everything that people read: catalogues, templates, long texts, labels of states."""
    return [
        *ROOT.glob("locale/*/LC_MESSAGES/*.po"),
        *ROOT.glob("hoeder/**/templates/**/*"),
        *ROOT.glob("texts/**/*.md"),
        *ROOT.glob("hoeder/*/rules.py"),
    ]


def test_no_text_calls_anybody_guilty() -> None:
    """law.md ACC-01."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in texts()
        if path.is_file()
        for line in path.read_text(encoding="utf-8").splitlines()
        if NEVER.search(line)
    ]
    assert len(texts()) > 50
    assert found == []


def test_the_scan_finds_what_it_is_for() -> None:
    for said in ("De dader is gehoord.", "the accused", "Perpetrators", "een verdachte"):
        assert NEVER.search(said)
    for said in ("verdacht bestand", "suspected wrongdoing", "the person concerned"):
        assert not NEVER.search(said)
