"""Sealed files open here exactly when they open for everybody else (vectors/, docs/spec/)."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from hoeder_proof.verify import age, envelope, proofs, schema
from tests.hoeder_proof import story
from tests.reader.vectors import Vector, all_vectors

ITEMS = [one for one in all_vectors() if one.kind == "envelope"]
#: What only the place of an item tells: the caller of `read_item` compares it.
OF_THE_PLACE = {
    *("organisation", "case", "room", "epoch", "sequence", "previous", "author", "kind"),
}


@pytest.mark.parametrize("vector", ITEMS, ids=lambda one: one.name)
def test_an_item_opens_as_its_vector_says(vector: Vector) -> None:
    wrong = vector.expect.removeprefix("tampered: ")
    opens = vector.expect == "success" or wrong in OF_THE_PLACE
    try:
        identity = age.read_identity(vector["identity"])
        item = envelope.read_item(age.open_sealed(vector.octets, identity))
    except ValueError:
        # A header of another form is refused by what is compared with it, or here: both refuse.
        assert vector.expect != "success"
        return
    assert opens or wrong == "header"
    if vector.expect == "success":
        assert dict(item.header) == json.loads(vector["header"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 01\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 1\nAA==\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 1\n?\n\nx",
        "c2sp.org/tlog-proof@v1\nextra AB==\nindex 1\n\nx",
        "c2sp.org/tlog-proof@v2\nindex 1\n\nx",
    ],
)
def test_a_proof_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it|hash"):
        proofs.read_proof(text)


def test_a_proof_is_read() -> None:
    proof = proofs.read_proof("c2sp.org/tlog-proof@v1\nextra AAA=\nindex 12\n\ncheckpoint\n")
    assert (proof.extra, proof.index, proof.path) == (b"\0\0", 12, ())
    assert proof.checkpoint == "checkpoint\n"


DOCUMENT = json.loads(story.a_dossier()["dossier.json"])
PUBLISHED = Draft202012Validator(schema.load())
members = st.sampled_from(sorted(DOCUMENT))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40) | st.just("0" * 32),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(max_examples=40)
@given(name=members, value=values, inside=st.booleans())
def test_a_dossier_is_held_against_the_schema_as_another_program_does(
    name: str, value: Any, inside: bool
) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    inner = document[name]
    if inside and isinstance(inner, list) and inner and isinstance(inner[0], dict):
        inner[0][sorted(inner[0])[0]] = value
    elif inside and isinstance(inner, dict):
        inner[sorted(inner)[0]] = value
    else:
        document[name] = value
    assert (schema.fault_of_dossier(document) is None) == PUBLISHED.is_valid(document)
    del document[name]
    assert schema.fault_of_dossier(document) == f".{name}"
