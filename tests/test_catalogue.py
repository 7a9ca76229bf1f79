"""The catalogue of translated sentences: written, read and compiled without gettext."""

import gettext
import io
from pathlib import Path

from tools import catalogue
from tools.catalogue import Sentence


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    sentences = [
        Sentence(None, 'Say "yes"\nor no', None, ('Zeg "ja"\nof nee',)),
        Sentence(
            "a message", "%(n)s report", "%(n)s reports", ("%(n)s melding", "%(n)s meldingen")
        ),
        Sentence(None, "Unsure", None, ("Onzeker",), fuzzy=True),
    ]
    path = tmp_path / "django.po"
    path.write_text(catalogue.write(sentences))
    assert list(catalogue.read(path).values()) == sentences


def test_python_reads_what_was_compiled() -> None:
    compiled = catalogue.compiled(
        [
            Sentence(None, "report", None, ("melding",)),
            Sentence("verb", "report", None, ("melden",)),
            Sentence(None, "%d file", "%d files", ("%d bestand", "%d bestanden")),
            Sentence(None, "unsure", None, ("onzeker",), fuzzy=True),
            Sentence(None, "missing", None, ("",)),
        ]
    )
    read = gettext.GNUTranslations(io.BytesIO(compiled))
    assert read.gettext("report") == "melding"
    assert read.pgettext("verb", "report") == "melden"
    assert read.ngettext("%d file", "%d files", 1) == "%d bestand"
    assert read.ngettext("%d file", "%d files", 2) == "%d bestanden"
    assert read.gettext("unsure") == "unsure"
    assert read.gettext("missing") == "missing"


def test_sentences_are_found_in_code_and_templates() -> None:
    in_python = dict(catalogue._in_python('_("a" "b"); pgettext("c", "d"); other("e"); _(name)'))
    assert in_python == {"_": ["ab"], "pgettext": ["c", "d"]}
    source = (
        '{% translate "a" %}{% translate "b" context "c" %}'
        "{% blocktranslate %}d {{ e }}{% endblocktranslate %}"
    )
    found = list(catalogue._in_template(source, "x.html"))
    assert ("gettext", ["a"]) in found or ("_", ["a"]) in found
    assert ("pgettext", ["c", "b"]) in found
    assert ("gettext", ["d %(e)s"]) in found


def test_a_translation_that_is_missing_doubtful_or_loses_a_value_is_named() -> None:
    faults = list(
        catalogue.faults(
            [
                Sentence(None, "good {n}", None, ("goed {n}",)),
                Sentence(None, "missing", None, ("",)),
                Sentence(None, "doubtful", None, ("twijfel",), fuzzy=True),
                Sentence(None, "with {name}", None, ("zonder",)),
            ]
        )
    )
    assert [fault.split(":")[0] for fault in faults] == [
        "not translated",
        "fuzzy",
        "other values than in the source",
    ]


def test_a_translation_is_kept_while_its_sentence_is_used() -> None:
    source = {s.key: s for s in [Sentence(None, "kept"), Sentence(None, "new")]}
    known = {
        s.key: s
        for s in [
            Sentence(None, "kept", None, ("bewaard",)),
            Sentence(None, "gone", None, ("weg",)),
        ]
    }
    merged = {s.text: s.translated for s in catalogue.merge(source, known)}
    assert merged == {"kept": ("bewaard",), "new": ("",)}
