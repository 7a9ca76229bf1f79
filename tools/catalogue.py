"""The catalogue of translated sentences: `locale/nl/LC_MESSAGES/django.po`.

Without an argument: collect every sentence of the source, keep the translations that are still
used, add the new ones without a translation. `--check` changes nothing and fails when the file is
not what collecting gives, or when a translation is missing, marked fuzzy or names other values.
`--compile` writes the `.mo` that Django reads. It needs no gettext on the machine.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po")) or [
    ROOT / "locale/nl/LC_MESSAGES/django.po"
]

HEADER = (
    "Project-Id-Version: hoeder\n"
    "Language: nl\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)

#: Which argument of each function is the context, the sentence and its plural.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}

_STRING = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(
    rf"(?<![\w.])({'|'.join(sorted(CALLS, key=len, reverse=True))})"
    rf"\(\s*(u?{_STRING}(?:\s*,\s*u?{_STRING})*)",
    re.S,
)
_VALUES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@dataclass(frozen=True)
class Sentence:
    """One entry. `translated` has one text, or one for each plural form."""

    context: str | None
    text: str
    plural: str | None = None
    translated: tuple[str, ...] = ()
    fuzzy: bool = False
    places: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks it up by."""
        return (self.context or "", self.text)


def collect() -> dict[tuple[str, str], Sentence]:
    """Find every sentence in the server's code and templates."""
    found: dict[tuple[str, str], Sentence] = {}
    for path in sorted(ROOT.glob("hoeder/**/*")):
        if "migrations" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        place = str(path.relative_to(ROOT))
        source = path.read_text(encoding="utf-8")
        calls = _in_python(source) if path.suffix == ".py" else _in_template(source, place)
        for name, strings in calls:
            context, text, plural = (
                strings[at] if at is not None and at < len(strings) else None for at in CALLS[name]
            )
            if text is None:
                continue
            one = Sentence(context, text, plural, places=frozenset({place}))
            known = found.get(one.key, one)
            found[one.key] = replace(
                known, plural=known.plural or plural, places=known.places | one.places
            )
    return found


def _in_python(source: str) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rsplit(".", 1)[-1]
            strings = [
                arg.value
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if name in CALLS and strings:
                yield name, strings


def _in_template(source: str, place: str) -> Iterator[tuple[str, list[str]]]:
    for name, arguments in _CALL.findall(templatize(source, origin=place)):
        yield name, [ast.literal_eval(string) for string in re.findall(_STRING, arguments, re.S)]


def read(path: Path) -> dict[tuple[str, str], Sentence]:
    """Read a catalogue that `write` wrote, or that a translator's program saved."""
    found: dict[tuple[str, str], Sentence] = {}
    if not path.exists():
        return found
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        parts: dict[str, str] = {}
        part = ""
        for line in block.splitlines():
            if keyed := re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', line):
                part = keyed[1]
                parts[part] = ast.literal_eval(keyed[2])
            elif line.startswith('"') and part:
                parts[part] += ast.literal_eval(line)
        if not parts.get("msgid"):
            continue
        translated = tuple(parts[name] for name in sorted(parts) if name.startswith("msgstr"))
        one = Sentence(
            parts.get("msgctxt"),
            parts["msgid"],
            parts.get("msgid_plural"),
            translated,
            fuzzy=bool(re.search(r"^#,.*\bfuzzy\b", block, re.M)),
        )
        found[one.key] = one
    return found


def merge(
    source: dict[tuple[str, str], Sentence], known: dict[tuple[str, str], Sentence]
) -> list[Sentence]:
    """Give the sentences of the source the translations that are known, in order."""
    merged = []
    for key, one in sorted(source.items(), key=lambda item: (item[0][1], item[0][0])):
        old = known.get(key)
        forms = 2 if one.plural else 1
        fits = old is not None and len(old.translated) == forms
        translated = old.translated if old and fits else ("",) * forms
        merged.append(replace(one, translated=translated, fuzzy=bool(old and old.fuzzy)))
    return merged


def write(sentences: list[Sentence]) -> str:
    """Write a catalogue. Places carry no line numbers, so that it changes only with the texts."""
    blocks = [f'msgid ""\nmsgstr ""\n{_lines(HEADER)}']
    for one in sentences:
        lines = [f"#: {place}" for place in sorted(one.places)]
        flags = ["fuzzy"] * one.fuzzy + ["python-format"] * bool(re.search(r"%\(", one.text))
        lines += [f"#, {', '.join(flags)}"] if flags else []
        lines += [f"msgctxt {_quoted(one.context)}"] if one.context is not None else []
        lines.append(f"msgid {_quoted(one.text)}")
        if one.plural is None:
            lines.append(f"msgstr {_quoted(one.translated[0])}")
        else:
            lines.append(f"msgid_plural {_quoted(one.plural)}")
            lines += [f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(one.translated)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _lines(text: str) -> str:
    return "\n".join(_quoted(line) for line in text.splitlines(keepends=True))


def faults(sentences: list[Sentence]) -> Iterator[str]:
    """Name every sentence that cannot be shown in Dutch as it should."""
    for one in sentences:
        if one.fuzzy:
            yield f"fuzzy: {one.text}"
        if not all(one.translated):
            yield f"not translated: {one.text}"
        elif sorted(set(_VALUES.findall(one.translated[-1]))) != sorted(
            set(_VALUES.findall(one.plural or one.text))
        ):
            yield f"other values than in the source: {one.text}"


def compiled(sentences: list[Sentence]) -> bytes:
    """Write the binary form (GNU gettext manual, "The Format of GNU MO Files")."""
    pairs = {b"": HEADER.encode()}
    for one in sentences:
        if all(one.translated) and not one.fuzzy:
            identity = f"{one.context}\x04{one.text}" if one.context is not None else one.text
            identity += f"\x00{one.plural}" if one.plural is not None else ""
            pairs[identity.encode()] = "\x00".join(one.translated).encode()
    ids, texts = zip(*sorted(pairs.items()), strict=True)
    start = 28
    at = start + 16 * len(ids)
    tables = [struct.pack("<7I", 0x950412DE, 0, len(ids), start, start + 8 * len(ids), 0, at)]
    for column in (ids, texts):
        for data in column:
            tables.append(struct.pack("<2I", len(data), at))
            at += len(data) + 1
    return b"".join([*tables, *(data + b"\x00" for data in (*ids, *texts))])


def main(arguments: list[str]) -> int:
    """Do what the argument says; return how many things are wrong."""
    source = {} if "--compile" in arguments else collect()
    wrong = 0
    for path in CATALOGUES:
        known = read(path)
        if "--compile" in arguments:
            path.with_suffix(".mo").write_bytes(compiled(list(known.values())))
            continue
        sentences = merge(source, known)
        text = write(sentences)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or text != path.read_text(encoding="utf-8"):
            print(f"{path.relative_to(ROOT)} is not up to date: python -m tools.catalogue")
            wrong += 1
        for fault in faults(sentences):
            print(fault)
            wrong += 1
    return 1 if wrong and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
