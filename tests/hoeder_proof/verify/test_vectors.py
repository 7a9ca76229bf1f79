"""The verifier finds in each vector of the dossier what it says (vectors/dossier/)."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.hoeder_proof.running import Verifier
from tests.reader.vectors import FOLDER, Vector, all_vectors, parse

#: The words of dossier.md §7, in its order.
WORDS = (
    *("zip", "manifest", "dossier", "directory", "checkpoint", "event", "proof", "item"),
    *("opened", "file", "stamp", "proof-of-report", "signature"),
)


def _files(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write(vector: Vector, to: Path) -> Path:
    """Write the dossier of a vector: its own files in the place of those that it changes."""
    files = _files(vector.octets)
    if "of" in vector.fields:
        name = f"{vector['of']}.txt"
        whole = parse("dossier", name, (FOLDER / "dossier" / name).read_text())
        files = {**_files(whole.octets), **files}
    for name in vector.fields.get("without", "").split():
        del files[name]
    with zipfile.ZipFile(to, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return to


@pytest.mark.parametrize("vector", all_vectors("dossier"), ids=lambda one: one.name)
def test_the_verifier_finds_what_the_vector_says(
    vector: Vector, verifier: Verifier, tmp_path: Path
) -> None:
    """law.md EVD-03: whatever was changed is found, and named by its path."""
    said = verifier.run(_write(vector, tmp_path / "dossier.zip"), "--root", vector["root"])
    if vector.expect == "success":
        assert (said.status, said.failing, said.codes("open")) == (0, set(), set())
        return
    if vector.expect == "refused: zip":
        # Nothing of it is read.
        assert (said.status, said.rows) == (2, ())
        assert said.text.startswith(f"{vector['at']}: ")
        return
    first = min((code.split(".")[0] for code, _ in said.failing), key=WORDS.index)
    assert (said.status, f"refused: {first}") == (1, vector.expect), said.failing
    assert said.names(vector["at"]), said.failing
