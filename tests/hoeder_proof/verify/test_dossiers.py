"""A whole dossier holds; each thing that does not is named, with its file (dossier.md §7)."""

import base64
import json
from typing import Any

import pytest

from tests.hoeder_proof import story
from tests.hoeder_proof.keys import Signer
from tests.hoeder_proof.running import Verifier
from tests.hoeder_proof.story import (
    ADA,
    ADA_ID,
    ATTACHMENT,
    CASE,
    DIALOGUE,
    FILE,
    NOOR,
    OWN,
    ROOT,
    a_dossier,
    changed,
    signed,
    text_of,
)

EVENT = f"log/events/{CASE}/2.json"
PROOF = f"log/proofs/{CASE}/2.tlog-proof"
REPORT = f"originals/{DIALOGUE}/1.age"
OPENED = f"opened/{DIALOGUE}/2.json"


def document() -> dict[str, Any]:
    """Noor's dossier.json, to be changed."""
    read: dict[str, Any] = json.loads(a_dossier()["dossier.json"])
    return read


def test_a_whole_dossier_holds(verifier: Verifier) -> None:
    """law.md EVD-03: verified offline, complete and in the order of the chain."""
    said = verifier.files(a_dossier(), "--root", ROOT.public.hex())
    assert (said.status, said.failing, said.codes("open")) == (0, set(), set())
    assert said.codes("holds") == {
        *("manifest.whole", "directory.signed", "checkpoint.signed", "checkpoint.quorum"),
        *("event.whole", "proof.holds", "item.named", "opened.signed", "file.holds"),
        *("proof-of-report.signed", "proof-of-report.kept", "signature.holds"),
    }
    opened = next(row for row in said.rows if row["code"] == "opened.signed")
    assert opened["values"] == {"count": "5", "with_key": "5"}  # type: ignore[comparison-overlap]


def test_a_root_that_was_taken_on_trust_is_said(verifier: Verifier) -> None:
    said = verifier.files(a_dossier())
    assert (said.status, said.codes("open")) == (0, {"directory.root_unknown"})


def test_another_root_is_named(verifier: Verifier) -> None:
    said = verifier.files(a_dossier(), "--root", NOOR.public.hex())
    assert ("directory.other_root", "dossier.json") in said.failing
    assert ("directory.wrong", "log/directory.json") in said.failing


def test_another_key_of_the_log_is_named(verifier: Verifier) -> None:
    said = verifier.files(a_dossier(), "--key", Signer(story.LOG.name + "2").vkey())
    assert ("key.differs", "log/key") in said.failing


def test_a_deadline_that_was_taken_out_is_named_although_the_maker_signed_anew(
    verifier: Verifier,
) -> None:
    """law.md EVD-06: who takes an event out cannot hide that it was there."""
    files = a_dossier()
    del files[f"log/events/{CASE}/4.json"], files[f"log/proofs/{CASE}/4.tlog-proof"]
    events = [one for one in document()["events"] if (one["chain"], one["n"]) != (CASE, 4)]
    said = verifier.files(changed(files, {"events": events}))
    assert said.failing == {("event.lacking", f"log/events/{CASE}/4.json")}


def test_an_event_that_was_written_anew_is_named(verifier: Verifier) -> None:
    files = a_dossier()
    files[EVENT] = story.event(CASE, 2, "case.closed", f"officer:{ADA_ID}")
    events = document()["events"]
    events[2]["kind"] = "case.closed"
    said = verifier.files(changed(files, {"events": events}))
    assert said.failing == {("proof.event", PROOF)}
    assert said.names(EVENT)


def test_an_event_with_a_proof_of_its_own_is_not_in_the_log(verifier: Verifier) -> None:
    files = a_dossier()
    text = story.event(CASE, 2, "case.closed", f"officer:{ADA_ID}")
    files[EVENT], files[PROOF] = text, story.tlog_proof(CASE, 2, text)
    blinded = story.blinded(CASE, 2, text)
    leaf = story.leaf(story.FIRST_DAY, blinded[0], blinded[2])
    extra = base64.b64encode(leaf + blinded[1])
    lines = files[PROOF].split(b"\n")
    lines[1] = b"extra " + extra
    files[PROOF] = b"\n".join(lines)
    events = document()["events"]
    events[2]["kind"] = "case.closed"
    said = verifier.files(changed(files, {"events": events}))
    assert said.failing == {("proof.root", PROOF)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"day": "2026-11-01"}, "event.text"),
        ({"actor": "system"}, "event.text"),
        ({"kind": "case.closed"}, "event.text"),
        ({"leaf": 7}, "proof.form"),
    ],
)
def test_a_list_that_says_another_thing_than_the_event_is_named(
    verifier: Verifier, change: dict[str, Any], code: str
) -> None:
    events = document()["events"]
    events[2] |= change
    said = verifier.files(changed(a_dossier(), {"events": events}))
    assert code in said.codes("fails")
    assert said.names(EVENT if code == "event.text" else PROOF)


