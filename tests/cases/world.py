"""The Kustdienst with its officers and channel, and reports to it: plain functions."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hoeder.cases import actions as cases
from hoeder.cases.answering import Answer, Measure, Reason, Stage
from hoeder.cases.models import Case, Declaration
from hoeder.organisations.models import (
    Appointment,
    Body,
    Channel,
    ChannelReader,
    DirectoryVersion,
    Officer,
    OfficerKey,
    Organisation,
)
from hoeder.organisations.rules import Role
from hoeder.reports.models import Receipt, find_receipt
from hoeder.reports.receiving import SENDER, Submission
from tests.build import a_body
from tests.replaying import replayed
from tests.rooms.sealing import a_recipient, hash_of, new_id, sealed


@dataclass
class World:
    """The cast of the tests."""

    organisation: Organisation
    ministry: Body
    kustdienst: Body
    havendienst: Body
    channel: Channel
    above: Channel
    ada: Officer
    omar: Officer
    ilse: Officer
    jonas: Officer
    mira: Officer
    pim: Officer
    eve: Officer
    ruth: Officer


def an_officer(body: Body, name: str, *roles: Role, key: bool = True) -> Officer:
    """Appoint somebody, with a confirmed key unless said otherwise."""
    officer = Officer.objects.create(
        email=f"{name.lower()}@{body.slug}.example", name=name, body=body
    )
    for role in roles:
        Appointment.objects.create(officer=officer, role=role, body=body)
    if key:
        a_key(officer)
    return officer


def a_key(officer: Officer) -> OfficerKey:
    """Give an officer the next key, confirmed by whoever is there."""
    other = Officer.objects.exclude(pk=officer.pk).first() or an_officer(
        officer.body, "Wim", key=False
    )
    number = officer.keys.count() + 1
    officer.keys.filter(withdrawn_on=None).update(withdrawn_on=date(2026, 1, 2))
    return OfficerKey.objects.create(
        officer=officer,
        number=number,
        recipient=a_recipient(),
        verify=secrets.token_hex(32),
        wrap="{}",
        confirmed_by=other,
        confirmed_on=date(2026, 1, 1),
    )


def a_channel(body: Body, *readers: Officer) -> Channel:
    """Open a way to report, with these readers."""
    channel = Channel.objects.create(
        body=body, slug="integriteit", title_nl="Integriteit", title_en="Integrity"
    )
    ChannelReader.objects.bulk_create(
        ChannelReader(channel=channel, officer=officer) for officer in readers
    )
    return channel


def a_world() -> World:
    """Set up the ministry, the Kustdienst below it, and the Havendienst beside it."""
    return replayed(_made)


def _made() -> World:
    organisation = Organisation.objects.create(
        slug="ministerie", name_nl="Ministerie", name_en="Ministry", root=secrets.token_hex(32)
    )
    ministry = a_body(organisation, "commissie", kind=Body.Kind.COMMISSION)
    kustdienst, havendienst = (
        a_body(organisation, slug, above=ministry) for slug in ("kustdienst", "havendienst")
    )
    ruth = an_officer(kustdienst, "Ruth", Role.HANDLER)
    ada = an_officer(kustdienst, "Ada", Role.HANDLER)
    mira = an_officer(ministry, "Mira", Role.COMMISSION_MEMBER)
    eve = an_officer(havendienst, "Eve", Role.HANDLER)
    DirectoryVersion.objects.create(
        organisation=organisation, version=1, document="{}", signature="0" * 128
    )
    return World(
        organisation=organisation,
        ministry=ministry,
        kustdienst=kustdienst,
        havendienst=havendienst,
        channel=a_channel(kustdienst, ada, ruth),
        above=a_channel(ministry, mira),
        ada=ada,
        omar=an_officer(kustdienst, "Omar", Role.PROTECTION_OFFICER),
        ilse=an_officer(kustdienst, "Ilse", Role.CONFIDENTIAL_ADVISER),
        jonas=an_officer(kustdienst, "Jonas", Role.INVESTIGATOR),
        mira=mira,
        pim=an_officer(kustdienst, "Pim", Role.ADMINISTRATOR, key=False),
        eve=eve,
        ruth=ruth,
    )


def a_submission(world: World, *officers: Officer, **changed: object) -> Submission:
    """Seal a report of Noor to these officers (Ada and Ruth if none is named)."""
    holders: Iterable[Officer] = officers or (world.ada, world.ruth)
    item = sealed()
    values: dict[str, object] = {
        "organisation": world.organisation.pk,
        "channel": world.channel.pk,
        "directory": 1,
        "case": new_id(),
        "lookup": secrets.token_hex(32),
        "request_key": secrets.token_hex(32),
        "author_key": secrets.token_hex(32),
        "recipient": a_recipient(),
        "ledger_key": secrets.token_bytes(32),
        "room": new_id(),
        "room_recipient": a_recipient(),
        "grants": {"reporter": sealed(), **{one.label: sealed() for one in holders}},
        "item": new_id(),
        "sealed": item,
        "hash": hash_of(item),
        "box": None,
        "fingerprint": secrets.token_hex(32),
    }
    return Submission(**{**values, **changed})  # type: ignore[arg-type]


@dataclass
class Reported:
    """A case with Noor's receipt."""

    case: Case
    noor: Receipt
    submission: Submission


def declared(case: Case, *officers: Officer) -> None:
    """Have these officers declare to be impartial, as the first press at their desk does."""
    Declaration.objects.bulk_create(
        Declaration(case=case, officer=one, day=date(2026, 1, 1)) for one in officers
    )


def settled(case: Case) -> Case:
    """Settle what is owed to the reporter first, so that the case may leave assessment."""
    case.protection_settled_on = date(2026, 1, 1)
    case.save(update_fields=["protection_settled_on"])
    return case


def a_report(world: World, *officers: Officer, read: bool = True, settle: bool = True) -> Reported:
    """Have Noor report to these officers (Ada and Ruth if none is named), who then may `read`.

    Unless a test is about her protection, nothing of it holds the case up (`settle`).
    """
    submission = a_submission(world, *officers)
    received = cases.receive(submission=submission, by=SENDER)
    noor = find_receipt(submission.lookup)
    assert noor is not None
    case = Case.objects.get(pk=received.case)
    if settle:
        settled(case)
    if read:
        declared(case, *(officers or (world.ada, world.ruth)))
    return Reported(case=case, noor=noor, submission=submission)


#: An investigation was done, and what was reported could not be established: nothing follows.
DONE = Answer(Stage.TAKEN, Measure.INVESTIGATION, Reason.NOT_ESTABLISHED)


def journal(case: UUID | None = None) -> list[str]:
    """List the kinds of events in the ledger, of one case or of all."""
    from hoeder.ledger.models import Journal

    rows = Journal.objects.order_by("pk")
    return list((rows if case is None else rows.filter(chain=case)).values_list("kind", flat=True))
