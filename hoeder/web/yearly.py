"""A yearly report as lines, as comma-separated values, and as a tagged PDF."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoeder.organisations.models import Body
from hoeder.oversight.figures import LEFT_OUT, Figure, widest
from hoeder.oversight.models import YearlyReport
from hoeder.oversight.procedures import last_on_record
from hoeder.oversight.rules import K
from hoeder.web.tagged import Document


def last_year(body: Body) -> int:
    """Tell the newest year that has ended."""
    return body.today().year - 1


def lines(report: YearlyReport) -> Iterator[tuple[str, str, int, int]]:
    """Give each figure: its name, its label, and between which numbers it lies."""
    for figure in Figure:
        if str(figure) in report.figures:
            low = report.figures[str(figure)]
            yield str(figure), str(figure.label), low, widest(low)


def between(least: int, most: int) -> str:
    """Write a band in words."""
    if least == 0:
        return _("fewer than %(k)d") % {"k": K}
    return _("%(least)d to %(most)d") % {"least": least, "most": most}


def as_csv(report: YearlyReport) -> bytes:
    """Write a report as CSV (RFC 4180), UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["body", "year", "published_on", "figure", "label", "least", "most"])
    for name, label, least, most in lines(report):
        writer.writerow(
            [
                report.body.slug,
                report.year,
                report.published_on.isoformat(),
                name,
                label,
                least,
                most,
            ]
        )
    return out.getvalue().encode()


def as_pdf(report: YearlyReport) -> bytes:
    """Write a report as a tagged PDF: headings, paragraphs and a table that is read as one."""
    title = _("Yearly report %(year)d: %(body)s") % {"year": report.year, "body": report.body.name}
    document = Document(title, language=get_language() or "en")
    document.heading(title)
    document.paragraph(
        _("Published on %(day)s by the commission. It is never corrected or published again.")
        % {"day": report.published_on.isoformat()}
    )
    document.table(
        (_("What"), _("How many")),
        [(label, between(least, most)) for _name, label, least, most in lines(report)],
    )
    document.paragraph(
        _(
            "Every figure is given as a band of ten, so that nobody can be recognised in it. "
            "“Fewer than ten” may also be none."
        )
    )
    document.paragraph(str(LEFT_OUT))
    if last := last_on_record(report.body, report.published_on):
        document.paragraph(
            _("The procedure for reports was last reviewed on %(day)s.")
            % {"day": last.reviewed_on.isoformat()}
        )
    return document.written()
