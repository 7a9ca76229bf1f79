"""A rough key of how a word sounds, so that no list holds two words that are heard as one.

Receipt words are read aloud and written down. Two words with the same key are near-homophones.
The rules are deliberately coarse: they may call two words alike that a speaker keeps apart, and
the list merely loses one of them. docs/decisions/0002-word-lists.md tells how they were chosen.
"""

import re
from functools import cache

# Applied in order. Capital letters stand for sounds that have no letter of their own.
RULES: dict[str, list[tuple[str, str]]] = {
    "nl": [
        (r"eau", "o"),
        (r"sch$", "s"),
        (r"isch", "is"),
        (r"sj|sh", "S"),
        (r"ch", "g"),
        (r"ij|ei|y", "Y"),
        (r"[ao]uw?", "A"),
        (r"qu", "kw"),
        (r"ph|v", "f"),
        (r"th|dt", "t"),
        (r"tie", "sie"),
        (r"c(?=[eiY])|z", "s"),
        (r"ck|[cq]", "k"),
        (r"x", "ks"),
        (r"([b-df-hj-np-tv-z])\1", r"\1"),
        (r"d$", "t"),
        (r"b$", "p"),
        (r"en$", "e"),
    ],
    "en": [
        (r"^(kn|gn|pn)", "n"),
        (r"^wr|^rh", "r"),
        (r"^ps", "s"),
        (r"^wh", "w"),
        (r"ph", "f"),
        (r"mb$", "m"),
        (r"lm", "m"),
        (r"igh|eigh", "Y"),
        (r"tch|ch", "C"),
        (r"sh|[tcs]i(?=on|a)", "S"),
        (r"sc(?=[eiy])|c(?=[eiy])|z", "s"),
        (r"ck|[cq]", "k"),
        (r"dg(?=e)|g(?=[eiy])", "j"),
        (r"x", "ks"),
        (r"a(?=[^aeiou]e$)|ai|ay|ei", "E"),
        (r"i(?=[^aeiou]e$)|y(?=[^aeiou]e$)", "Y"),
        (r"oar|ore$|our|aur|or", "Q"),
        (r"o(?=[^aeiou]e$)|oa|oe$|ow$", "O"),
        (r"u(?=[^aeiou]e$)|oo|ew|ue$", "U"),
        (r"ear(?=[a-z])|[eiu]r", "R"),
        (r"ee|ea|ie|ey$|y$", "I"),
        (r"au|aw", "W"),
        (r"ou|ow", "V"),
        (r"(.)\1", r"\1"),
        (r"e$", ""),
    ],
    "de": [
        (r"[ae][iy]", "Y"),
        (r"ie[h]?|ih", "i"),
        (r"a?eu", "O"),
        (r"ph|v", "f"),
        (r"th|dt", "t"),
        (r"chs|cks|x", "ks"),
        (r"tsch", "C"),
        (r"tz|ts|z|c(?=[eiy])", "Z"),
        (r"ck|c(?!h)|q", "k"),
        (r"(?<=[aeiou])h", ""),
        (r"([a-z])\1", r"\1"),
        (r"d$", "t"),
        (r"b$", "p"),
        (r"g$", "k"),
        (r"y", "i"),
    ],
    "fr": [
        (r"e?au", "o"),
        (r"ph", "f"),
        (r"sch|ch", "C"),
        (r"h", ""),
        (r"qu|k|q|c(?![eiyC])", "k"),
        (r"sc(?=[eiy])|c|ss|t(?=ion)|z", "s"),
        (r"x", "ks"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"y", "i"),
        (r"([a-z])\1", r"\1"),
        (r"[ae][mn](?=[^aeioumn]|$)", "A"),
        (r"[ae]?i[mn](?=[^aeioumn]|$)|u[mn](?=[^aeioumn]|$)", "I"),
        (r"o[mn](?=[^aeioumn]|$)", "O"),
        (r"oi", "W"),
        (r"ou", "U"),
        (r"[ae]i|o?eu", "e"),
        (r"(er|et|es)$", "e"),
        (r"e?[sxtdp]*$", ""),
    ],
}


@cache
def key(word: str, language: str) -> str:
    """Return the sound key of a lower-case word; equal keys mean that two words sound alike."""
    for pattern, replacement in RULES[language]:
        word = re.sub(pattern, replacement, word)
    return word
