"""Who helps a reporter outside her employer: dated rows, each with its source."""

from datetime import date

import pytest

from hoeder.protection.support import REQUIRED, SUPPORT, Help, missing, support

TODAY = date(2026, 11, 27)


def test_the_dutch_profile_leads_to_legal_aid_and_to_somebody_to_talk_to() -> None:
    """law.md SUP-02: both with their condition, through the Huis voor Klokkenluiders."""
    assert missing("nl", TODAY) == frozenset()
    names = {one.name: one for one in support("nl", TODAY)}
    assert "Huis voor Klokkenluiders" in str(names["Raad voor Rechtsbijstand"].what)
    assert names["Raad voor Rechtsbijstand"].valid_from == date(2024, 2, 1)
    assert names["Slachtofferhulp Nederland"].valid_from == date(2022, 9, 1)


def test_before_its_day_help_is_not_offered() -> None:
    """law.md SUP-02: legal aid since 1 February 2024, psychosocial help since 1 September 2022."""
    assert missing("nl", date(2022, 8, 31)) == REQUIRED
    assert "Raad voor Rechtsbijstand" not in {one.name for one in support("nl", date(2024, 1, 31))}


@pytest.mark.parametrize("law", ["de", "fr", "it", "be", "eu"])
def test_a_profile_without_help_is_incomplete(law: str) -> None:
    """law.md SUP-02: another profile without both fails, and says what it lacks."""
    assert missing(law, TODAY) == {Help.ADVICE, Help.LEGAL_AID, Help.PSYCHOSOCIAL}


@pytest.mark.parametrize("one", SUPPORT, ids=lambda one: one.name)
def test_every_row_has_a_source_and_a_way_to_reach_it(one: object) -> None:
    """law.md SUP-01, SUP-02: nobody is sent somewhere that nobody looked up."""
    row = next(each for each in SUPPORT if each is one)
    assert row.source
    assert row.url.startswith("https://www.")
    assert row.phone
    assert row.valid_from <= row.checked_on
