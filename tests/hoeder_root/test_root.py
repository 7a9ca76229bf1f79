"""The offline root key tool, as the person at the keyboard uses it."""

import io
import json
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
import shamir_mnemonic
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from hoeder.organisations import canonical
from hoeder.organisations.canonical import Json
from hoeder.organisations.models import Officer
from hoeder.signatures import verifies
from hoeder_root import key, shares, summary
from hoeder_root.__main__ import main
from tests import build
from tests.build import Cast
from tests.ledger.witnesses import COMMISSION, POLICY


@dataclass
class Done:
    """What the tool printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


class RootTool(Protocol):
    """Runs the tool."""

    def __call__(self, *arguments: str, typed: str = "") -> Done:
        """Run it with these arguments, while somebody types this."""


@pytest.fixture
def root_tool(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RootTool:
    """The tool, as it runs at a terminal."""

    def run(*arguments: str, typed: str = "") -> Done:
        monkeypatch.setattr("sys.argv", ["hoeder_root", *arguments])
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        refused = ""
        try:
            main()
        except SystemExit as end:
            refused = str(end.code)
        printed = capsys.readouterr()
        return Done(int(bool(refused)), printed.out, printed.err + refused)

    return run


@pytest.fixture
def file(root_tool: RootTool, tmp_path: Path) -> Path:
    """A key file without passphrase."""
    path = tmp_path / "root.key"
    assert root_tool("new", "--key", str(path), "--no-passphrase").returncode == 0
    return path


ADA_KEY = {"id": "c" * 32, "recipient": "age1pq1x", "verify": "00" * 32}


def a_document(root: str, **changes: Json) -> str:
    """A small directory, as `manage.py draft_directory` prints it."""
    body, unit, chief, function, ada = (letter * 32 for letter in "01234")
    names: Json = {"nl": "Kustdienst", "en": "Coast Service"}
    head: dict[str, Json] = {
        "v": 1,
        "organisation": {"id": "9" * 32, "slug": "ministerie", "names": names, "root": root},
        "version": 1,
        "day": "2026-11-23",
        "log": {"origin": "x/log", "key": "x/log+1+2"},
    }
    place: dict[str, Json] = {
        "id": body,
        "slug": "kustdienst",
        "kind": "service",
        "names": names,
        "above": None,
        "law": "nl",
        "time_zone": "Europe/Amsterdam",
    }
    lines: list[Json] = [
        {
            "id": number,
            "unit": unit,
            "titles": {"nl": title, "en": title},
            "holder_name": None,
            "officer": officer,
            "reports_to": above,
        }
        for number, title, officer, above in [
            (chief, "directeur", None, None),
            (function, "behandelaar", ada, chief),
        ]
    ]
    lists: dict[str, Json] = {
        "bodies": [place],
        "units": [
            {"id": unit, "body": body, "names": {"nl": "Bureau", "en": "Bureau"}, "parent": None}
        ],
        "functions": lines,
        "officers": [
            {"id": ada, "name": "Ada", "body": body, "roles": ["handler"], "key": ADA_KEY}
        ],
        "former": [
            {"id": "d" * 32, "officer": ada, "verify": "11" * 32, "withdrawn_on": "2026-11-01"}
        ],
        "channels": [
            {
                "id": "5" * 32,
                "body": body,
                "slug": "melden",
                "titles": {"nl": "Melden", "en": "Melden"},
                "readers": [ada],
            }
        ],
        "custody": [{"id": body, "custodians": [ada], "deputies": [], "authority": ada}],
    }
    return canonical.write({**head, **lists, **changes})


def a_draft(file: Path, **changes: Json) -> Path:
    """A draft for this root key."""
    path = file.with_name("draft.json")
    path.write_text(a_document(key.public(key.read(file, "")), **changes) + "\n")
    return path


def test_a_key_file_is_for_its_owner_only(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_signer_sees_who_must_witness_the_log(root_tool: RootTool, file: Path) -> None:
    log: dict[str, Json] = {"origin": "x/log", "key": "x/log+1+2", "policy": POLICY}
    quiet = ("--key", str(file), "--no-passphrase", "--yes")
    shown = root_tool("sign", str(a_draft(file, log=log)), *quiet)
    assert shown.returncode == 0
    said = shown.stderr + shown.stdout
    assert f"Witness commissie: {COMMISSION.cosigner.name}, which comes by itself" in said
    assert f"key {COMMISSION.cosigner.fingerprint()}" in said
    assert "Group beide: 2 of commissie, or" in said
    assert "Needed before the log counts: beide" in said

    for wrong in ({**log, "policy": "quorum x\n"}, {**log, "policy": 1}, {**log, "other": "x"}):
        refused = root_tool("sign", str(a_draft(file, log=wrong)), *quiet)
        assert "not a draft of a directory that this tool knows" in refused.stderr


def test_a_key_is_never_written_over(root_tool: RootTool, file: Path) -> None:
    before = file.read_bytes()
    refused = root_tool("new", "--key", str(file), "--no-passphrase")
    assert refused.returncode != 0
    assert "never replaced" in refused.stderr
    assert file.read_bytes() == before


def test_a_signed_draft_verifies_on_the_server(root_tool: RootTool, file: Path) -> None:
    draft = a_draft(file)
    done = root_tool("sign", str(draft), "--key", str(file), "--no-passphrase", "--yes")
    signed = json.loads(done.stdout)
    root = bytes.fromhex(key.public(key.read(file, "")))
    message = key.PREFIX + signed["document"].encode()
    assert verifies(key=root, signature=bytes.fromhex(signed["signature"]), message=message)
    assert signed["document"] == draft.read_text().strip()
    for line in (
        "Kustdienst / Coast Service (ministerie), version 1 of 2026-11-23",
        "Log: x/log, key x/log+1+2",
        "Kustdienst / Coast Service (service), below nobody, law nl, Europe/Amsterdam",
        "  Kustdienst / Coast Service, Bureau: behandelaar (Ada) reports to directeur",
        "  Kustdienst / Coast Service: Ada, handler, key a220 03c0 c24d 5b97 a5bf"
        " 26b6 6ff1 f49d c605 bf66",
        "  Kustdienst / Coast Service, channel melden (Melden): read by Ada",
        "  Kustdienst / Coast Service, shares of identity boxes: Ada; deputies: nobody;"
        " authority: Ada",
        f"No longer in use since 2026-11-01: key {'d' * 32} of Ada",
    ):
        assert line in done.stderr.splitlines()


def test_nothing_is_signed_without_a_yes(root_tool: RootTool, file: Path) -> None:
    asked = root_tool("sign", str(a_draft(file)), "--key", str(file), "--no-passphrase", typed="n")
    assert asked.returncode != 0
    assert asked.stdout == ""


def test_a_draft_for_another_root_is_refused(root_tool: RootTool, file: Path) -> None:
    draft = a_draft(file)
    draft.write_text(draft.read_text().replace(key.public(key.read(file, "")), "00" * 32))
    refused = root_tool("sign", str(draft), "--key", str(file), "--no-passphrase", "--yes")
    assert "another root key" in refused.stderr


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"organisation":3}', '{"v": 1}'])
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(key.RootRefused):
        summary.parse(text, "00" * 32)


ROOT = "00" * 32


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"more": 1},
        {"version": "1"},
        {"v": True},
        {"day": 3},
        {
            "officers": [
                {"id": "4" * 32, "name": "Eve", "body": "f" * 32, "roles": ["handler"], "key": None}
            ]
        },
        {"organisation": {"id": "9" * 32, "slug": "x", "names": {"nl": "x"}, "root": ROOT}},
        {"former": None},
        {"custody": [{"id": "0" * 32, "custodians": ["x"], "deputies": [], "authority": "x"}]},
        {"custody": [{"id": "8" * 32, "custodians": [], "deputies": [], "authority": "4" * 32}]},
        {"officers": [{"id": "a"}]},
        {"officers": 3},
        {
            "officers": [
                {"id": "4" * 32, "name": "Ada", "body": "0" * 32, "roles": [], "key": {"id": "x"}}
            ]
        },
        {"channels": [{"id": "5", "body": "0" * 32, "slug": "x", "titles": {}, "readers": ["x"]}]},
    ],
)
def test_nothing_is_signed_unseen(changes: dict[str, Json]) -> None:
    with pytest.raises(key.RootRefused):
        summary.parse(a_document(ROOT, **changes), ROOT)


def test_a_name_cannot_rewrite_the_screen() -> None:
    log: Json = {"origin": "x\x1b[2K\rnice", "key": "k\u202e"}
    shown = "".join(summary.lines(summary.parse(a_document(ROOT, log=log), ROOT)))
    assert shown.isprintable()


def test_only_what_changed_is_shown_when_the_last_one_is_given(
    root_tool: RootTool, file: Path, tmp_path: Path
) -> None:
    quiet = ("--key", str(file), "--no-passphrase", "--yes")
    first = tmp_path / "first.json"
    first.write_text(root_tool("sign", str(a_draft(file)), *quiet).stdout)
    second = a_draft(file, version=2, former=[])
    done = root_tool("sign", str(second), "--previous", str(first), *quiet)
    assert done.stderr.splitlines() == [
        "- Kustdienst / Coast Service (ministerie), version 1 of 2026-11-23",
        f"- No longer in use since 2026-11-01: key {'d' * 32} of Ada",
        "+ Kustdienst / Coast Service (ministerie), version 2 of 2026-11-23",
    ]


def test_a_file_that_is_not_there_is_named(root_tool: RootTool, file: Path, tmp_path: Path) -> None:
    quiet = ("--key", str(file), "--no-passphrase", "--yes")
    assert "cannot be read" in root_tool("sign", str(tmp_path / "no.json"), *quiet).stderr
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[]")
    refused = root_tool("sign", str(a_draft(file)), "--previous", str(wrong), *quiet)
    assert "not an earlier" in refused.stderr
    assert refused.stdout == ""


def test_any_three_of_five_shares_restore_the_key(
    root_tool: RootTool, file: Path, tmp_path: Path
) -> None:
    printed = root_tool("shares", "--key", str(file), "--no-passphrase").stdout
    words = [line for line in printed.splitlines() if len(line.split()) == 33]
    assert len(words) == 5
    again = tmp_path / "again.key"
    typed = "\n".join([words[4], words[0], words[2], ""])
    done = root_tool("restore", "--key", str(again), "--no-passphrase", typed=typed)
    assert done.stdout.strip() == key.public(key.read(file, ""))


def test_two_shares_or_a_misspelt_one_restore_nothing() -> None:
    words = shares.split(key.new(), 3, 5)
    with pytest.raises(key.RootRefused):
        shares.join(words[:2])
    with pytest.raises(key.RootRefused):
        shares.join([words[0], words[1], words[2].replace(" ", " academic ", 1)])


@pytest.mark.parametrize(("threshold", "count"), [(1, 5), (6, 5), (2, 17)])
def test_shares_that_protect_nothing_are_refused(threshold: int, count: int) -> None:
    with pytest.raises(key.RootRefused):
        shares.split(key.new(), threshold, count)


def test_a_passphrase_protects_the_file(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    key.write(path, key.new(), "laat niemand dit lezen")
    with pytest.raises(key.RootRefused, match="does not open"):
        key.read(path, "raden")
    with pytest.raises(key.RootRefused, match="does not open"):
        key.read(path, "")
    assert key.read(path, "laat niemand dit lezen")


def test_the_passphrase_is_asked_twice_when_a_key_is_made(
    root_tool: RootTool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["een zin over de zee", "een andere zin"])
    monkeypatch.setattr("getpass.getpass", lambda _question: next(typed))
    path = tmp_path / "root.key"
    assert "differ" in root_tool("new", "--key", str(path)).stderr
    assert not path.exists()
    monkeypatch.setattr("getpass.getpass", lambda _question: "een zin over de zee")
    made = root_tool("new", "--key", str(path))
    assert root_tool("show", "--key", str(path)).stdout == made.stdout


def test_a_key_file_that_is_none_is_named(root_tool: RootTool, tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    assert "no key file" in root_tool("show", "--key", str(path), "--no-passphrase").stderr
    other = X25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    path.write_bytes(other)
    assert "another kind" in root_tool("show", "--key", str(path), "--no-passphrase").stderr


def test_shares_of_something_else_are_refused() -> None:
    [short] = shamir_mnemonic.generate_mnemonics(1, [(2, 2)], b"sixteen bytes ok")
    with pytest.raises(key.RootRefused, match="something else"):
        shares.join(short)


def test_shares_that_would_not_restore_are_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "join", lambda _some: key.new())
    with pytest.raises(key.RootRefused, match="nothing was printed"):
        shares.split(key.new(), 2, 3)


def test_it_runs_as_a_program() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "hoeder_root", "show", "--key", "none", "--no-passphrase"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == "There is no key file none.\n"
    assert ran.returncode == 1


def test_a_whole_ministry_is_shown_body_by_body(cast: Cast, ada: Officer) -> None:
    ada.keys.all().delete()
    document, _ = build.a_signed_directory(cast.ministry)
    shown = list(summary.lines(summary.parse(document, cast.ministry.root)))
    assert "  Kustdienst: Ada, handler, no key yet" in shown
    assert any(line.startswith("  Havendienst: Eve, handler, key ") for line in shown)
    assert "Havendienst (service), below Commissie, law nl, UTC" in shown
    assert (
        "  Kustdienst, Buitenposten / Outposts in Directie / Directorate:"
        " plaatsvervangend hoofd (Kuiper) reports to hoofd Buitenposten"
    ) in shown
