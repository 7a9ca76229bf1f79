"""One function per route: find what this officer may see, call one action, answer."""

import json
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from hoeder.cases import actions as cases
from hoeder.cases import answering, joining
from hoeder.cases.authorities import AUTHORITIES
from hoeder.cases.inbox import inbox, row_of
from hoeder.cases.models import Case
from hoeder.cases.rules import Classification, Outcome
from hoeder.clocks.rules import DESK_KINDS
from hoeder.identities import actions as identities
from hoeder.identities import reading as identities_reading
from hoeder.identities.rules import Ground, How, Purpose
from hoeder.organisations import directory
from hoeder.organisations.actions import keys
from hoeder.organisations.models import Officer, OfficerKey
from hoeder.protection import caring
from hoeder.protection.promising import RefusalGround, Thing
from hoeder.protection.rules import DetrimentForm
from hoeder.retention.rules import Ground as DestroyedBy
from hoeder.retention.rules import RecordClass
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.web import care_words, closings, meetings, oversight, shapes
from hoeder.web.accounts import officer_of, officer_required
from hoeder.web.interface import operation
from hoeder.web.middleware import VIEWER_POLICY
from hoeder.web.officer import forms
from hoeder.web.officer.inbox import shaped, shaped_row
from hoeder.web.pages import deployment
from hoeder.web.people import colleagues, people_in

CREATED = HTTPStatus.CREATED


