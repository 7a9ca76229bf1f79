"""Everything taken along: a file that a stranger opens and checks without the service."""

import base64
import hashlib
import json
import secrets
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from hoeder_proof.verify import attached, program
from tests.journeys.axe import Inspection
from tests.journeys.conftest import ROOT, Arrive
from tests.journeys.people import at_desk, come_back, open_case, report
from tests.journeys.photo import photo
from tests.journeys.test_closing import write
from tests.reader import age
from tools.service import Service

NAME_ON_IT = "Uw naam, als u die op de bladzijde wilt"
SCHEMA = json.loads((ROOT / "docs" / "spec" / "dossier.schema.json").read_text())


def export(page: Page, path: Path) -> zipfile.ZipFile:
    """Export everything, and open it as any program does."""
    with page.expect_download(timeout=90_000) as saving:
        page.locator("my-dossier [data-export]").click()
    saving.value.save_as(path)
    opened = zipfile.ZipFile(path)
    assert opened.testzip() is None
    return opened


def checked(opened: zipfile.ZipFile) -> dict[str, Any]:
    """Check hashes and form; return what `dossier.json` says."""
    manifest = json.loads(opened.read("manifest.json"))
    names = set(opened.namelist()) - {"manifest.json", "manifest.sig"}
    assert set(manifest["files"]) == names
    for path, expected in manifest["files"].items():
        assert hashlib.sha256(opened.read(path)).hexdigest() == expected, path
    made: dict[str, Any] = json.loads(opened.read("dossier.json"))
    Draft202012Validator(SCHEMA).validate(made)
    return made


def checkpoint(service: Service, page: Page) -> tuple[str, int, str]:
    """What the log says of itself, to anybody: origin, size, root."""
    note = page.request.get(f"{service.origin}/log/checkpoint").text()
    origin, size, root, *_ = note.split("\n")
    return origin, int(size), root


@pytest.fixture
def told() -> str:
    """Make a text that no other journey has."""
    return f"Kuiper houdt de dienstwoning leeg, al {secrets.randbelow(10**9)} dagen."


def same_record(hers: zipfile.ZipFile, theirs: zipfile.ZipFile) -> None:
    """Compare two dossiers of one case: what both have is the same, to the letter."""
    shared = set(hers.namelist()) & set(theirs.namelist())
    parts = ("originals/", "log/events/", "log/proofs/", "log/checkpoint", "log/key")
    same = [one for one in shared if one.startswith(parts)]
    assert {one.split("/")[0] for one in same} == {"originals", "log"}
    assert all(hers.read(one) == theirs.read(one) for one in same)


def test_noor_takes_everything_along_and_her_employer_shows_the_same(
    service: Service, arrive: Arrive, inspect: Inspection, tmp_path: Path, told: str
) -> None:
    """law.md EVD-03, EXT-03: her dossier opens without the service, and proves what it holds.

    1. Noor reports with a photo. The hour passes: what happened stands in the public log.
    2. She exports everything. Any program opens the file; every hash in it is right; its JSON has
       the published form; the head is the log's own.
    3. With the key in it, a reader that is not ours opens her sealed report, and the photo in it is
       the one that stands there opened.
    4. Nothing of what she wrote left her device while it was made.
    5. She makes a certificate for a court, with her name on it. A stranger checks it, and her name
       did not leave her device either.
    6. Ada makes the employer's dossier of the same case (law.md EVD-07): the same head of the log,
       the same events, places and sealed originals; no keys, and no name of a third person.
    """
    noor = arrive()
    words = report(noor, told, files=[("woning.jpg", "image/jpeg", photo())])
    service.manage("publish_ledger", "--now")
    page = come_back(noor, words)
    expect(page.locator("my-file [data-file-open]")).to_be_visible(timeout=40_000)
    before = len(noor.sent)
    opened = export(page, tmp_path / "dossier.zip")
    expect(page.locator("my-dossier [data-export]")).to_be_focused()
    made = checked(opened)

    origin, size, root = checkpoint(service, page)
    if size == made["head"]["size"]:
        assert base64.b64decode(root).hex() == made["head"]["root"]
    assert made["head"]["origin"] == origin
    assert made["head"]["size"] <= size
    assert opened.read("log/checkpoint").decode().split("\n")[0] == origin
    assert made["lacking"] == []

    dialogue = next(one for one in made["rooms"] if one["kind"] == "dialogue")
    first = dialogue["items"][0]
    assert first["kind"] == "report"
    sealed = opened.read(first["original"])
    assert hashlib.sha256(sealed).hexdigest() == first["hash"]
    identity = opened.read(f"keys/{dialogue['id']}-1.txt").decode().strip()
    plain = age.open_sealed(sealed, identity)
    assert told.encode() in plain
    assert json.loads(opened.read(first["opened"]))["body"]["text"] == told
    received = next(one for one in made["events"] if one["kind"] == "case.received")
    assert received["leaf"] is not None
    event = opened.read(f"log/events/{received['chain']}/{received['n']}.json").decode()
    assert json.loads(event)["detail"]["item"] == first["hash"]

    (file,) = made["files"]
    picture = age.open_sealed(opened.read(file["original"]), identity)
    assert picture[: file["size"]] == opened.read(file["opened"])
    assert set(picture[file["size"] :]) <= {0}
    assert opened.read("dossier.pdf").startswith(b"%PDF-1.7")
    assert "python -m hoeder verify" in opened.read("README.nl.md").decode()
    assert told.encode() not in b"".join(noor.sent[before:])

    part = page.locator("my-certificate")
    part.get_by_label(NAME_ON_IT).fill(told)
    with page.expect_download(timeout=90_000) as saving:
        part.locator("[type=submit]").click()
    saving.value.save_as(tmp_path / "certificate.pdf")
    key = page.request.get(f"{service.origin}/log/key").text().strip()
    files = attached.files_in(tmp_path / "certificate.pdf")
    assert json.loads(files["event-0.json"])["detail"]["item"] == first["hash"]
    assert program.main([str(tmp_path / "certificate.pdf"), "--key", key]) == 0
    assert told.encode() not in b"".join(noor.sent[before:])
    outside = page.locator("my-dossier form[data-authority]")
    page.locator("my-dossier summary").click()
    outside.locator("[type=submit]").click()
    expect(outside.locator("[name=recipient]")).to_be_focused()
    expect(outside.locator("[data-problem]")).to_contain_text("begint met age1")
    inspect(page, "my report, a certificate was made, and an authority's key is missing")
    ada = at_desk(arrive(), service, "Ada")
    open_case(ada, told)
    write(ada, "acknowledgement")
    panel = ada.locator("desk-dossier [data-arm=employer]")
    panel.locator("summary").click()
    with ada.expect_download(timeout=90_000) as saving:
        panel.locator("button[type=submit]").click()
    saving.value.save_as(tmp_path / "employer.zip")
    inspect(ada, "the employer's dossier was saved")
    theirs = zipfile.ZipFile(tmp_path / "employer.zip")
    employers = checked(theirs)
    assert employers["head"] == made["head"]
    same_record(opened, theirs)
    assert not [one for one in theirs.namelist() if one.startswith(("keys/", "files/"))]
    said = json.loads(theirs.read(first["opened"]))
    assert said["redacted"] is True
    assert said["body"]["text"] == told.replace("Kuiper", "█████")
    assert "Kuiper" not in theirs.read("dossier.json").decode()
