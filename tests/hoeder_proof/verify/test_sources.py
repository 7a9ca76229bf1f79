"""Whatever is handed to the verifier, it answers in a sentence; nothing is unpacked or run."""

import io
import zipfile
from pathlib import Path

import pytest

from hoeder_proof.verify import sources
from tests.hoeder_proof import story
from tests.hoeder_proof.running import Verifier


def zip_with(path: Path, *files: tuple[str, bytes]) -> Path:
    """A ZIP with these names, whatever they are."""
    with zipfile.ZipFile(path, "w") as whole:
        for name, data in files:
            # Given a name, `writestr` would make it harmless; given an entry it does not.
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            whole.writestr(entry, data)
    return path


def not_read(verifier: Verifier, path: Path, *options: str) -> str:
    """What is said of something that cannot be read at all."""
    said = verifier.run(path, *options)
    assert (said.status, said.rows) == (2, ())
    assert len(said.text.splitlines()) == 1
    assert "Traceback" not in said.text
    return said.text


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "log/../../x",
        "log//x",
        "./x",
        "C:\\windows\\x",
        "log\\x",
        "a\nb",
        "x" * 400,
        "\u202efdp.exe",
    ],
)
def test_a_name_that_leads_outside_is_refused(verifier: Verifier, name: str) -> None:
    path = zip_with(verifier.folder / "a.zip", ("manifest.json", b"{}"), (name, b""))
    assert "Do not unpack this ZIP" in not_read(verifier, path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["dossier.json", "Dossier.JSON"])
def test_a_name_that_stands_twice_is_refused(verifier: Verifier, name: str) -> None:
    path = zip_with(verifier.folder / "a.zip", ("dossier.json", b"{}"), (name, b"[]"))
    assert "stands twice" in not_read(verifier, path)


def test_a_zip_that_unpacks_to_too_much_is_refused_unread(
    verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGEST_WHOLE", 10_000_000)
    with zipfile.ZipFile(verifier.folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as whole:
        for at in range(11):
            whole.writestr(f"originals/{at}.age", bytes(1_000_000))
    assert (verifier.folder / "a.zip").stat().st_size < 20_000
    assert "larger than" in not_read(verifier, verifier.folder / "a.zip")


def test_a_file_that_is_larger_than_it_says_is_damaged(verifier: Verifier) -> None:
    """A bomb that lies about its size is read no further than it says."""
    path = story.write_zip(story.a_dossier(), verifier.folder / "a.zip")
    data = bytearray(path.read_bytes())
    at = data.rindex(b"dossier.pdf") - 46
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    path.write_bytes(data)
    said = verifier.run(path)
    assert ("file.damaged", "dossier.pdf") in said.failing


def test_too_many_files_are_refused(verifier: Verifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_FILES", 20)
    path = story.write_zip(story.a_dossier(), verifier.folder / "a.zip")
    assert "more than 20 files" in not_read(verifier, path)
    assert "more than 20 files" in not_read(verifier, verifier.put(story.a_dossier()))


@pytest.mark.parametrize("kept", [1, 100, -1, -10, -2000])
def test_a_zip_that_was_cut_off_is_refused(verifier: Verifier, kept: int) -> None:
    path = story.write_zip(story.a_dossier(), verifier.folder / "a.zip")
    path.write_bytes(path.read_bytes()[:kept])
    assert verifier.run(path).status == 2


def test_a_damaged_file_inside_a_zip_is_named(verifier: Verifier) -> None:
    path = story.write_zip(story.a_dossier(), verifier.folder / "a.zip")
    with zipfile.ZipFile(path) as whole:
        entry = whole.getinfo("dossier.pdf")
    data = bytearray(path.read_bytes())
    data[entry.header_offset + 30 + len(entry.filename) + 5] ^= 1
    path.write_bytes(data)
    assert ("file.damaged", "dossier.pdf") in verifier.run(path).failing


@pytest.mark.parametrize("name", ["leaves.bin", "checkpoint", "stamps/64.tsr"])
def test_a_damaged_file_of_a_log_is_named(verifier: Verifier, name: str) -> None:
    files = {**story.log().folder(), "stamps/64.tsr": bytes(range(99))}
    files["stamps/64.checkpoint"] = story.log().checkpoint(64).encode()
    path = story.write_zip(files, verifier.folder / "a.zip")
    with zipfile.ZipFile(path) as whole:
        entry = whole.getinfo(name)
    data = bytearray(path.read_bytes())
    data[entry.header_offset + 30 + len(entry.filename) + 5] ^= 1
    path.write_bytes(data)
    assert ("file.damaged", name) in verifier.run(path).failing


def test_a_locked_file_is_refused(verifier: Verifier) -> None:
    path = zip_with(verifier.folder / "a.zip", ("dossier.json", b"{}"))
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert "password" in not_read(verifier, path)


def test_an_unknown_packing_is_refused(verifier: Verifier) -> None:
    path = verifier.folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as whole:
        whole.writestr("dossier.json", b"{}")
    assert "does not read" in not_read(verifier, path)


def test_a_link_in_a_folder_is_not_followed(verifier: Verifier) -> None:
    folder = verifier.put(story.a_dossier())
    target = verifier.folder / "elsewhere"
    (folder / "dossier.pdf").rename(target)
    (folder / "dossier.pdf").symlink_to(target)
    assert ("manifest.missing", "dossier.pdf") in verifier.run(folder).failing


def test_what_a_desktop_leaves_in_a_folder_is_no_part_of_it(verifier: Verifier) -> None:
    files = {**a_dossier_with_litter(), ".DS_Store": b"x", "log/Thumbs.db": b"x"}
    assert verifier.files(files).status == 0


def a_dossier_with_litter() -> story.Files:
    """A dossier on a stick of a Mac."""
    return {**story.a_dossier(), "log/._checkpoint": b"x"}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"v":1,"v":1}',
        b'{"v":1.5}',
        b"\xff\xfe{}",
        b'{"v":' + b"9" * 5000 + b"}",
        b"null",
        b"",
        b"{}",
        b'{"files":[],"v":1}',
        b'{"files":{"a":1},"v":1}',
    ],
)
@pytest.mark.parametrize("name", ["manifest.json", "dossier.json", "log/directory.json"])
def test_a_text_that_is_none_of_ours_is_named(verifier: Verifier, name: str, data: bytes) -> None:
    said = verifier.files({**story.a_dossier(), name: data})
    assert (said.status, said.names(name)) == (1, True)