@require_GET
@never_cache
@officer_required
def desk(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Show the desk: one page, whose places the browser tells apart by path."""
    officer = officer_of(request)
    root = reverse("desk")
    return render(
        request,
        "officer/desk.html",
        {
            "desk_root": root,
            "organisation": officer.body.organisation,
            "body_name": officer.body.name,
            "officer_id": officer.pk.hex,
            "classifications": Classification.choices,
            "outcomes": Outcome.choices,
            "records": RecordClass.choices,
            "destroyed_by": DestroyedBy.choices,
            "authorities": AUTHORITIES,
            "oversight": oversight.words(),
            **answering.CHOICES,
            "deployment": deployment(),
            **care_words.context(),
            "forms": DetrimentForm.choices,
            "words": static(f"words-{get_language()}.txt"),
            "purposes": Purpose.choices,
            "things": Thing.choices,
            "emergency_grounds": RefusalGround.choices,
            "grounds": Ground.choices,
            # That somebody opened the box stands in the circle by itself.
            "hows": [(how.value, how.label) for how in How if how is not How.OPENED],
            "sign_in": f"{reverse('account_login')}?next={root}",
        },
    )


@require_GET
@never_cache
@officer_required
def viewer(request: HttpRequest) -> HttpResponse:
    """Show the empty page in which the desk draws a PDF, in a frame without an origin."""
    response = render(request, "officer/viewer.html")
    response.headers["Content-Security-Policy"] = VIEWER_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@operation("officer", gives=forms.Me, needs_request=True)
def me(officer: Officer, request: HttpRequest) -> forms.Me:
    """See who is signed in, with which key."""
    key = officer.key()
    return forms.Me(
        officer=forms.Self(
            id=officer.pk,
            name=officer.name,
            body=officer.body_id,
            organisation=officer.body.organisation_id,
            roles=[str(role) for role in officer.roles()],
        ),
        key=_own_key(key, officer),
        wrap=key.wrap if key else None,
        csrf=get_token(request),
    )


def _own_key(key: OfficerKey | None, officer: Officer) -> forms.OwnKey | None:
    if key is None:
        return None
    newest = officer.body.organisation.newest_directory()
    published = directory.published_keys(json.loads(newest.document)) if newest else set()
    return forms.OwnKey(key.pk, key.recipient, key.verify, str(key.state(published)))


@operation(
    "officer", takes=forms.SentKeys, gives=forms.OwnKey, status=CREATED, problems=("not-now",)
)
def register_key(officer: Officer, sent: forms.SentKeys) -> forms.OwnKey:
    """Keep new keys that this officer's browser made. They wait for a second person."""
    key = keys.register_key(
        recipient=sent.recipient, verify=sent.verify, wrap=sent.wrap, by=officer
    )
    return forms.OwnKey(key.pk, key.recipient, key.verify, str(key.state(set())))


@operation("officer", takes=forms.SentWrap, problems=("not-now",))
def rewrap_key(officer: Officer, sent: forms.SentWrap) -> None:
    """Keep the same keys under a new passphrase."""
    key = officer.key()
    if key is None:
        raise Http404
    keys.rewrap_key(key=key, wrap=sent.wrap, by=officer)


@operation("officer", gives=forms.Inbox, asks=forms.InboxPage)
def list_cases(officer: Officer, asked: forms.InboxPage) -> forms.Inbox:
    """List the cases that this officer holds, fifty a page, by what is due first."""
    return shaped(inbox(officer, page=asked.page), officer)


@operation("officer", gives=forms.OpenedCase)
def see_case(officer: Officer, case: UUID) -> forms.OpenedCase:
    """Open a case: its dates, its people, and the rooms that this officer is in."""
    found = get_object_or_404(Case.objects.visible_to(officer).select_related("body"), pk=case)
    declared = found.declarations.filter(officer=officer).exists()
    visible = Room.objects.visible_to(officer).filter(case=case)
    rooms = shapes.rooms_seen_by(visible, officer) if declared else []
    shown = shaped_row(row_of(found, officer), caring.risks([found.pk], officer).get(found.pk))
    return forms.OpenedCase(
        case=forms.CaseDetail(
            **vars(shown),
            declared=declared,
            classification=found.classification,
            proposal=_proposal(found),
            excluded=list(found.exclusions.order_by("officer").values_list("officer", flat=True)),
            clocks=shapes.clocks(found.clocks().filter(kind__in=DESK_KINDS), found.body.law),
            officers=people_in(rooms),
            together=[
                forms.Together(one.pk, str(one.number))
                for one in joining.seen_together(found, officer).order_by("number")
            ],
            body=found.body_id,
            box=box.pk if (box := identities_reading.box_of(found.pk)) else None,
            alias=identities.give_alias(case=found.pk, by=officer),
            closing=closings.shown(found),
            meeting=meetings.shown(found),
        ),
        rooms=rooms,
    )


def _proposal(case: Case) -> forms.Proposal | None:
    waiting = case.proposal()
    if waiting is None:
        return None
    return forms.Proposal(waiting.to, waiting.proposed_by_id, waiting.proposed_on)


@operation("officer", takes=shapes.Nothing, problems=("not-allowed",))
def declare(officer: Officer, sent: shapes.Nothing, case: UUID) -> None:
    """Declare to have no conflict of interest. Nothing of a case can be read before."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.declare(case=found, by=officer)


@operation("officer", takes=forms.SentNamed, problems=("not-allowed", "declaration-needed"))
def cut_off(officer: Officer, sent: forms.SentNamed, case: UUID) -> None:
    """Cut off those who turn out to be named, with everybody above and below them, for good."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.cut_off(case=found, officers=sent.officers, functions=sent.functions, by=officer)


@operation("officer", gives=shapes.Journal)
def read_journal(officer: Officer, case: UUID) -> shapes.Journal:
    """Read what happened with a case, and not when its reporter looked at it."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    return shapes.journal_for_officers(found.pk)


@operation(
    "officer",
    takes=forms.SentAcknowledgement,
    gives=shapes.Stored,
    status=CREATED,
    problems=shapes.WRITING,
)
def acknowledge(officer: Officer, sent: forms.SentAcknowledgement, case: UUID) -> shapes.Stored:
    """Tell the reporter that the report has arrived, and become its handler."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.acknowledge(case=found, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()


@operation(
    "officer",
    takes=forms.SentFeedback,
    gives=shapes.Stored,
    status=CREATED,
    problems=shapes.WRITING,
)
def give_feedback(officer: Officer, sent: forms.SentFeedback, case: UUID) -> shapes.Stored:
    """Tell the reporter what is done and why, and when she hears more."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.give_feedback(
        case=found,
        item=sent.item.as_item(),
        answer=sent.as_answer(),
        next_on=sent.next_on,
        by=officer,
    )
    return sent.item.as_stored()


@operation("officer", takes=forms.SentHandover, problems=shapes.WRITING)
def hand_over(officer: Officer, sent: forms.SentHandover, case: UUID) -> None:
    """Make somebody else the handler, with a key to every room."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    to = colleagues(officer).filter(pk=sent.to).first()
    if to is None:
        raise Http404
    cases.hand_over(
        case=found,
        to=to,
        grants={grant.room: grant.sealed for grant in sent.grants},
        items=[
            (one.room, NewItem(one.id, one.sequence, one.previous, one.epoch, one.sealed))
            for one in sent.items
        ],
        by=officer,
    )


@operation("officer", takes=shapes.Nothing, problems=("not-allowed", "not-now"))
def recuse(officer: Officer, sent: shapes.Nothing, case: UUID) -> None:
    """Step back from a case, at once and for good."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.recuse(case=found, by=officer)


@operation(
    "officer",
    takes=forms.SentInvestigation,
    gives=shapes.Room,
    status=CREATED,
    problems=("not-allowed", "not-now"),
)
def open_investigation(officer: Officer, sent: forms.SentInvestigation, case: UUID) -> shapes.Room:
    """Open the room in which this case is investigated, and that the reporter cannot read."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.open_investigation(
        case=found,
        room=sent.room.id,
        recipient=sent.room.recipient,
        grants=shapes.by_holder(sent.grants),
        by=officer,
    )
    opened = Room.objects.visible_to(officer).filter(pk=sent.room.id)
    return shapes.rooms_seen_by(opened, officer)[0]


