"""The yearly report, and an attack on it: subtracting releases finds nothing under ten."""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import pytest
from django.db import connection

from hoeder.cases.models import Case
from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger import actions as ledger
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.counting import counts
from hoeder.oversight.figures import PARTS, Figure, band, in_bands, together, widest
from hoeder.oversight.models import YearlyReport
from hoeder.oversight.rules import K
from hoeder.protection import actions as protection
from hoeder.protection.models import Care, GroundsReview, SharedDetriment
from hoeder.protection.rules import Weighed
from hoeder.rooms.models import today
from hoeder.rooms.rules import RoomKind
from tests.cases.world import Reported, World, a_report, an_officer, journal
from tests.oversight.conftest import Above
from tests.oversight.doing import passed, pressed, told
from tests.rooms.sealing import new_id

LAST_YEAR = today().year - 1


def of_last_year(report: Reported) -> None:
    """This report came in last year."""
    Case.objects.filter(pk=report.case.pk).update(received_on=date(LAST_YEAR, 6, 1))


def test_it_is_counted_from_the_registers(world: World, report: Reported) -> None:
    """law.md STA-01: reproducible from the register; sums match."""
    passed(report)
    protection.raise_alarm(chain=report.case.pk, body=report.case.body, by=report.noor)
    pressed(report)
    other = a_report(world)
    of_last_year(other)
    found = counts(world.kustdienst, today().year)
    assert {name: count for name, count in found.items() if count} == {
        Figure.REPORTS: 1,
        Figure.ACKNOWLEDGED_LATE: 1,
        Figure.NAMES_OUT: 1,
        Figure.ASKED: 1,
    }
    assert counts(world.kustdienst, LAST_YEAR)[Figure.REPORTS] == 1
    assert not any(counts(world.havendienst, today().year).values())
    assert set(found) == set(Figure)


def test_plans_harm_and_what_decisions_are_worth_are_counted(
    world: World, report: Reported
) -> None:
    """law.md STA-01: how reporters were protected, and what became of what was done to them."""
    care = Care.of(report.case)
    care.save(force_insert=True)
    day = today()
    for number, approved in ((1, False), (2, True), (3, True)):
        care.plans.create(
            number=number, item="0" * 64, proposed_by="officer:0", proposed_on=day,
            approved=approved, answered_on=day,
        )  # fmt: skip
    for weighed in (*Weighed, Weighed.NO_GROUNDS):
        GroundsReview.objects.create(
            item=new_id(), case=report.case, room_kind=RoomKind.CARE, asked_on=day, due_on=day,
            weighed=weighed, weighed_on=day, weighed_by="officer:0",
        )  # fmt: skip
        SharedDetriment.objects.create(
            item=new_id(), chain=report.case.pk, body=world.kustdienst, room_kind=RoomKind.CARE,
            shared_on=day,
        )  # fmt: skip
    found = counts(world.kustdienst, day.year)
    assert {name: count for name, count in found.items() if count} == {
        Figure.REPORTS: 1,
        Figure.PLANNED: 1,
        Figure.HARM_SHARED: 4,
        Figure.WEIGHED: 4,
        Figure.NOT_JUSTIFIED: 1,
        Figure.NO_GROUNDS: 2,
    }


def test_it_is_published_once_in_bands_and_never_changed(world: World, report: Reported) -> None:
    of_last_year(report)
    for _ in range(12):
        of_last_year(a_report(world))
    published = oversight.publish_report(body=world.kustdienst, year=LAST_YEAR, by=world.mira)
    assert published.figures["reports"] == 10
    assert published.figures["names_out"] == 0
    of_last_year(a_report(world))
    again = oversight.publish_report(body=world.kustdienst, year=LAST_YEAR, by=world.mira)
    assert again == published
    assert journal().count("report.published") == 1
    for change in (
        published.save,
        published.delete,
        YearlyReport.objects.all().delete,
        lambda: YearlyReport.objects.update(figures={}),
    ):
        with pytest.raises(TypeError):
            change()


def test_what_was_counted_is_kept_nowhere(world: World, report: Reported) -> None:
    of_last_year(report)
    oversight.publish_report(body=world.kustdienst, year=LAST_YEAR, by=world.mira)
    with connection.cursor() as cursor:
        cursor.execute("SELECT figures FROM oversight_yearlyreport")
        (figures,) = cursor.fetchone()
    assert all(low % K == 0 for low in YearlyReport.objects.get().figures.values()), figures


def test_only_the_commission_publishes_and_only_a_year_that_ended(
    world: World, report: Reported
) -> None:
    for officer in (world.ada, world.pim, world.eve):
        with pytest.raises(NotAllowed):
            oversight.publish_report(body=world.kustdienst, year=LAST_YEAR, by=officer)
    with pytest.raises(NotNow) as refused:
        oversight.publish_report(body=world.kustdienst, year=today().year, by=world.mira)
    assert refused.value.kind == "year-runs"


