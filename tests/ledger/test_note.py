"""Notes and verifier keys are read strictly."""

import pytest

from hoeder.ledger import note

KEY = "meldpunt.example/log+987c5455+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not an Ed25519 verifier key"),
        (KEY.replace("meldpunt", "meld punt"), "not an Ed25519 verifier key"),
        (KEY[:-4], "not an Ed25519 verifier key"),
        (KEY.replace("+AS", "+BS"), "not an Ed25519 verifier key"),
        (KEY.replace("987c5455", "987c5456"), "does not have the id"),
        (KEY.replace("+ASms", "+?Sms"), "not base64"),
    ],
)
def test_what_is_no_verifier_key_is_refused(text: str, problem: str) -> None:
    assert note.read_verifier(KEY).text() == KEY
    with pytest.raises(ValueError, match=problem):
        note.read_verifier(text)
