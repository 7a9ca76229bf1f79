"""What a witness cosigns and what not (C2SP tlog-witness), and what it never forgets."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

import pytest

from hoeder.ledger.cosignatures import ED25519, ML_DSA_44, checked
from hoeder.ledger.note import signature_line
from hoeder.ledger.policy import read_policy
from hoeder_proof.witness import folder as folders
from hoeder_proof.witness import keys
from hoeder_proof.witness.folder import Folder, opened
from hoeder_proof.witness.judging import Witness, read_request
from hoeder_proof.witness.problems import Contradiction, OtherSize, Refused, Stop
from tests.ledger.witnesses import COMMISSION
from tests.witness.logs import Log, forked

NOW = 1795773600
#: https://c2sp.org/tlog-witness, "add-checkpoint".
EXAMPLE = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""  # noqa: E501


@pytest.fixture(params=[ED25519, ML_DSA_44], ids=["ed25519", "ml-dsa-44"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of a new witness that knows one log."""
    path = tmp_path / "witness"
    folders.make(path, keys.new("or.example/w", request.param))
    with opened(path) as folder:
        folder.know(Log().key.verifier)
    return path


def a_log(size: int = 64) -> Log:
    """An honest log."""
    log = Log()
    log.grow(size)
    return log


def ask(place: Path, body: bytes) -> str:
    """Start the witness anew, and ask it once."""
    with opened(place) as folder:
        return Witness(folder, lambda: NOW).cosign(read_request(body))


def test_the_example_of_the_specification_is_read() -> None:
    request = read_request(EXAMPLE.encode())
    assert (request.older, len(request.proof)) == (20852014, 4)
    assert request.note.startswith("example.com/behind-the-sofa\n20852163\n")


def test_a_log_that_grows_is_cosigned_each_time(place: Path) -> None:
    log = a_log()
    for older, newer in [(0, 64), (64, 64), (64, 128), (128, 300)]:
        log.grow(newer - len(log.leaves))
        line = ask(place, log.body(older))
        with opened(place) as folder:
            own = folder.pen.cosigner
            assert folder.logs["meldpunt.example/log"].note == log.note() + line
        (cosignature,) = checked(log.note() + line, [own], now=NOW).values()
        assert cosignature.time == NOW


def test_who_is_behind_hears_how_far_the_witness_is(place: Path) -> None:
    log = a_log(192)
    ask(place, log.body(0, 128))
    for older in (0, 64, 192):
        with pytest.raises(OtherSize, match=r"^128\n$"):
            ask(place, log.body(older))
    assert ask(place, log.body(128))


@pytest.mark.parametrize("at", [0, 10, 63])
def test_a_rewritten_history_is_refused_and_both_notes_are_kept(place: Path, at: int) -> None:
    log = a_log()
    ask(place, log.body(0))
    other = forked(log, at, 128)
    with pytest.raises(Contradiction, match="does not prove that its 128 leaves begin with the 64"):
        ask(place, other.body(64))
    with opened(place) as folder:
        assert folder.logs["meldpunt.example/log"].size == 64
        (path,) = folder.evidence()
    assert log.note().strip() in path.read_text()
    assert other.note().strip() in path.read_text()
    # The honest history goes on.
    log.grow(64)
    assert ask(place, log.body(64))


def test_two_roots_of_one_size_are_refused_also_with_another_old_size(place: Path) -> None:
    log = a_log()
    ask(place, log.body(0))
    other = forked(log, 5, 64)
    with pytest.raises(Contradiction, match="two different histories of 64 leaves"):
        ask(place, other.body(64))
    with pytest.raises(OtherSize, match=r"^64\n$"):
        ask(place, other.body(0))
    with opened(place) as folder:
        assert len(folder.evidence()) == 1


def test_a_log_that_shows_each_witness_another_history_counts_nowhere_and_is_found(
    tmp_path: Path,
) -> None:
    one, other = a_log(64), forked(a_log(64), 20, 64)
    lines, places = [], [tmp_path / "commission", tmp_path / "council"]
    for place, log in zip(places, (one, other), strict=True):
        folders.make(place, keys.new(f"{place.name}.example/w", ED25519))
        with opened(place) as folder:
            folder.know(log.key.verifier)
        lines.append(ask(place, log.body(0)))
    keys_of = {place.name: Folder(place).pen.cosigner.text() for place in places}
    policy = read_policy(
        "".join(f"witness {name} {key}\n" for name, key in keys_of.items())
        + "group both all commission council\nquorum both\n"
    )
    # A line under the other history does not hold, and without it there is no quorum.
    for log, line, strange in [(one, lines[0], lines[1]), (other, lines[1], lines[0])]:
        assert not policy.is_met(policy.cosigned(log.note() + line, now=NOW))
        with pytest.raises(ValueError, match="does not hold"):
            policy.cosigned(log.note() + line + strange, now=NOW)
    # As soon as anybody shows the one what the other has seen, both notes are kept.
    for place, log in zip(places, (other, one), strict=True):
        with pytest.raises(Contradiction, match="two different histories of 64 leaves"):
            ask(place, log.body(64))
        assert len(Folder(place).evidence()) == 1


def test_a_smaller_tree_is_never_cosigned(place: Path) -> None:
    log = a_log(128)
    ask(place, log.body(0))
    with pytest.raises(Refused) as refused:
        ask(place, log.body(128, 64))
    assert refused.value.status == HTTPStatus.BAD_REQUEST
    with pytest.raises(OtherSize, match="128"):
        ask(place, log.body(64, 64))


