"""The word lists of the receipt keep the rules of docs/decisions/0002-word-lists.md.

The lists are handed out on paper, so these tests also pin their bytes: a changed list would open
other people's cases, or none.
"""

import hashlib
import importlib.util
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ["nl", "en", "de", "fr"]
#: How many first letters tell two words apart.
DISTINCT = {"nl": 4, "en": 4, "de": 5, "fr": 5}
DIGESTS = {
    "nl": "638ceb77fb9085c712def38f0af41f3fce63ca40b8edd18db2cac8ccc14be956",
    "en": "bee3d68cd88c4568575286be46ee2076c77cbab2c75451c8f1eefcb7ca32dd73",
    "de": "f4796d0e558496e6e7883842d3d281b3f97f176fbdc92dbe111d96427e2e775e",
    "fr": "c25d618cf155db18163be414fdea52a9ee323d26c21460ac215a51e322763b9c",
}


def words(language: str) -> list[str]:
    text = (ROOT / "client" / "words" / f"{language}.txt").read_text("ascii")
    assert text.endswith("\n")
    return text.removesuffix("\n").split("\n")


def sound_key() -> Callable[[str, str], str]:
    """The key function of tools/words, which is no package since nothing at run time needs it."""
    place = ROOT / "tools" / "words" / "phonetic.py"
    specification = importlib.util.spec_from_file_location("phonetic", place)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    key: Callable[[str, str], str] = module.key
    return key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_7776_words_in_order_and_none_twice(language: str) -> None:
    chosen = words(language)
    assert len(chosen) == 7776
    assert chosen == sorted(set(chosen))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_three_to_nine_plain_letters(language: str) -> None:
    odd = [word for word in words(language) if not re.fullmatch(r"[a-z]{3,9}", word)]
    assert odd == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_begins_with_another_word(language: str) -> None:
    chosen = words(language)
    # In order, a word that begins with another one stands right behind it or behind its like.
    assert [b for a, b in zip(chosen, chosen[1:], strict=False) if b.startswith(a)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_letters_tell_a_word(language: str) -> None:
    heads = Counter(word[: DISTINCT[language]] for word in words(language))
    assert [head for head, count in heads.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_sound_alike(language: str) -> None:
    key = sound_key()
    sounds = Counter(key(word, language) for word in words(language))
    assert [sound for sound, count in sounds.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_one_that_nobody_should_be_handed(language: str) -> None:
    stop = (ROOT / "tools" / "words" / "stop" / f"{language}.txt").read_text("utf-8")
    entries = [e for line in stop.splitlines() if not line.startswith("#") for e in line.split()]
    pattern = re.compile("|".join(re.escape(e).replace(r"\*", "[a-z]*") for e in entries))
    assert [word for word in words(language) if pattern.fullmatch(word)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_small_enough_to_be_sent_to_an_old_phone(language: str) -> None:
    raw = (ROOT / "client" / "words" / f"{language}.txt").read_bytes()
    assert len(brotli.compress(raw, quality=11)) <= 26_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_never_changes_since_receipts_are_line_numbers(language: str) -> None:
    raw = (ROOT / "client" / "words" / f"{language}.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == DIGESTS[language]
