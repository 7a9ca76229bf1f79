"""Outside: who takes reports there, by law and day, and that nobody has to report inside first."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from hoeder.cases.authorities import (
    AUTHORITIES,
    BY_CODE,
    authorities,
    name_of,
    outside_at_once,
)
from hoeder.clocks.law.lookup import REGIMES
from hoeder.clocks.law.table import Status
from hoeder.web.pages import Page

TODAY = date(2026, 11, 27)


def test_the_dutch_authorities_of_the_law_are_all_there() -> None:
    """law.md EXT-01: Wet bescherming klokkenluiders, art. 2c."""
    codes = {one.code for one in authorities("nl", TODAY)}
    assert codes == {"acm", "afm", "ap", "dnb", "huis", "igj", "nza", "anvs"}
    assert authorities("nl", date(2023, 2, 17)) == []


@pytest.mark.parametrize("law", sorted(REGIMES))
def test_every_law_has_somebody_outside_with_a_source(law: str) -> None:
    """law.md EXT-01, EXT-07: dated data, each row with its competence, website and source."""
    found = authorities(law, TODAY)
    assert found
    assert str(name_of(law))
    for one in found:
        assert re.fullmatch(r"https://[a-z.-]+/", one.url), one
        assert one.source
        assert str(one.competence)
        assert one.valid_from < one.checked_on
        assert one.status in (Status.IN_FORCE, Status.TO_CONFIRM)


def test_a_code_is_one_authority() -> None:
    assert len(BY_CODE) == len(AUTHORITIES)


def test_only_where_the_law_says_so_is_reporting_inside_first_asked_for() -> None:
    """law.md EXT-01, EXT-02: Italy has conditions; nowhere else does anything stand before."""
    assert {law for law in REGIMES if not outside_at_once(law, TODAY)} == {"it"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_where_and_under_which_conditions_without_advice(language: str) -> None:
    """law.md EXT-01, EXT-04, EXT-07: who is outside, and Dir. art. 15, told and not advised."""
    laws = [{"code": law, "name": name_of(law)} for law in ("nl", "it")]
    shown = Page("reporter/outside.html", language, "outside", {"laws": laws}).render()
    for one in (*authorities("nl", TODAY), *authorities("eu", TODAY), *authorities("it", TODAY)):
        assert one.url in shown
    assert "2019/1937, art. 15" in shown
    assert "D.Lgs. 24/2023, art. 6" in shown
    assert "22a" in shown or "22 bis" in shown
    for advice in ("you may now publish", "you should", "u moet nu", "wij raden"):
        assert advice not in shown.lower()


def test_every_page_leads_outside() -> None:
    """law.md EXT-01, EXT-02: from the foot of each page, and no question stands before it."""
    with translation.override("nl"):
        shown = Page("reporter/away.html", "nl", "away").render()
        foot = render_to_string("parts/elsewhere.html", {"page": {"outside": "/nl/outside/"}})
    assert 'href="/nl/outside/"' in foot
    # The neutral page says nothing of reporting.
    assert "outside" not in shown