@pytest.mark.parametrize("name", story.one_of_each_kind())
@pytest.mark.parametrize("data", [b"", b"\xff\n\xfe", b"\n\n", bytes(5000)])
def test_any_file_may_hold_anything(verifier: Verifier, name: str, data: bytes) -> None:
    """Signed anew too, so that the reader of each kind meets it."""
    files = {**story.a_dossier(), name: data}
    assert verifier.files(files).names(name)
    if not name.startswith("manifest."):
        assert verifier.files(story.signed(files)).status in {0, 1}


def test_a_huge_text_is_not_read(verifier: Verifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoeder_proof.verify.dossiers.LARGEST_TEXT", 1000)
    assert verifier.files(story.a_dossier()).names("dossier.json")


@pytest.mark.parametrize("data", [b"", b"Dear court", b"\x89PNG", b"PK\3\4", bytes(100)])
def test_something_else_is_refused(verifier: Verifier, data: bytes) -> None:
    path = verifier.folder / "x"
    path.write_bytes(data)
    not_read(verifier, path)


def test_a_file_that_is_not_there_is_refused(verifier: Verifier) -> None:
    assert "there is no such file" in not_read(verifier, verifier.folder / "none.zip")
    folder = verifier.put(story.log().folder())
    for option in ("--against", "--proof", "--policy", "--authority"):
        assert "no such file" in not_read(verifier, folder, option, str(folder / "none"))


@pytest.mark.parametrize("options", [("--key", "no key"), ("--root", "12"), ("--policy", "POLICY")])
def test_what_the_verifier_brings_along_must_be_usable(
    verifier: Verifier, options: tuple[str, str]
) -> None:
    policy = verifier.folder / "POLICY"
    policy.write_text("quorum everybody\n")
    option, value = options
    given = str(policy) if value == "POLICY" else value
    not_read(verifier, verifier.put(story.log().folder()), option, given)


def test_a_stream_is_read_no_further_than_asked() -> None:
    class Endless(sources.Folder):
        def __init__(self) -> None:
            self.names = ("a",)

        def size(self, name: str) -> int:
            return 5

        def open(self, name: str) -> io.BytesIO:
            return io.BytesIO(bytes(100))

    with pytest.raises(sources.TooLarge):
        sources.read(Endless(), "a", 10)
