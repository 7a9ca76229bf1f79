"""A certificate, as her browser makes it, checked by a stranger (docs/spec/certificate.md)."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.filling import ROOT, bundle, run
from hoeder_proof.verify import checking
from hoeder_proof.verify.attached import files_in
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.program import main
from hoeder_proof.verify.sources import Unreadable
from hoeder_proof.verify.states import Trust
from tests.test_printed import BROWSER_BUILD

NOW = 1_775_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("certificates")
    script = ROOT / "client" / "tests" / "certificate" / "write-certificates.ts"
    run(["node", bundle(script, f"--alias:pdfkit={BROWSER_BUILD}"), made])
    return made


def codes(path: Path, key: str | None, verdict: str) -> set[str]:
    findings = Findings()
    checking.check(findings, str(path), checking.Asked(Trust(key, None, None, NOW)))
    return {row.code for row in findings.rows if row.verdict == verdict}


def changed(path: Path, name: str, change: Callable[[bytes], bytes], to: Path) -> Path:
    """Write the PDF again with another content of an attached file, packed to the same length."""
    data = path.read_bytes()
    for found in re.finditer(rb"/Length (\d+)[^>]*?/FlateDecode[^>]*?>>\nstream\n", data):
        body = data[found.end() : found.end() + int(found[1])]
        if zlib.decompress(body) == files_in(path)[name]:
            again = zlib.compress(change(files_in(path)[name]))
            head = found[0].replace(b"/Length " + found[1], b"/Length %d" % len(again))
            to.write_bytes(data[: found.start()] + head + again + data[found.end() + len(body) :])
            return to
    raise AssertionError(name)


def test_a_stranger_checks_a_certificate_with_the_key_on_paper(folder: Path) -> None:
    """law.md SUP-03: the certificate verifies, and says that, not what."""
    key = (folder / "key").read_text()
    holds = codes(folder / "certificate.pdf", key, "holds")
    assert holds == {
        *("proof-of-report.signed", "checkpoint.signed", "checkpoint.quorum"),
        "proof-of-report.kept",
    }
    assert codes(folder / "certificate.pdf", key, "fails") == set()
    assert main([str(folder / "certificate.pdf"), "--key", key]) == 0


def test_without_a_key_it_names_the_one_to_compare(folder: Path) -> None:
    assert codes(folder / "certificate.pdf", None, "open") == {"key.unknown"}


def test_a_certificate_without_the_entry_says_what_is_left_to_see(folder: Path) -> None:
    key = (folder / "key").read_text()
    assert codes(folder / "certificate-waits.pdf", key, "open") == {"certificate.no_entry"}
    assert codes(folder / "certificate-waits.pdf", key, "fails") == set()


@pytest.mark.parametrize(
    ("name", "what", "becomes", "code"),
    [
        ("proof-of-report.txt", b"2026-01-05", b"2026-01-04", "proof-of-report.unsigned"),
        ("log-key.txt", b"meldpunt", b"meldpuns", "key.unreadable"),
        ("event-0.json", b'"n":0', b'"n":1', "certificate.other_report"),
        ("event-0.json", b'"day":"2026-01-05"', b'"day":"2026-01-04"', "proof.event"),
        ("event-0.tlog-proof", b"index 270", b"index 271", "proof.root"),
        ("event-0.tlog-proof", b"\n300\n", b"\n301\n", "checkpoint.unsigned"),
        ("event-0.tlog-proof", b"extra AQ", b"extra Ag", "proof.form"),
        ("policy.txt", b"quorum commissie", b"quorum commissies", "policy.unreadable"),
    ],
)
def test_any_change_is_named(
    folder: Path, tmp_path: Path, name: str, what: bytes, becomes: bytes, code: str
) -> None:
    path = folder / "certificate.pdf"

    def change(data: bytes) -> bytes:
        assert what in data
        return data.replace(what, becomes)

    other = changed(path, name, change, tmp_path / "changed.pdf")
    assert code in codes(
        other, None if name == "log-key.txt" else (folder / "key").read_text(), "fails"
    )


def test_a_pdf_that_is_no_certificate_is_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7\nnothing in it\n%%EOF\n")
    with pytest.raises(Unreadable, match=r"pdf\.no_certificate"):
        codes(other, None, "holds")
    twice = tmp_path / "twice.pdf"
    data = (folder / "certificate.pdf").read_bytes()
    twice.write_bytes(data + b"\n1 0 obj\n<<\n>>\nendobj\n")
    with pytest.raises(Unreadable, match=r"pdf\.twice"):
        codes(twice, None, "holds")