def test_events_that_change_place_are_named(verifier: Verifier) -> None:
    files = a_dossier()
    one, other = f"log/proofs/{CASE}/1.tlog-proof", PROOF
    files[one], files[other] = files[other], files[one]
    said = verifier.files(signed(files))
    assert {file for _, file in said.failing} >= {one, other}


def test_a_state_of_another_history_is_named(verifier: Verifier) -> None:
    files = a_dossier()
    other = story.a_log(story.events())
    other.leaves[0] = story.leaf(story.FIRST_DAY, bytes(32), bytes(32))
    files["log/checkpoint"] = other.checkpoint().encode()
    said = verifier.files(signed(files))
    assert {"checkpoint.not_head", "proof.checkpoint"} <= said.codes("fails")


def test_too_few_witnesses_are_named(verifier: Verifier) -> None:
    files = a_dossier()
    lines = files["log/checkpoint"].splitlines(keepends=True)
    kept = [line for line in lines if b"or.example" not in line]
    files["log/checkpoint"] = b"".join(kept)
    said = verifier.files(signed(files))
    assert ("checkpoint.no_quorum", "log/checkpoint") in said.failing


def test_a_policy_that_the_root_did_not_sign_is_named(verifier: Verifier) -> None:
    files = a_dossier()
    files["log/policy"] = f"log {story.LOG.vkey()}\nquorum none\n".encode()
    said = verifier.files(signed(files))
    assert said.failing == {("policy.not_of_directory", "log/policy")}


def test_a_log_without_witnesses_is_said_to_stand_alone(verifier: Verifier) -> None:
    files = a_dossier()
    del files["log/policy"]
    files["log/directory.json"] = story.directory(policy=None)
    said = verifier.files(signed(files))
    assert said.status == 0
    assert "checkpoint.no_witnesses" in said.codes("open")


def test_an_original_that_no_event_names_is_named(verifier: Verifier) -> None:
    """Written with Noor's own keys, but never sent: nothing says when."""
    files, rooms = a_dossier(), document()["rooms"]
    talk = list(story.rooms()[DIALOGUE])
    added = story.write(DIALOGUE, CASE, talk, NOOR, "message", {"text": "Dit schreef ik toen al."})
    files[f"originals/{DIALOGUE}/4.age"] = added.sealed
    files[f"opened/{DIALOGUE}/4.json"] = added.opened
    item = {
        **rooms[0]["items"][2],
        **{"sequence": 4, "kind": "message", "hash": added.hash, "files": []},
        "original": f"originals/{DIALOGUE}/4.age",
        "opened": f"opened/{DIALOGUE}/4.json",
    }
    rooms[0]["items"].append(item)
    said = verifier.files(changed(files, {"rooms": rooms}))
    assert said.failing == {("item.unnamed", f"originals/{DIALOGUE}/4.age")}


def test_an_opened_text_that_was_changed_is_named(verifier: Verifier) -> None:
    files = a_dossier()
    files[OPENED] = files[OPENED].replace(b"ontvangen", b"verworpen")
    assert verifier.files(signed(files)).failing == {("opened.signature", OPENED)}


def test_an_opened_text_that_is_signed_but_not_sealed_is_named(verifier: Verifier) -> None:
    files = a_dossier()
    talk = story.rooms()[DIALOGUE][:1]
    other = story.write(DIALOGUE, CASE, talk, ADA, "acknowledgement", {"text": "Iets anders."})
    files[OPENED] = other.opened
    assert verifier.files(signed(files)).failing == {("opened.differs", OPENED)}


def test_an_author_whom_nobody_knows_is_named(verifier: Verifier) -> None:
    files, rooms = a_dossier(), document()["rooms"]
    talk, stranger = story.rooms()[DIALOGUE][:1], Signer("eve")
    other = story.write(DIALOGUE, CASE, talk, stranger, "acknowledgement", {"text": "Ja."})
    files[OPENED] = other.opened
    rooms[0]["items"][1]["author"] = stranger.public.hex()
    assert ("opened.author", OPENED) in verifier.files(changed(files, {"rooms": rooms})).failing


def test_a_lost_key_is_named(verifier: Verifier) -> None:
    files = a_dossier()
    del files[f"keys/{OWN}-1.txt"]
    said = verifier.files(signed(files))
    assert said.failing == {("keys.lost", f"keys/{OWN}-1.txt")}


