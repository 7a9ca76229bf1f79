"""What is printed keeps PDF/A-3a and PDF/UA-1: veraPDF, the reference validator, looks at it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from demo.filling import ROOT, bundle, run

#: What browsers run is tested: pdfkit's build for Node is another one.
BROWSER_BUILD = ROOT / "node_modules" / "pdfkit" / "js" / "pdfkit.browser.mjs"

#: What is broken in a sound file, by as many bytes, and the clause of ISO 19005-3 that says so.
BROKEN = {
    "its level": (b"<pdfaid:conformance>A<", b"<pdfaid:conformance>Z<", "6.6.4"),
    "its metadata": (b"/Subtype /XML", b"/Subtype /XMM", "6.6.2.1"),
    "its colours": (b"/S /GTS_PDFA1", b"/S /GTS_PDFA9", "6.2.4.3"),
    "what an attached file is for": (b"/AFRelationship", b"/AFRelationshib", "6.8"),
    "its structure": (b"/Marked true", b"/Markes true", "6.7.2.2"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `short.pdf`, which has every kind of part, and `long.pdf` of 300 events."""
    made = tmp_path_factory.mktemp("printed")
    script = bundle(
        ROOT / "client" / "tests" / "dossier" / "write-printed.ts",
        f"--alias:pdfkit={BROWSER_BUILD}",
    )
    run(["node", script, made])
    return made


def said(profile: str, *files: Path) -> list[dict[str, Any]]:
    """What veraPDF says of each file."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.verapdf", profile, *files],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_dossier_is_pdf_a_3a(folder: Path) -> None:
    """law.md EVD-03: the export is readable without the system, for as long as it is kept."""
    short, long = said("PDFA-3A", folder / "short.pdf", folder / "long.pdf")
    assert short["failed"] == []
    assert long["failed"] == []
    assert short["checks"] > 10_000
    assert long["checks"] > 100_000


def test_a_certificate_is_pdf_a_3a(folder: Path) -> None:
    (found,) = said("PDFA-3A", folder / "certificate.pdf")
    assert found["failed"] == []


def test_what_is_printed_can_be_read_by_who_cannot_see_it(folder: Path) -> None:
    for found in said("PDFUA-1", folder / "short.pdf", folder / "certificate.pdf"):
        assert found["failed"] == []


def test_the_validator_sees_what_is_broken(folder: Path, tmp_path: Path) -> None:
    sound = (folder / "short.pdf").read_bytes()
    files = []
    for name, (what, becomes, _) in BROKEN.items():
        assert sound.count(what) == 1
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(sound.replace(what, becomes))
    found = [[one[0] for one in verdict["failed"]] for verdict in said("PDFA-3A", *files)]
    for clauses, (name, (_, _, clause)) in zip(found, BROKEN.items(), strict=True):
        assert any(one.startswith(clause) for one in clauses), (name, clauses)
