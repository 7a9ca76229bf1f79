"""The program as it is run: alone, without a network, in two languages, for people and scripts."""

import json
import re
import shutil
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from hoeder.__main__ import main as hoeder
from hoeder_proof.verify import words
from hoeder_proof.verify.program import main
from tests.hoeder_proof import story
from tests.hoeder_proof.running import DAY, Verifier

HOUSE = Path(__file__).resolve().parents[3]
#: All of the server that the verifier uses: none of it needs Django or a database.
PURE = [
    *("__init__.py", "__main__.py", "signatures.py", "organisations/__init__.py"),
    *("organisations/canonical.py", "ledger/__init__.py"),
    *(f"ledger/{name}.py" for name in ("note", "tree", "leaves", "events", "cosignatures")),
    *(f"ledger/{name}.py" for name in ("policy", "reported", "stamping")),
]
#: Lets nothing be imported but what is there, and lets nothing be written or sent.
ALONE = """
import sys
ALLOWED = {"hoeder", "hoeder_proof", "cryptography", "rfc3161_client", "_cffi_backend", "cffi"}
class Nothing:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in ALLOWED | sys.stdlib_module_names:
            raise ImportError(f"{name} is not on this machine")
sys.meta_path.insert(0, Nothing())
def watch(event, arguments):
    if event.startswith("socket.") or (event == "open" and set(str(arguments[1])) & set("wax+")):
        raise PermissionError(f"{event} {arguments}")
sys.path.insert(0, FOLDER)
import runpy
sys.addaudithook(watch)
sys.argv = ["hoeder", *sys.argv[1:]]
runpy.run_module("hoeder", run_name="__main__", alter_sys=True)
"""


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program from a folder that holds it and nothing else."""
    for name in PURE:
        (folder / "hoeder" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOUSE / "hoeder" / name, folder / "hoeder" / name)
    ignored = shutil.ignore_patterns("__pycache__", "witness")
    shutil.copytree(HOUSE / "hoeder_proof", folder / "hoeder_proof", ignore=ignored)
    script = ALONE.replace("FOLDER", repr(str(folder)))
    return subprocess.run(  # noqa: S603
        [sys.executable, "-B", "-c", script, *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": "/nowhere"},
        timeout=60,
        check=False,
    )


def test_whoever_reads_the_beginning_only_sees_no_traceback(tmp_path: Path) -> None:
    path = story.write_zip(story.a_dossier(), tmp_path / "dossier.zip")
    command = [sys.executable, "-m", "hoeder", "verify", str(path)]
    with subprocess.Popen(  # noqa: S603
        command, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_stranger_verifies_a_dossier_on_a_machine_that_has_only_the_package(
    tmp_path: Path,
) -> None:
    """law.md EVD-03: usable without the system."""
    path = story.write_zip(story.a_dossier(), tmp_path / "dossier.zip")
    options = ("--root", story.ROOT.public.hex(), "--at", DAY)
    done = alone(tmp_path / "alone", "verify", str(path), *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Nothing fails.\n")


def test_the_exit_status_tells_scripts(verifier: Verifier) -> None:
    assert verifier.files(story.a_dossier()).status == 0
    assert verifier.files({**story.a_dossier(), "dossier.pdf": b""}).status == 1
    assert verifier.run(verifier.folder / "none").status == 2


def test_what_fails_stands_first_with_its_file_and_why_it_matters(
    verifier: Verifier, capsys: pytest.CaptureFixture[str]
) -> None:
    path = verifier.put({**story.a_dossier(), "dossier.pdf": b""})
    assert main([str(path), "--at", DAY]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "What fails:"
    assert lines[3].startswith("- dossier.pdf: This file is not what manifest.json says")
    assert lines[4].startswith("  Somebody may have changed")
    assert lines[-1].startswith("1 fail. Keep what you have")


def test_it_speaks_dutch(verifier: Verifier, capsys: pytest.CaptureFixture[str]) -> None:
    path = verifier.put(story.a_dossier())
    assert main([str(path), "--at", DAY, "--language", "nl"]) == 0
    said = capsys.readouterr().out
    assert "Wat klopt:" in said
    assert said.endswith("Er is niets gevonden dat niet klopt.\n")
    assert main([str(path / "none"), "--language", "nl"]) == 2
    assert "dit bestand is er niet" in capsys.readouterr().err


def test_what_comes_from_a_file_cannot_write_on_the_terminal(
    verifier: Verifier, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {**story.a_dossier(), "x\x1b[2J\n\u202e": b""}
    main([str(verifier.put(files)), "--at", DAY])
    said = capsys.readouterr().out
    assert "x\\x1b[2J\\n\\u202e" in said
    assert re.search(r"[^\n\x20-\x7e]", said.replace("\u00ef", "")) is None


def test_a_proof_of_report_is_verified_with_a_key_on_paper(
    verifier: Verifier, capsys: pytest.CaptureFixture[str]
) -> None:
    """law.md INT-15: offline, with the published key; one changed byte is found."""
    path, key = verifier.folder / "bewijs", ("--key", story.LOG.vkey())
    path.write_bytes(story.proof_of_report())
    said = verifier.run(path, *key)
    assert (said.status, said.codes("open")) == (0, {"proof-of-report.due"})
    assert "Ik meld dit" not in said.text
    sealed = verifier.folder / "1.age"
    sealed.write_bytes(story.rooms()[story.DIALOGUE][0].sealed)
    said = verifier.run(path, *key, "--against", str(sealed))
    assert (said.status, "proof-of-report.same" in said.codes("holds")) == (0, True)
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"\0")
    said = verifier.run(path, *key, "--against", str(sealed))
    assert said.failing == {("proof-of-report.other", "[--against] 1.age")}
    whole = verifier.put(story.log().folder())
    said = verifier.run(path, *key, "--against", str(whole))
    assert "proof-of-report.kept" in said.codes("holds")
    path.write_bytes(story.proof_of_report().replace(b"2026-11-23", b"2026-11-22"))
    assert verifier.run(path, *key).failing == {("proof-of-report.unsigned", "bewijs")}
    assert main([str(path)]) == 2
    assert "--key" in capsys.readouterr().err


def test_the_parts_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert hoeder([]) == 0
    assert hoeder(["--help"]) == 0
    assert hoeder(["nonsense"]) == 2
    assert "verify" in capsys.readouterr().err
    assert hoeder(["verify", "/none/x"]) == 2
    with pytest.raises(SystemExit) as stopped:
        hoeder(["root", "show", "--key", "none", "--no-passphrase"])
    assert stopped.value.code != 0


def test_every_sentence_is_there_in_both_languages_with_the_same_values() -> None:
    said = tomllib.loads(Path(words.__file__).with_name("words.toml").read_text(encoding="utf-8"))
    for part in said.values():
        for code, sentence in part.items():
            assert sentence.keys() == {"en", "nl"}, code
            fields = [
                {one[1] for one in string.Formatter().parse(text)} for text in sentence.values()
            ]
            assert fields[0] == fields[1], code


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    said = tomllib.loads(Path(words.__file__).with_name("words.toml").read_text(encoding="utf-8"))
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in (HOUSE / "hoeder_proof" / "verify").glob("*.py")
    )
    used = set(re.findall(r'"([a-z][a-z-]*\.[a-z_]+)"', text)) - {"room.opened", "site.released"}
    files = {
        one for one in used if one.endswith((".json", ".sig", ".bin", ".ini", ".toml", ".txt"))
    }
    assert used - files == said["said"].keys() - {"head"}
    judged = set(re.findall(r'(?:fails|open)\(\s*"([a-z-]+)\.', text))
    assert judged == said["why"].keys()


def test_the_schema_beside_the_verifier_is_the_published_one() -> None:
    own = HOUSE / "hoeder_proof" / "verify" / "dossier.schema.json"
    published = HOUSE / "docs" / "spec" / "dossier.schema.json"
    assert json.loads(own.read_text()) == json.loads(published.read_text())
