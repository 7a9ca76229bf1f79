"""Noor's case with its box, and what is done with it: plain functions."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.identities import actions as identities
from hoeder.identities import asking, statements
from hoeder.identities.models import Box, Opening, Pledge
from hoeder.identities.rules import Ground, Purpose
from hoeder.identities.sealing import NewBox
from hoeder.ledger.models import Journal
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt, find_receipt
from hoeder.reports.receiving import SENDER, Submission
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room, today
from hoeder.rooms.rules import RoomKind
from tests import build
from tests.build import CUSTODIANS, Cast
from tests.cases.world import settled
from tests.identities.sealing import a_box, a_letter, verify_key
from tests.rooms.sealing import a_recipient, hash_of, new_id, part, sealed


@dataclass
class Reported:
    """A case with its box, and the keys of the reporter's receipt."""

    cast: Cast
    case: Case
    noor: Receipt
    box: Box
    sent: NewBox | None
    author: Ed25519PrivateKey = field(repr=False)

    def officer(self, name: str) -> Officer:
        """Find somebody of the cast."""
        return self.cast.officers[name]


def the_five(cast: Cast) -> list[Officer]:
    """The custodians of the Kustdienst, in order."""
    return [cast.officers[name] for name in CUSTODIANS.split()]


def a_submission(
    cast: Cast, author: Ed25519PrivateKey, *officers: Officer, **changed: Any
) -> Submission:
    """Seal a report to these officers (Ada if none is named), with a box for the five."""
    newest = cast.ministry.newest_directory() or build.a_published_directory(cast.ministry)
    case, item = changed.get("case", new_id()), sealed()
    seed = UUID(int=case.int ^ 1).hex
    values: dict[str, Any] = {
        "organisation": cast.ministry.pk,
        "channel": cast.channel.pk,
        "directory": newest.version,
        "case": case,
        "lookup": seed * 2,
        "request_key": "11" * 32,
        "author_key": verify_key(author),
        "recipient": a_recipient(),
        "ledger_key": bytes(32),
        "room": new_id(),
        "room_recipient": a_recipient(),
        "grants": {
            holder: sealed()
            for holder in ("reporter", *(one.label for one in officers or (cast.officers["ada"],)))
        },
        "item": new_id(),
        "sealed": item,
        "hash": hash_of(item),
        "box": a_box(
            cast.ministry.pk,
            case,
            author,
            [officer.pk for officer in the_five(cast)],
            cast.officers["externe_autoriteit"].pk,
        ),
        "fingerprint": seed * 2,
    }
    return Submission(**{**values, **changed})


def a_report(cast: Cast, *officers: Officer) -> Reported:
    """Have Noor report to these officers (Ada if none is named)."""
    author = Ed25519PrivateKey.generate()
    submission = a_submission(cast, author, *officers)
    received = cases.receive(submission=submission, by=SENDER)
    noor = find_receipt(submission.lookup)
    assert noor is not None
    assert submission.box is not None
    return Reported(
        cast=cast,
        case=settled(Case.objects.get(pk=received.case)),
        noor=noor,
        box=Box.objects.get(case=received.case),
        sent=submission.box,
        author=author,
    )


def changed_share(box: NewBox, place: int, **changes: Any) -> dict[str, Any]:
    """The shares of a box, with one that is other than it was."""
    shares = list(box.shares)
    shares[place] = replace(shares[place], **changes)
    return {"shares": shares}


def events(case: UUID) -> list[str]:
    """List the kinds of events of a case."""
    return list(Journal.objects.filter(chain=case).order_by("n").values_list("kind", flat=True))


def letters(*holders: Officer | str) -> dict[str, bytes]:
    """A sealed letter for each of these."""
    return {one if isinstance(one, str) else one.label: a_letter() for one in holders}


def the_care_room(report: Reported, *officers: str) -> Room:
    """Noor lets protection officers (Omar if none is named) into a room with her."""
    names = officers or ("omar",)
    room = new_id()
    rooms.open_room(
        room=room,
        kind=RoomKind.CARE,
        case=report.case.pk,
        recipient=a_recipient(),
        grants={
            holder: sealed()
            for holder in ("reporter", *(report.officer(name).label for name in names))
        },
        by=report.noor,
    )
    return Room.objects.get(pk=room)


def asked(report: Reported, to: str = "ada", by: str = "ada", days: int = 30) -> Opening:
    """Somebody (Ada) asks Noor to let somebody (Ada) know who she is."""
    return identities.request_opening(
        box=report.box,
        opening=new_id(),
        to=report.officer(to),
        purpose=Purpose.PROTECTION,
        not_after=today() + timedelta(days=days),
        letters=letters("reporter"),
        by=report.officer(by),
    ).opening


