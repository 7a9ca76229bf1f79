"""A report that goes to an authority outside: she is told in the same moment, and by every word."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from hoeder.cases import actions as cases
from hoeder.cases.models import Forwarding
from hoeder.errors import NotAllowed, NotValid
from hoeder.protection.promising import Thing
from hoeder.rooms.models import Item
from tests.cases.steps import acknowledged
from tests.cases.world import Reported, World, journal
from tests.rooms.sealing import next_item

Break = Callable[[], None]


def test_forwarding_is_one_step_with_telling_her(world: World, report: Reported) -> None:
    """law.md EXT-05: the item that tells her is the step; sent twice it is one (Dir. 11(6))."""
    acknowledged(report, world.ada)
    item = next_item(report.case.dialogue())
    for _again in range(2):
        cases.forward(case=report.case, authority="igj", item=item, by=world.ada)
    found = Forwarding.objects.get()
    assert (found.authority, found.by) == ("igj", world.ada)
    told = Item.objects.get(hash=found.item)
    assert told.room == report.case.dialogue()
    assert journal(report.case.pk)[-2:] == ["item.added", "case.forwarded"]


@pytest.mark.parametrize("code", ["bafin", "nobody"])
def test_only_an_authority_of_the_list_for_this_body(
    world: World, report: Reported, code: str
) -> None:
    acknowledged(report, world.ada)
    before = report.case.dialogue().head_sequence
    item = next_item(report.case.dialogue())
    with pytest.raises(NotValid) as refusal:
        cases.forward(case=report.case, authority=code, item=item, by=world.ada)
    assert refusal.value.kind == "authority"
    assert report.case.dialogue().head_sequence == before


def test_only_the_handler_forwards(world: World, report: Reported) -> None:
    acknowledged(report, world.ada)
    for somebody in (world.ruth, world.eve, world.mira):
        item = next_item(report.case.dialogue())
        with pytest.raises(NotAllowed):
            cases.forward(case=report.case, authority="igj", item=item, by=somebody)


def test_no_ledger_entry_no_forwarding(world: World, report: Reported, break_ledger: Break) -> None:
    acknowledged(report, world.ada)
    item = next_item(report.case.dialogue())
    break_ledger()
    with pytest.raises(RuntimeError):
        cases.forward(case=report.case, authority="igj", item=item, by=world.ada)
    assert not Forwarding.objects.exists()


def test_no_promise_takes_away_the_right_to_report() -> None:
    """law.md RET-12: no kind of promise is a silence, and it is said where promises are made."""
    assert not {"silence", "waiver", "settlement", "secrecy"} & set(Thing.values)
    with translation.override("en"):
        for template in ("officer/parts/promises.html", "reporter/my-outside.html"):
            assert "2019/1937, art. 24" in render_to_string(template, {"page": {}})