def test_another_key_opens_nothing(verifier: Verifier) -> None:
    files = a_dossier()
    files[f"keys/{OWN}-1.txt"] = files[f"keys/{DIALOGUE}-1.txt"]
    said = verifier.files(signed(files))
    assert said.codes("fails") == {"opened.seal"}


def test_an_attachment_that_was_changed_is_named(verifier: Verifier) -> None:
    files, name = a_dossier(), "files/1-foto.jpg"
    files[name] = files[name].replace(b"shows", b"hides")
    assert verifier.files(signed(files)).failing == {("file.differs", name)}
    sealed = f"originals/{DIALOGUE}/files/{ATTACHMENT}.age"
    files = a_dossier()
    files[sealed] = files[sealed][:-1] + bytes([files[sealed][-1] ^ 1])
    assert verifier.files(signed(files)).failing == {("file.pieces", sealed)}


def test_a_proof_of_another_report_is_named(verifier: Verifier) -> None:
    files, name = a_dossier(), "log/proof-of-report"
    text = files[name].decode().partition("\n\n")[0] + "\n"
    text = text.replace(story.rooms()[DIALOGUE][0].hash, "0" * 64)
    files[name] = f"{text}\n{story.LOG.line(text)}".encode()
    assert verifier.files(signed(files)).failing == {("proof-of-report.other_report", name)}
    files[name] = files[name].replace(b"2026-11-23", b"2026-11-22")
    assert verifier.files(signed(files)).failing == {("proof-of-report.unsigned", name)}


def test_a_dossier_that_somebody_else_signed_is_named(verifier: Verifier) -> None:
    said = verifier.files(signed(a_dossier(), Signer("eve")))
    assert said.failing == {("signature.wrong", "manifest.sig")}
    made_by = {"label": "reporter", "verify": ADA.public.hex()}
    files = {**a_dossier(), "dossier.json": text_of({**document(), "made_by": made_by})}
    said = verifier.files(signed(files, ADA))
    assert said.failing == {("signature.stranger", "dossier.json")}


def test_an_event_that_waits_for_its_batch_is_said(verifier: Verifier) -> None:
    files, events = a_dossier(), document()["events"]
    events[4]["leaf"] = None
    del files[f"log/proofs/{CASE}/4.tlog-proof"]
    said = verifier.files(changed(files, {"events": events}))
    assert (said.status, said.codes("open")) == (0, {"directory.root_unknown", "event.waits"})


def test_a_report_that_still_waits_after_the_promised_day_breaks_the_word(
    verifier: Verifier,
) -> None:
    files, events = a_dossier(), document()["events"]
    events[0]["leaf"] = None
    del files[f"log/proofs/{CASE}/0.tlog-proof"]
    said = verifier.files(changed(files, {"events": events}))
    assert said.failing == {("proof-of-report.broken", "log/proof-of-report")}


def test_both_sides_have_the_same_record(verifier: Verifier) -> None:
    """law.md EVD-07: the same head, the same events, the same originals; or it is named."""
    hers = verifier.put(a_dossier())
    files, their = a_dossier(), document()
    for name in list(files):
        if OWN in name or f"/{FILE}/" in name or name.startswith("keys/"):
            del files[name]
    del files["log/proof-of-report"]
    theirs = {
        **{"arm": "employer", "rooms": their["rooms"][:1], "chains": their["chains"][:1]},
        "events": [one for one in their["events"] if one["chain"] == CASE],
        "made_by": {"label": f"officer:{ADA_ID}", "verify": ADA.public.hex()},
    }
    theirs["chains"][0]["key"] = None
    theirs["rooms"][0]["epochs"] = []
    files = changed(files, theirs)
    other = verifier.put(signed(files, ADA))
    said = verifier.run(other)
    assert (said.status, said.failing) == (0, set())
    said = verifier.run(hers, "--against", str(other))
    assert said.status == 0
    assert {"arms.same_head", "arms.compared"} <= said.codes("holds")
    files[REPORT] += b"\0"
    other = verifier.put(signed(files, ADA))
    said = verifier.run(hers, "--against", str(other))
    assert ("arms.original", f"[--against] {REPORT}") in said.failing


def test_a_dossier_is_held_against_the_whole_log(verifier: Verifier) -> None:
    whole = verifier.put(story.log().folder())
    said = verifier.files(a_dossier(), "--against", str(whole))
    assert (said.status, "copy.same_history" in said.codes("holds")) == (0, True)
    other = story.a_log(story.events())
    place = other.places[CASE, 2]
    other.leaves[place] = story.leaf(story.FIRST_DAY, bytes(32), bytes(32))
    said = verifier.files(a_dossier(), "--against", str(verifier.put(other.folder())))
    assert {("copy.other_history", "log/checkpoint"), ("copy.no_leaf", EVENT)} <= said.failing
