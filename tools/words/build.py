"""Build client/words/*.txt, the lists behind the receipt, from public dictionaries.

This is run by hand, seldom, and never in the pipeline: a list that has been handed out can never
change, because a receipt is a row of line numbers. docs/decisions/0002-word-lists.md names the
sources, their licences and the exact versions, and shows the commands.

    python tools/words/build.py SOURCES [LANGUAGE …]

SOURCES is a folder with the unpacked packages; see `SOURCE_FILES`. Needs PyPI `wordfreq`.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from phonetic import key
from wordfreq import zipf_frequency

SIZE = 7776
HERE = Path(__file__).parent
WORDS = HERE.parent.parent / "client" / "words"
ACCEPTABLE = re.compile(r"(?=.*[aeiouy])[a-z]{3,9}")

SOURCE_FILES = {
    "nl": ["usr/share/dict/dutch"],
    "en": ["usr/share/dict/american-english-large", "eff_large_wordlist.txt"],
    "de": ["words.json", "adjectives.json", "verbs.json"],
    "fr": ["usr/share/hunspell/fr.dic"],
}
# How many first letters tell two words apart. German has too few words without umlauts for four,
# and French reached four only with words that nobody can spell after hearing them, "cetylique".
DISTINCT = {"nl": 4, "en": 4, "de": 5, "fr": 5}
# How often a word must be met, on the scale of `wordfreq`. A word that its German list lacks has 0:
# without umlauts and without what the stop-list takes, German reaches 7776 only with such words.
LEAST = {"nl": 0.5, "en": 0.5, "de": 0.0, "fr": 0.5}
# A word of so many letters is left out if more others than this begin with it.
MOST_LOST = {3: 3, 4: 3}
# Endings that mark a plural or a verb form when the rest is a word too: the rest is liked better.
ENDINGS = {
    "nl": ["s", "en", "e", "t", "te", "de", "ten", "den", "er", "ste", "je"],
    "en": ["s", "es", "ed", "d", "ing", "ly", "er", "est"],
    "de": ["s", "en", "e", "n", "er", "es", "em", "st"],
    "fr": ["s", "e", "es"],
}
# The suffix table of the French dictionary is not needed: its head words are singular already.
FRENCH_NAMES = re.compile(r"po:(npr|prn|patr|loc\.|pfx|sfx|titr|symb|sign|ponc)")


def plain(word: str) -> str:
    """Strip accents; a ligature or another letter stays and makes the word unacceptable."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def dictionary(language: str, sources: Path) -> Iterator[str]:
    """Yield every word of the language's dictionary, with its accents and capitals."""
    for name in SOURCE_FILES[language]:
        path = sources / name
        if path.suffix == ".json":
            for head, forms in json.loads(path.read_text("utf-8")).items():
                yield head
                if name == "verbs.json":
                    yield from (f for f in [*forms.get("PA2", []), forms.get("PA1", "")] if f)
                    past = forms.get("PRT", {}).get("S", {}).get("3")
                    yield from past if past and len(past) == 1 else []
                if name == "words.json":
                    yield from (f.get("PLU", head) for f in forms.values() if isinstance(f, dict))
        elif path.suffix == ".dic":
            for line in path.read_text("utf-8").splitlines()[1:]:
                head, _, tags = line.partition(" ")
                if not FRENCH_NAMES.search(tags):
                    yield head.split("/")[0].split("\t")[0]
        else:
            yield from (line.split()[-1] for line in path.read_text("utf-8").splitlines() if line)


def stopped(language: str, sources: Path) -> re.Pattern[str]:
    """Return a pattern that matches each word of the stop-list and of the public lists of slurs."""
    text = (HERE / "stop" / f"{language}.txt").read_text("utf-8")
    words = [w for line in text.splitlines() if not line.startswith("#") for w in line.split()]
    rude = [f"{plain(w.lower())}*" for w in json.loads((sources / f"{language}.json").read_text())]
    english = [w for w in json.loads((sources / "en.json").read_text())]
    patterns = (re.escape(plain(w)).replace(r"\*", "[a-z]*") for w in words + rude + english)
    return re.compile("|".join(patterns))


def candidates(language: str, sources: Path) -> dict[str, float]:
    """Return each acceptable word with its score: common, short and plain words score high."""
    spelled = {w for w in dictionary(language, sources) if language == "de" or w == w.lower()}
    stop = stopped(language, sources)
    scores: dict[str, float] = {}
    for original in spelled:
        # Only French loses its accents: nobody types "weeen" for "weeën" or "schon" for "schön".
        word = plain(original) if language == "fr" else original.lower()
        if not ACCEPTABLE.fullmatch(word) or stop.fullmatch(word) or original.isupper():
            continue
        score = zipf_frequency(original, language)
        if score < LEAST[language]:
            continue
        score -= 0.12 * max(0, len(word) - 6) + 0.5 * (word != original.lower())
        # A loan that English uses far more often is spelled as nobody who hears it would expect.
        if language != "en" and zipf_frequency(original, "en") > zipf_frequency(original, language):
            score -= 1.2
        scores[word] = max(score, scores.get(word, -9.0))
    inflected = [
        w
        for w in scores
        for end in ENDINGS[language]
        if w.endswith(end) and len(w) - len(end) > 2 and w[: -len(end)] in scores
    ]
    for word in inflected:
        scores[word] -= 0.8
    return scores


def choose(language: str, scores: dict[str, float]) -> list[str]:
    """Take the best words greedily; a word that clashes with a better one is left out."""
    taken: set[str] = set()
    sounds: set[str] = set()
    heads: set[str] = set()
    beginnings: set[str] = set()
    longer: dict[str, set[str]] = defaultdict(set)
    for word in scores:
        for size in MOST_LOST:
            if len(word) > size:
                longer[word[:size]].add(word[: DISTINCT[language]])
    for word in sorted(scores, key=lambda w: (-scores[w], w)):
        sound, head = key(word, language), word[: DISTINCT[language]]
        prefixes = {word[:n] for n in range(3, len(word) + 1)}
        if sound in sounds or head in heads or word in beginnings or prefixes & taken:
            continue
        # A short word costs every longer word that begins with it.
        if len(word) < DISTINCT[language] and len(longer[word]) > MOST_LOST[len(word)]:
            continue
        taken.add(word)
        sounds.add(sound)
        heads.add(head)
        beginnings |= prefixes
        if len(taken) == SIZE:
            break
    return sorted(taken)


def main(sources: Path, languages: list[str]) -> None:
    for language in languages:
        scores = candidates(language, sources)
        chosen = choose(language, scores)
        ranked = sorted(chosen, key=lambda w: scores[w])
        print(f"{language}: {len(chosen)} of {len(scores)}, least {scores[ranked[0]]:.2f}")
        print(*ranked[:150:6])
        (WORDS / f"{language}.txt").write_text("".join(f"{w}\n" for w in chosen), "ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(SOURCE_FILES))