def a_consent(report: Reported, opening: Opening, **changed: Any) -> dict[str, Any]:
    """Sign a consent to an opening as Noor's browser does; `changed` before it is signed."""
    key = opening.to.confirmed_key()
    assert key is not None
    said: dict[str, Any] = {
        "organisation": report.cast.ministry.pk,
        "case": report.case.pk,
        "box": report.box.pk,
        "opening": opening.pk,
        "to": statements.Person(opening.to_id, key.recipient, key.verify),
        "purpose": opening.purpose,
        "not_after": opening.not_after.isoformat(),
        "day": today().isoformat(),
        "author": report.box.author_key,
    }
    text = statements.consent(**{**said, **changed})
    signature = report.author.sign(statements.CONSENT + text.encode()).hex()
    return {"statement": text, "signature": signature, "half": part()}


def consented(report: Reported, opening: Opening | None = None) -> Opening:
    """Noor agrees."""
    opening = opening or asked(report)
    return identities.consent(opening=opening, **a_consent(report, opening), by=report.noor).opening


def approve(report: Reported, opening: Opening, *names: str) -> None:
    """These custodians release their shares."""
    for name in names:
        identities.approve(opening=opening, sealed=part(), letters={}, by=report.officer(name))


def opened(report: Reported, opening: Opening | None = None) -> Opening:
    """Noor agrees, and Wim, Sanne and Tarik too."""
    opening = consented(report, opening)
    approve(report, opening, "wim", "sanne", "tarik")
    opening.refresh_from_db()
    return opening


def a_pledge(report: Reported, who: Officer, /, **changed: Any) -> dict[str, str]:
    """Sign a promise of secrecy as an officer's browser does; `changed` before it is signed."""
    said: dict[str, Any] = {
        "organisation": report.cast.ministry.pk,
        "case": report.case.pk,
        "officer": who.pk,
        "text": "ab" * 32,
        "day": today().isoformat(),
    }
    text = statements.pledge(**{**said, **changed})
    signature = build.author_of(who).sign(statements.PLEDGE + text.encode()).hex()
    return {"statement": text, "signature": signature}


def pledged(report: Reported, name: str, **changed: Any) -> Pledge:
    """Somebody promises secrecy."""
    officer = report.officer(name)
    return identities.pledge(
        case=report.case.pk, **a_pledge(report, officer, **changed), by=officer
    )


def a_drill(report: Reported, by: str = "ruth") -> dict[str, Any]:
    """A drill of the five, sealed with throw-away keys."""
    author, case = Ed25519PrivateKey.generate(), new_id()
    return {
        "body": report.cast.coast_guard,
        "case": case,
        "author": verify_key(author),
        "box": a_box(
            report.cast.ministry.pk,
            case,
            author,
            [officer.pk for officer in the_five(report.cast)],
            report.officer("externe_autoriteit").pk,
        ),
        "by": report.officer(by),
    }


def to_all(report: Reported) -> dict[str, bytes]:
    """The letters of an override: reporter, custodians, authority and the commission above."""
    box = Box.objects.select_related("body", "authority").get(pk=report.box.pk)
    return letters(*asking.told_of_override(box))


def overridden(
    report: Reported, by: str = "ada", deferred: int | None = None, **changed: Any
) -> Opening:
    """Ada announces an override; with `deferred`, notice to Noor is put off by so many days."""
    until = None if deferred is None else today() + timedelta(days=deferred)
    all_but_her = {
        holder: sealed
        for holder, sealed in to_all(report).items()
        if holder not in ("reporter", report.officer("externe_autoriteit").label)
    }
    wanted: dict[str, Any] = {
        "box": report.box,
        "opening": new_id(),
        "ground": Ground.INVESTIGATION,
        "authority_name": "Openbaar Ministerie",
        "legal_basis": "art. 126nd Sv",
        "letters": to_all(report),
        "deferred_until": until,
        "deferral": {} if until is None else all_but_her,
        "by": report.officer(by),
    }
    return identities.request_override(**{**wanted, **changed}).opening


def days_pass(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let everybody's clock go on."""
    now = timezone.now() + timedelta(days=days)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def everything() -> str:
    """All that the domain stores, as text: equal before and after when nothing changed."""
    tables = sorted(apps.get_app_config("identities").get_models(), key=lambda one: one.__name__)
    return "\n".join(
        serializers.serialize("json", table._default_manager.order_by("pk")) for table in tables
    )