def test_an_unknown_log_a_wrong_signature_and_nonsense_are_refused(place: Path) -> None:
    log, good = a_log(), a_log().body(0).decode()
    forged = Log(b"\x01" * 32, log.leaves).note()
    _, _, signature = log.note().rpartition("\n\n")
    spoiled = good + signature_line(log.key.verifier, bytes(64))
    for status, body in [
        (404, good.replace("meldpunt.example/log", "other.example/log")),
        (403, good.replace(log.note(), forged)),
        (403, good.replace(signature, COMMISSION.line(log.note()))),
        (403, spoiled),
        (400, ""),
        (400, good[:-1]),
        (400, good.replace("old 0", "old 00")),
        (400, good.replace("old 0", "old -1")),
        (400, good.replace("old 0\n", "old 0\nAAAA\n")),
        (400, good.replace("old 0\n", "old 0\n" + 64 * (43 * "A" + "=\n"))),
        (400, good.replace("old 0\n", "old 0\nnot base64\n")),
        (422, good.replace("old 0\n", "old 0\n" + 43 * "A" + "=\n")),
    ]:
        with pytest.raises(Refused) as refused:
            ask(place, body.encode())
        assert refused.value.status == status, body
    assert ask(place, good.encode())


def test_an_empty_log_has_one_root(place: Path) -> None:
    log = Log()
    assert ask(place, log.body(0))
    # Seen empty, it may still be seen for the first time.
    log.grow(3)
    assert ask(place, log.body(0))


def test_it_remembers_before_its_signature_leaves(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = a_log()

    def full_disk(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    with opened(place) as folder:
        witness = Witness(folder, lambda: NOW)
        with monkeypatch.context() as broken:
            broken.setattr(folders, "write_whole", full_disk)
            with pytest.raises(OSError, match="No space"):
                witness.cosign(read_request(log.body(0)))
        assert folder.logs["meldpunt.example/log"].size == 0
        assert witness.cosign(read_request(log.body(0)))


def test_a_crash_after_it_remembered_and_before_it_answered_loses_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = a_log()
    with opened(place) as folder, monkeypatch.context() as broken:
        broken.setattr(Folder, "_write_mark", lambda self: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            Witness(folder).cosign(read_request(log.body(0)))
    with pytest.raises(OtherSize, match="64"):
        ask(place, log.body(0))
    assert ask(place, log.body(64))


def test_who_lost_its_memory_does_not_start_again(place: Path) -> None:
    log = a_log()
    ask(place, log.body(0))
    (place / "witness.json").unlink()
    with pytest.raises(Stop, match=r"does not know what it signed.*new folder"), opened(place):
        pass


def test_who_was_set_back_does_not_start_again(place: Path, tmp_path: Path) -> None:
    log = a_log(128)
    ask(place, log.body(0, 64))
    shutil.copy(place / "witness.json", tmp_path / "old.json")
    whole = shutil.copytree(place, tmp_path / "old")
    ask(place, log.body(64))
    line = folders.Folder(place).logs["meldpunt.example/log"].note

    newest = (place / "witness.json").read_bytes()
    shutil.copy(tmp_path / "old.json", place / "witness.json")
    with pytest.raises(Stop, match="older than what this witness has signed"), opened(place):
        pass
    (place / "witness.json").write_bytes(newest)
    (place / "witness.mark").unlink()
    with pytest.raises(Stop, match="older than what this witness has signed"), opened(place):
        pass

    # Where the whole folder was set back, its own signature tells.
    body = log.body(64).replace(log.note().encode(), line.encode())
    with pytest.raises(Stop, match="signed more than its folder remembers"):
        ask(whole, body)


def test_a_folder_of_another_key_or_a_damaged_one_is_refused(place: Path, tmp_path: Path) -> None:
    folders.make(tmp_path / "other", keys.new("other.example/w", ED25519))
    state = (place / "witness.json").read_text()
    for text, problem in [
        ((tmp_path / "other" / "witness.json").read_text(), "not of the key beside it"),
        (state[:40], "cannot be read"),
        (json.dumps({"v": 1}), "is damaged"),
    ]:
        (place / "witness.json").write_text(text)
        with pytest.raises(Stop, match=problem), opened(place):
            pass
    (place / "witness.json").write_text(state)
    (place / "witness.key").chmod(0o644)
    with pytest.raises(Stop, match="Others can read"), opened(place):
        pass
    (place / "witness.key").chmod(0o600)
    (place / "witness.key").write_text("PRIVATE+KEY+or.example/w+00000000+AAAA")
    with pytest.raises(Stop, match="not the key of a witness"), opened(place):
        pass


def test_one_folder_has_one_witness_at_a_time(place: Path) -> None:
    with (
        opened(place),
        pytest.raises(Stop, match="already runs"),
        opened(place),
    ):
        pass


def test_a_log_never_changes_its_key(place: Path) -> None:
    with opened(place) as folder:
        folder.know(Log().key.verifier)
        with pytest.raises(Stop, match="known here by another key"):
            folder.know(Log(b"\x02" * 32).key.verifier)


def test_of_requests_at_the_same_time_one_comes_first(place: Path) -> None:
    log = a_log(256)
    with opened(place) as folder, ThreadPoolExecutor(8) as pool:
        witness = Witness(folder)

        def one(size: int) -> int | None:
            try:
                witness.cosign(read_request(log.body(0, size)))
            except OtherSize:
                return None
            return size

        signed = [size for size in pool.map(one, range(8, 256, 16)) if size]
        assert signed == [folder.logs["meldpunt.example/log"].size]