@operation(
    "officer",
    takes=forms.SentMember,
    gives=shapes.Member,
    status=CREATED,
    problems=("not-allowed", "not-now", "new-epoch-needed"),
)
def add_member(officer: Officer, sent: forms.SentMember, room: UUID) -> shapes.Member:
    """Let an officer into a room, or give one who has new keys a new grant."""
    found = get_object_or_404(Room.objects.visible_to(officer).of_cases(), pk=room)
    member = cases.add_member(
        room=found, holder=sent.holder, sealed=sent.sealed, until=sent.until, by=officer
    )
    return shapes.member(member)


#: What may stand in the way of reclassifying.
RECLASSIFYING = (*shapes.WRITING, "declaration-needed")


@operation(
    "officer",
    takes=forms.SentReclassification,
    gives=shapes.Stored,
    status=CREATED,
    problems=RECLASSIFYING,
)
def propose_reclassification(
    officer: Officer, sent: forms.SentReclassification, case: UUID
) -> shapes.Stored:
    """Propose to call a case something else, with reasons for the reporter to read."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    to = Classification(sent.to)
    cases.propose_reclassification(case=found, to=to, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()


@operation(
    "officer",
    takes=forms.SentDecision,
    gives=shapes.Stored,
    status=CREATED,
    problems=RECLASSIFYING,
)
def confirm_reclassification(
    officer: Officer, sent: forms.SentDecision, case: UUID
) -> shapes.Stored:
    """Agree, as a second person, that a case is called something else."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.confirm_reclassification(case=found, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()


@operation(
    "officer",
    takes=forms.SentDecision,
    gives=shapes.Stored,
    status=CREATED,
    problems=RECLASSIFYING,
)
def refuse_reclassification(
    officer: Officer, sent: forms.SentDecision, case: UUID
) -> shapes.Stored:
    """Disagree, or withdraw one's own proposal: the case stays what it was."""
    found = get_object_or_404(Case.objects.visible_to(officer), pk=case)
    cases.refuse_reclassification(case=found, item=sent.item.as_item(), by=officer)
    return sent.item.as_stored()
