"""Gives the sentences of `words.toml`: this program has neither templates nor a catalogue."""

import tomllib
from functools import cache
from pathlib import Path

from hoeder_proof.verify.sources import printable

_LONGEST = 400


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def sentence(code: str, language: str, **values: str) -> str:
    """Say what was found."""
    return _words()["said"][code][language].format_map(values)


def why(code: str, language: str) -> str:
    """Say why it matters."""
    return _words()["why"][code.partition(".")[0]][language]


def heading(verdict: str, language: str) -> str:
    """Head what holds, what fails or what stays open."""
    return _words()["headings"][verdict][language]


def kind(code: str, language: str) -> str:
    """Name what was verified."""
    return _words()["kinds"][code][language]


def shown(value: object) -> str:
    """Write a value that may come from the files so that it can be shown on any terminal."""
    text = str(value)
    plain = text if text.isprintable() else printable(text)
    return plain.removesuffix(".")[:_LONGEST] if isinstance(value, Exception) else plain[:_LONGEST]