def test_without_the_ledger_nothing_is_published(
    world: World, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(OSError, match="no ledger"):
        oversight.publish_report(body=world.kustdienst, year=LAST_YEAR, by=world.mira)
    assert not YearlyReport.objects.exists()


def test_the_works_council_gets_the_figures_and_nothing_else(
    world: World, above: Above, report: Reported
) -> None:
    """law.md STA-05: the works council gets aggregates, never case data."""
    wim = an_officer(world.kustdienst, "Wim van de raad", Role.WORKS_COUNCIL)
    published = oversight.publish_report(body=world.kustdienst, year=LAST_YEAR, by=world.mira)
    assert list(YearlyReport.objects.visible_to(wim)) == [published]
    assert told("report.published") == {wim.label}
    assert not Case.objects.visible_to(wim).exists()
    for officer in (world.ada, world.eve, world.pim):
        assert not YearlyReport.objects.visible_to(officer).exists()


# The attack. What is known to whoever has every release: for each figure a band, and that each
# part is at most the whole. Everything that fits is possible; what is possible is searched whole.


def possible_wholes(release: Mapping[str, int], whole: Figure) -> range:
    """What the number of reports, or of another whole, can be, by one release alone."""
    low = release[whole]
    return range(low, widest(low) + 1)


def possible(release: Mapping[str, int], part: Figure) -> set[int]:
    """What one part can be: all that fits a whole, with the parts of the same division."""
    whole_of, division = next(
        (whole, one) for whole, divisions in PARTS.items() for one in divisions if part in one
    )
    others = sum(release[other] for other in division if other != part)
    low = release[part]
    return {
        count
        for whole in possible_wholes(release, whole_of)
        for count in range(low, widest(low) + 1)
        # The part that is left out of a division takes the rest, whatever it is.
        if count + others <= whole
    }


def left_out(
    release: Mapping[str, int], whole: Figure, division: tuple[Figure, ...]
) -> tuple[int, int]:
    """Between what the part that is never published can lie."""
    least = sum(release[part] for part in division)
    most = sum(widest(release[part]) for part in division)
    low = release[whole]
    return max(0, low - most), widest(low) - least


def a_year(chance: random.Random) -> dict[Figure, int]:
    """A year as it could have been: small bodies most of all."""
    reports = chance.choice((0, 1, 3, 9, 10, 11, 12, 19, 20, 29, 30, 57, 300))
    found = {figure: chance.choice((0, 0, 1, 2, 5, 9, 10, 14)) for figure in Figure}
    found[Figure.REPORTS] = reports
    for whole, divisions in PARTS.items():
        for division in divisions:
            room = found[whole]
            for part in division:
                found[part] = chance.choice((0, room, chance.randint(0, room)))
                room -= found[part]
    return found


def years() -> Iterator[dict[Figure, int]]:
    """Many years of many bodies."""
    chance = random.Random(40)  # noqa: S311
    for _ in range(3000):
        yield a_year(chance)


def test_no_part_of_a_release_is_narrowed_by_the_rest_of_it() -> None:
    """law.md STA-02: what lies under ten can be anything under ten."""
    for year in years():
        release = in_bands(year)
        for whole, division in (
            (whole, one) for whole, divisions in PARTS.items() for one in divisions
        ):
            for part in division:
                if release[part] == 0:
                    assert possible(release, part) == set(range(K)), (part, year)
            least, most = left_out(release, whole, division)
            assert most >= K - 1, "the rest is not pinned either"
            assert least == 0 or most >= K


def test_no_subtraction_of_two_releases_tells_of_fewer_than_ten() -> None:
    """law.md STA-02: other years, other bodies, body and all bodies together."""
    chance = random.Random(41)  # noqa: S311
    releases = [(year, in_bands(year)) for year in years()]
    for _ in range(20_000):
        (one, first), (two, second) = chance.sample(releases, 2)
        figure = chance.choice(tuple(Figure))
        sums = together([first, second])[figure]
        # All of both together, without the first: what is left for the second.
        least = sums[0] - widest(first[figure])
        most = sums[1] - first[figure]
        assert least <= second[figure], (one, two)
        assert widest(second[figure]) <= most, (one, two)
        # The difference of two: it never lies within nine of nought on one side alone, unless
        # both stand in bands that say so already.
        low = first[figure] - widest(second[figure])
        high = widest(first[figure]) - second[figure]
        assert high - low == 2 * (K - 1)


def test_a_year_with_one_report_more_is_mostly_the_same_release() -> None:
    """Whoever is added changes a release only where a band ends, and then by a whole band."""
    for whole, late in product(range(60), range(12)):
        if late > whole:
            continue
        before = in_bands({Figure.REPORTS: whole, Figure.ACKNOWLEDGED_LATE: late})
        after = in_bands({Figure.REPORTS: whole + 1, Figure.ACKNOWLEDGED_LATE: late})
        assert {after[name] - before[name] for name in after} <= {0, K}


def test_nought_is_not_told_apart_from_nine() -> None:
    assert in_bands({}) == in_bands(dict.fromkeys(Figure, K - 1))
    assert band(K) == K
    with pytest.raises(ValueError, match="below nought"):
        band(-1)
