"""Measure every budget of the project: `make bench`. One file per budget.

Each file has `measure()`, which returns rows. Timings are never tests: nothing here fails a build.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured budget."""

    what: str
    budget: str
    measured: str
    #: None where a figure stands beside the budgets, for comparison.
    holds: bool | None

    def line(self) -> str:
        """The row as it stands in the table of docs/benchmarks.md."""
        verdict = {True: "holds", False: "**falls short**", None: "for comparison"}[self.holds]
        return f"| {self.what} | {self.budget} | {self.measured} | {verdict} |"
