"""What was found: each thing that was looked at holds, fails, or could not be judged."""

from dataclasses import dataclass, field

from hoeder_proof.verify import words

HOLDS, FAILS, OPEN = "holds", "fails", "open"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `code` names its sentence in `words.py`, for scripts too."""

    verdict: str
    code: str
    file: str
    values: tuple[tuple[str, str], ...]

    def text(self, language: str) -> str:
        """Say it in one sentence."""
        return words.sentence(self.code, language, file=self.file, **dict(self.values))

    def why(self, language: str) -> str:
        """Say why it matters; of what holds there is nothing to say."""
        return "" if self.verdict == HOLDS else words.why(self.code, language)


@dataclass
class Findings:
    """All that was found about one target, in the order in which it was looked at."""

    kind: str = ""
    rows: list[Finding] = field(default_factory=list)

    def holds(self, code: str, file: str = "", **values: object) -> None:
        """Note something that holds."""
        self._add(HOLDS, code, file, values)

    def fails(self, code: str, file: str = "", **values: object) -> None:
        """Note something that fails."""
        self._add(FAILS, code, file, values)

    def open(self, code: str, file: str = "", **values: object) -> None:
        """Note something that could not be judged from what was given."""
        self._add(OPEN, code, file, values)

    @property
    def failed(self) -> list[Finding]:
        """What fails."""
        return [row for row in self.rows if row.verdict == FAILS]

    def _add(self, verdict: str, code: str, file: str, values: dict[str, object]) -> None:
        said = tuple((name, words.shown(value)) for name, value in values.items())
        row = Finding(verdict, code, words.shown(file), said)
        if row not in self.rows[-1:]:
            self.rows.append(row)
