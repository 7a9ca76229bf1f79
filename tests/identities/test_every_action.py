"""Every action: it is in the ledger, and without the ledger nothing changes.

`STEPS` holds one good call of each, behind what must have come before.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hoeder.clocks.rules import SYSTEM
from hoeder.identities import actions as identities
from hoeder.identities.models import Box, Opening, Share
from hoeder.identities.rules import CONTENT_PLAINTEXT, Ground, How, Purpose
from hoeder.ledger.models import Journal
from hoeder.organisations.models import Custody, today
from hoeder.organisations.rules import Role
from tests import build
from tests.identities.sealing import proof_of
from tests.identities.world import (
    Reported,
    a_consent,
    a_drill,
    approve,
    asked,
    consented,
    days_pass,
    everything,
    letters,
    opened,
    overridden,
    pledged,
    to_all,
)
from tests.rooms.sealing import new_id, part, sealed

Step = Callable[[], object]


def ruths_share(report: Reported) -> Any:
    return report.box.shares.get(index=1)


def a_deputy(report: Reported) -> Any:
    lotte = build.an_officer("lotte", report.cast.coast_guard, Role.CUSTODIAN)
    custody = Custody.in_force(report.cast.coast_guard.pk)
    assert custody is not None
    custody.places.create(officer=lotte, number=6)
    return lotte


def replace_content(report: Reported) -> Step:
    return lambda: identities.replace_content(
        box=report.box, version=2, content=sealed(CONTENT_PLAINTEXT), by=report.noor
    )


def make_box(report: Reported) -> Step:
    sent = report.sent
    assert sent is not None
    Share.objects.filter(box=report.box).delete()
    report.box.delete()
    return lambda: identities.make_box(
        case=report.case.pk,
        body=report.cast.coast_guard,
        box=sent,
        author=report.noor.author_key,
        by=report.noor,
    )


def fetch_share(report: Reported) -> Step:
    return lambda: identities.fetch_share(share=ruths_share(report), by=report.officer("ruth"))


def prove_share(report: Reported) -> Step:
    share = ruths_share(report)
    proof = bytes.fromhex(proof_of(share.hash))
    return lambda: identities.prove_share(share=share, proof=proof, by=report.officer("ruth"))


def hand_over_share(report: Reported) -> Step:
    lotte, share = a_deputy(report), ruths_share(report)
    return lambda: identities.hand_over_share(
        share=share, to=lotte, sealed=part(), by=report.officer("ruth")
    )


def shut_out(report: Reported) -> Step:
    opened(report)
    return lambda: identities.shut_out(
        case=report.case.pk, officers=[report.officer("wim")], by=SYSTEM
    )


def request_opening(report: Reported) -> Step:
    return lambda: identities.request_opening(
        box=report.box,
        opening=new_id(),
        to=report.officer("ada"),
        purpose=Purpose.HEARING,
        not_after=today() + timedelta(days=3),
        letters=letters("reporter", report.officer("wim")),
        by=report.officer("ada"),
    )


def consent(report: Reported) -> Step:
    opening = asked(report)
    said = a_consent(report, opening)
    return lambda: identities.consent(opening=opening, **said, by=report.noor)


def refuse_opening(report: Reported) -> Step:
    opening = asked(report)
    return lambda: identities.refuse_opening(
        opening=opening, letters=letters(report.officer("ada")), by=report.noor
    )


def withdraw(report: Reported) -> Step:
    opening = opened(report)
    return lambda: identities.withdraw(opening=opening, by=report.noor)


def approve_it(report: Reported) -> Step:
    opening = consented(report)
    return lambda: identities.approve(
        opening=opening, sealed=part(), letters=letters("reporter"), by=report.officer("wim")
    )


def decline(report: Reported) -> Step:
    opening = consented(report)
    return lambda: identities.decline(
        opening=opening, letters=letters("reporter"), by=report.officer("wim")
    )


def fetch_box(report: Reported) -> Step:
    opening = opened(report)
    pledged(report, "ada")
    return lambda: identities.fetch_box(opening=opening, by=report.officer("ada"))


def request_override(report: Reported) -> Step:
    return lambda: identities.request_override(
        box=report.box,
        opening=new_id(),
        ground=Ground.PROCEEDINGS,
        authority_name="Rechtbank Den Haag",
        legal_basis="art. 22 Rv",
        letters=to_all(report),
        deferred_until=None,
        deferral={},
        by=report.officer("ada"),
    )


def sweep(report: Reported, monkeypatch: pytest.MonkeyPatch) -> Step:
    overridden(report)
    days_pass(monkeypatch, 7)
    return lambda: identities.sweep(by=SYSTEM)


def start_drill(report: Reported) -> Step:
    drill = a_drill(report)
    return lambda: identities.start_drill(**drill)


def prove_drill(report: Reported) -> Step:
    drill = identities.start_drill(**a_drill(report))
    proof = bytes.fromhex(proof_of(drill.shares.get(index=0).hash))
    authority = report.officer("externe_autoriteit")
    return lambda: identities.prove_drill(drill=drill, proof=proof, by=authority)


def pledge(report: Reported) -> Step:
    return lambda: pledged(report, "ada")


def declare(report: Reported) -> Step:
    pledged(report, "ada")
    return lambda: identities.declare(
        case=report.case.pk, how=How.GUESSED, since=today(), by=report.officer("ada")
    )


def tell(report: Reported) -> Step:
    smit = report.officer("smit").label
    return lambda: identities.tell(
        case=report.case.pk,
        knower=smit,
        how=How.TOLD_BY_REPORTER,
        since=today() - timedelta(days=180),
        by=report.noor,
    )


def give_alias(report: Reported) -> Step:
    return lambda: identities.give_alias(case=report.case.pk, by=report.officer("ada"))


def freeze(report: Reported) -> Step:
    return lambda: identities.freeze(case=report.case.pk, by=report.noor)


def thaw(report: Reported) -> Step:
    identities.freeze(case=report.case.pk, by=report.noor)
    return lambda: identities.thaw(case=report.case.pk, by=report.officer("mira"))


#: action → (kind in the ledger, what prepares one good call)
STEPS: dict[str, tuple[str, Callable[..., Step]]] = {
    "approve": ("opening.approved", approve_it),
    "consent": ("opening.consented", consent),
    "declare": ("circle.declared", declare),
    "decline": ("opening.declined", decline),
    "fetch_box": ("box.fetched", fetch_box),
    "fetch_share": ("share.fetched", fetch_share),
    "freeze": ("box.frozen", freeze),
    "give_alias": ("alias.given", give_alias),
    "hand_over_share": ("share.handed-over", hand_over_share),
    "make_box": ("box.made", make_box),
    "pledge": ("pledge.signed", pledge),
    "prove_drill": ("drill.passed", prove_drill),
    "prove_share": ("share.tested", prove_share),
    "refuse_opening": ("opening.refused", refuse_opening),
    "replace_content": ("box.replaced", replace_content),
    "request_opening": ("opening.asked", request_opening),
    "request_override": ("override.announced", request_override),
    "shut_out": ("identities.shut-out", shut_out),
    "start_drill": ("drill.started", start_drill),
    "sweep": ("override.ripe", sweep),
    "tell": ("circle.told", tell),
    "thaw": ("box.thawed", thaw),
    "withdraw": ("opening.withdrawn", withdraw),
}


def prepared(name: str, report: Reported, monkeypatch: pytest.MonkeyPatch) -> Step:
    prepare = STEPS[name][1]
    return prepare(report, monkeypatch) if name == "sweep" else prepare(report)


def test_every_action_has_a_step() -> None:
    assert set(STEPS) == {name for name in identities.__all__ if name[0].islower()}


@pytest.mark.parametrize("name", STEPS)
def test_it_works_and_is_in_the_ledger_once(
    name: str, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = prepared(name, report, monkeypatch)
    before = everything()
    seen = Journal.objects.count()
    step()
    assert [row.kind for row in Journal.objects.order_by("pk")[seen:]] == [STEPS[name][0]]
    if name != "fetch_share":
        assert everything() != before


@pytest.mark.parametrize("name", STEPS)
def test_without_the_ledger_nothing_changes(
    name: str,
    report: Reported,
    monkeypatch: pytest.MonkeyPatch,
    break_ledger: Callable[[], None],
) -> None:
    step = prepared(name, report, monkeypatch)
    before = everything()
    break_ledger()
    with pytest.raises(RuntimeError):
        step()
    assert everything() == before


#: What a second try must not do twice; the others refuse it or are asked anew on purpose.
REPEATABLE = sorted(STEPS.keys() - {"hand_over_share", "fetch_share", "fetch_box", "start_drill"})


@pytest.mark.parametrize("name", REPEATABLE)
def test_done_twice_it_is_done_once(
    name: str, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "replace_content":
        content = sealed(CONTENT_PLAINTEXT)

        def step() -> object:
            return identities.replace_content(
                box=report.box, version=2, content=content, by=report.noor
            )
    else:
        step = prepared(name, report, monkeypatch)
    step()
    after, seen = everything(), Journal.objects.count()
    step()
    assert (everything(), Journal.objects.count()) == (after, seen)


def test_nothing_of_a_name_or_a_reason_stands_in_the_ledger(report: Reported) -> None:
    opened(report)
    overridden(report)
    texts = "".join(Journal.objects.values_list("event", flat=True))
    assert "Openbaar" not in texts
    assert "126nd" not in texts
    assert all(len(text) < 3_000 for text in Journal.objects.values_list("event", flat=True))


def test_the_steps_lead_to_an_open_box(report: Reported) -> None:
    """Noor's name is opened for Ada, by her yes and three of five."""
    opening = consented(report)
    approve(report, opening, "wim", "sanne")
    opening.refresh_from_db()
    assert opening.state == "consented"
    approve(report, opening, "tarik")
    pledged(report, "ada")
    seen = identities.fetch_box(opening=opening, by=report.officer("ada"))
    assert [one.index for one in seen.approvals] == [2, 3, 4]
    assert seen.opening.half is not None
    assert seen.box == Box.objects.get()
    assert Opening.objects.get().state == "open"
